"""Measures the time from Publish to paint on a reader's page: `python -m tests.browser.measure_paint`."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import desk as at_desk
from tests.browser.conftest import expect_live
from tests.browser.site import Site, Visit
from tests.servers.chromium import find_chromium

ROUNDS = 15
# Both pages count on the clock of the one machine: milliseconds since 1970, with fractions.
NOW = "performance.timeOrigin + performance.now()"
NOTE_CLICK = (
    f"""button => button.addEventListener('click', () => {{ window.clickedAt = {NOW}; }}, {{ capture: true }})"""
)
# A callback that is asked for within the next frame runs once the frame before it was handed over for painting.
AWAIT_PAINT = f"""words => {{
  window.painted = new Promise(done => {{
    const observer = new MutationObserver(() => {{
      if (!document.getElementById('updates').innerText.includes(words)) return;
      observer.disconnect();
      const arrivedAt = {NOW};
      requestAnimationFrame(() => requestAnimationFrame(() => done([arrivedAt, {NOW}])));
    }});
    observer.observe(document.getElementById('updates'), {{ childList: true, subtree: true, attributes: true }});
  }});
}}"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dateline-paint-") as folder:
        site = Site(Path(folder))
        site.start()
        try:
            site.prepare()
            with sync_playwright() as playwright, find_chromium().launch(playwright) as browser:
                times = measure(browser, site, site.new_visit(updates=20))
                version = browser.version
        finally:
            site.stop()
            site.close()
    print(f"Chromium {version}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"From a click on Publish to a page in another browser, milliseconds, {ROUNDS} posts:\n")
    print(f"{'':24}{'median':>8}{'best':>8}{'worst':>8}")
    for name, column in (("in the page", [arrived for arrived, _ in times]), ("painted", [at for _, at in times])):
        print(f"{name:24}{median(column):8.0f}{min(column):8.0f}{max(column):8.0f}")


def measure(browser: Browser, site: Site, visit: Visit) -> list[tuple[float, float]]:
    """For each post, milliseconds from the click until it was in the reader's page, and until it was painted."""
    desk, reader = (browser.new_context(base_url=site.url).new_page() for _ in range(2))
    desk.goto(visit.desk_path)
    at_desk.sign_in(desk)
    reader.goto(visit.path)
    for page in (desk, reader):
        expect_live(page)
    publish_and_time(desk, reader, "A first one, because the first of everything is slow.")
    return [publish_and_time(desk, reader, f"Post {number} of {ROUNDS}.") for number in range(1, ROUNDS + 1)]


def publish_and_time(desk: Page, reader: Page, words: str) -> tuple[float, float]:
    reader.bring_to_front()
    reader.evaluate(AWAIT_PAINT, words)
    at_desk.write(desk, words)
    at_desk.publish_button(desk).evaluate(NOTE_CLICK)
    at_desk.publish_button(desk).click()
    arrived, painted = reader.evaluate("() => window.painted")
    clicked = desk.evaluate("() => window.clickedAt")
    expect(at_desk.body_field(desk)).to_have_value("")
    return arrived - clicked, painted - clicked


if __name__ == "__main__":
    main()
