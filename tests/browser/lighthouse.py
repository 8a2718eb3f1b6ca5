"""What Lighthouse says of the live page on a phone, and whether arrivals move it: `python -m tests.browser.lighthouse`.

The performance is that of the machine too: run it where nothing else runs. Another number of runs: give it as argument.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from blog import newsroom
from blog.newsroom.posts import Post
from blog.queries import visits
from tests.browser.conftest import expect_live
from tests.browser.site import DEMO, Site
from tests.browser.test_reading_place import ADD_STYLE, LONG, NO_ANCHORING
from tests.servers.chromium import Chromium, find_chromium
from tests.servers.node import LIGHTHOUSE, node, npm_tool

RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}
ARRIVALS = 20
# Every shift that the reader did not cause, from the first paint on, with what moved and when.
NOTE_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { hadRecentInput, value, startTime, sources } of list.getEntries()) {
    const moved = sources.map(({ node }) => node?.id || node?.className || node?.nodeName).join(', ');
    if (!hadRecentInput) window.shifts.push([value, `${Math.round(startTime)} ms: ${moved}`]);
  }
}).observe({ type: 'layout-shift', buffered: true });
"""
# Two frames later, whatever was painted has been looked at.
SHIFTS = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.shifts))))"

Report = dict[str, Any]


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory(prefix="dateline-lighthouse-") as folder:
        site = Site(Path(folder))
        site.start()
        try:
            site.prepare()
            site.load_demo()
            chromium = find_chromium()
            print_scores([look(chromium, f"{site.url}/live/{DEMO}") for _ in range(runs)])
            with sync_playwright() as playwright, chromium.launch(playwright) as browser:
                print_shifts(browser, site)
        finally:
            site.stop()
            site.close()


def look(chromium: Chromium, url: str) -> Report:
    """One run over a page as Lighthouse's own phone would load it."""
    command = [
        str(node().executable),
        str(npm_tool(*LIGHTHOUSE) / "cli" / "index.js"),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(('--headless', *chromium.args))}",
    ]
    env = {**os.environ, **chromium.env, "CHROME_PATH": str(chromium.executable)}
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"Lighthouse did not finish.\n{done.stderr}")
    report: Report = json.loads(done.stdout)
    return report


def print_scores(reports: list[Report]) -> None:
    print(f"Lighthouse {reports[0]['lighthouseVersion']}, phone, median of {len(reports)}:\n")
    for name in CATEGORIES:
        scores = sorted(round(100 * report["categories"][name]["score"]) for report in reports)
        print(f"{name:16}{median(scores):4.0f}   {scores}")
    shifts = [report["audits"]["cumulative-layout-shift"]["numericValue"] for report in reports]
    print(f"{'layout shift':16}{median(shifts):4.0f}   {shifts}")
    print("\nLess than all of the points:")
    for name in CATEGORIES:
        for ref in reports[0]["categories"][name]["auditRefs"]:
            print_costs(ref, [report["audits"][ref["id"]] for report in reports])


def print_costs(ref: dict[str, Any], audits: list[dict[str, Any]]) -> None:
    """What an audit found, when it costs points or only says that there would be something to gain."""
    if all(audit["score"] in (None, 1) for audit in audits):
        return
    found = ", ".join(dict.fromkeys(audit.get("displayValue", "") for audit in audits))
    print(f"  {ref['id']} (weight {ref['weight']}): {audits[0]['title']} {found}")
    items = audits[0].get("details", {}).get("items", [])
    for item in items[:5] if isinstance(items, list) else [items]:
        print(f"      {json.dumps(item)[:240]}")


def print_shifts(browser: Browser, site: Site) -> None:
    print(f"\nLayout shift on a phone, from the load to {ARRIVALS} arrivals, an edit and a banner above what is read:")
    for name, style in (("as it is", ""), ("overflow-anchor: none", NO_ANCHORING)):
        shifts = shifts_while_updates_arrive(browser, site, style)
        print(f"  {name:24}{sum(value for value, _ in shifts):.4f}")
        for value, moved in shifts:
            print(f"      {value:.4f} {moved}")


def shifts_while_updates_arrive(browser: Browser, site: Site, style: str) -> list[tuple[float, str]]:
    """All shifts that a reader sees in the middle of the stream, each with what moved."""
    visit_id = site.act(visits.id_of, DEMO)
    edited = site.act(newsroom.updates.publish, visit_id, site.editor_id, Post("Its text becomes longer."))
    with browser.new_context(base_url=site.url, **PHONE) as context:
        context.add_init_script(NOTE_SHIFTS)
        page = context.new_page()
        page.goto(f"/live/{DEMO}")
        expect_live(page)
        page.evaluate(ADD_STYLE, style)
        page.locator("#updates > [data-update]").nth(6).evaluate("one => one.scrollIntoView()")
        for number in range(1, ARRIVALS + 1):
            post = Post(f"Arrival {number}. {LONG}", stop="tokyo")
            site.act(newsroom.updates.publish, visit_id, site.editor_id, post)
            expect(page.locator("#arrivals")).to_contain_text(f"{number} new update")
        site.act(newsroom.updates.edit, visit_id, site.editor_id, edited, Post(LONG * 3), version=1, reason="update")
        expect(page.locator(f"#u-{edited}")).to_have_attribute("data-version", "2")
        # Both in one frame would move nothing in view either; but what holds both moves, and that is counted.
        page.evaluate(SHIFTS)
        site.act(newsroom.banner.set_banner, visit_id, site.editor_id, LONG[:250])
        expect(page.locator("#banner")).to_contain_text(LONG[:40])
        shifts: list[tuple[float, str]] = page.evaluate(SHIFTS)
        site.act(newsroom.banner.clear_banner, visit_id, site.editor_id)
        return shifts


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
