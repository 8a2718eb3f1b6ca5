"""Measures how soon an embed shows a correction or withdrawal: `python -m tests.browser.measure_embed_delay`."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import time

import requests
from playwright.sync_api import Browser, FrameLocator, sync_playwright

from tests.browser.conftest import expect_live
from tests.browser.frames import line
from tests.browser.host import Host, host_server
from tests.browser.site import EDITOR, Site, Visit
from tests.servers.chromium import find_chromium
from tests.serving import Correspondent

ROUNDS = 10
OLD = "The wording that was published first."
# The page in the frame and this program count on the clock of the one machine: milliseconds since 1970.
AWAIT = """(list, [words, gone]) => {
  window.arrived = new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (!list.innerText.includes(words) || list.innerText.includes(gone)) return;
      observer.disconnect();
      const at = Date.now();
      requestAnimationFrame(() => requestAnimationFrame(() => done([at, Date.now()])));
    });
    observer.observe(list, { childList: true, subtree: true, attributes: true, characterData: true });
  });
}"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dateline-elsewhere-") as folder, host_server() as host:
        site = Site(Path(folder))
        site.start()
        try:
            site.prepare()
            with sync_playwright() as playwright, find_chromium().launch(playwright) as browser:
                times = measure(browser, host, site, site.new_visit(updates=20))
                version = browser.version
        finally:
            site.stop()
            site.close()
    print(f"Chromium {version}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"From the desk's form to a frame on another site, milliseconds, {ROUNDS} of each:\n")
    print(f"{'':28}{'median':>8}{'best':>8}{'worst':>8}")
    for what, taken in times.items():
        for name, column in zip(("in the frame", "painted"), zip(*taken, strict=True), strict=True):
            print(f"{f'{what}, {name}':28}{median(column):8.0f}{min(column):8.0f}{max(column):8.0f}")


def measure(browser: Browser, host: Host, site: Site, visit: Visit) -> dict[str, list[tuple[float, float]]]:
    """For each change, the time until the old words were gone from the frame, and until that was painted."""
    page = browser.new_page()
    page.goto(host.show_strictly(site.url, line(site, visit)))
    feed = page.frame_locator("iframe")
    expect_live(feed)
    times: dict[str, list[tuple[float, float]]] = {"correction": [], "withdrawal": []}
    with requests.Session() as session:
        desk = Correspondent(site.url, session).sign_in(EDITOR)
        for number in range(1, ROUNDS + 1):
            public_id, new, note = visit.publish(OLD), f"Wording {number}.", f"Reason {number}."
            feed.get_by_text(OLD, exact=True).wait_for()

            def correct(public_id: str = public_id, new: str = new) -> None:
                desk.edit(visit.slug, public_id, new, version=1, change="correction", note="It was another.")

            def withdraw(public_id: str = public_id, note: str = note) -> None:
                desk.act(visit.slug, public_id, "withdraw", note=note)

            times["correction"].append(timed(feed, correct, new, OLD))
            times["withdrawal"].append(timed(feed, withdraw, note, new))
    return times


def timed(feed: FrameLocator, change: Callable[[], None], words: str, gone: str) -> tuple[float, float]:
    """Milliseconds from the moment at which the form is sent."""
    updates = feed.locator("#updates")
    updates.evaluate(AWAIT, [words, gone])
    sent_at = time() * 1000
    change()
    arrived, painted = updates.evaluate("() => window.arrived")
    return arrived - sent_at, painted - sent_at


if __name__ == "__main__":
    main()
