"""Measures how soon a 12-megapixel picture is on a reader's page: `python -m tests.browser.measure_picture_delay`.

The words and what the picture shows are typed before, so that the press on *Publish* waits for the upload alone.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from time import monotonic

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import desk as at_desk
from tests.browser.conftest import PATIENCE_MS, expect_live
from tests.browser.pictures import alt, camera_file, chooser, expect_there
from tests.browser.site import Site
from tests.servers.chromium import find_chromium

ROUNDS = 5


def main() -> None:
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory(prefix="dateline-picture-") as folder:
        site = Site(Path(folder))
        site.start()
        try:
            site.prepare()
            with sync_playwright() as playwright, find_chromium().launch(playwright) as browser:
                taken = measure(browser, site)
        finally:
            site.stop()
            site.close()
    size = len(camera_file()["buffer"]) / 1_000_000
    print(f"From a file of {size:.1f} MB and 12 megapixels, seconds, {ROUNDS} rounds:\n")
    for what, times in taken.items():
        print(f"{what:38}{median(times):8.2f}{min(times):8.2f}{max(times):8.2f}")


def measure(browser: Browser, site: Site) -> dict[str, list[float]]:
    """The times until the server had the file, and from *Publish* until words and picture were on a reader's page."""
    visit = site.new_visit(updates=3)
    desk = browser.new_page(base_url=site.url)
    desk.goto("/desk/sign-in")
    at_desk.sign_in(desk)
    desk.goto(visit.desk_path)
    expect_live(desk)
    reader = browser.new_page(base_url=site.url)
    reader.goto(visit.path)
    expect_live(reader)
    taken: dict[str, list[float]] = {
        "file taken": [],
        "words seen, from the press": [],
        "picture seen, from the file": [],
    }
    for number in range(ROUNDS):
        for what, seconds in zip(taken, one_round(desk, reader, f"Round {number}."), strict=True):
            taken[what].append(seconds)
    return taken


def one_round(desk: Page, reader: Page, words: str) -> tuple[float, float, float]:
    begun = monotonic()
    chooser(desk).set_input_files(camera_file())
    expect_there(desk, 1)
    there = monotonic()
    alt(desk).fill("A red field")
    at_desk.write(desk, words)
    pressed = monotonic()
    at_desk.publish_button(desk).click()
    newest = reader.locator("#updates > [data-update]").first
    expect(newest).to_contain_text(words)
    said = monotonic()
    expect(newest.locator("img")).to_have_js_property("complete", True)
    seen = monotonic()
    expect(desk.locator("#said")).to_contain_text("Published")
    return there - begun, said - pressed, seen - begun


if __name__ == "__main__":
    main()
