"""The numbers of a visit as `make shots` takes them: a day with readers, and one without."""

from __future__ import annotations

from collections import Counter
from math import sin

from playwright.sync_api import Page, expect

from blog.models import ReaderPage
from blog.newsroom import readership
from blog.wire.readership import LIVE_PAGE, UPDATE_PAGE, Place
from tests.browser.pages import Kind, Places
from tests.browser.site import Visit

MINUTES = 900
SITES = {"paper.example": 120, "news.example.org": 45, "a-magazine-with-a-long-name.example.com": 9, "": 14}
DELAYS = {10: 41, 25: 17, 50: 6, 100: 2, 250: 1}


def count_readers(visit: Visit, minutes: int) -> None:
    """In each of the last minutes and the present one; the readers come and go in waves."""
    last = readership.this_minute()
    for minute in range(last - minutes, last + 1):
        wave = 1.2 + sin(minute / 90) + 0.1 * sin(minute / 7)
        places = {LIVE_PAGE: round(400 * wave), UPDATE_PAGE: round(60 * wave)}
        places |= {Place(ReaderPage.FRAME, site): round(count * wave) for site, count in SITES.items()}
        delays = {(visit.id, bound): count for bound, count in DELAYS.items() if minute == last - 1}
        visit.site.act(readership.add, minute, {visit.id: Counter(places)}, delays, lambda _: True)


def _open(page: Page, places: Places) -> None:
    if "paper.example" not in page.locator("#numbers-now").inner_text():
        count_readers(places.long, MINUTES)
        page.reload()
    page.get_by_text("As a table").nth(1).click()
    expect(page.get_by_role("table")).to_have_count(1)


NUMBERS_KINDS = (
    Kind("numbers", lambda places: f"{places.long.desk_path}/numbers", signed_in=True, act=_open),
    Kind("numbers-empty", lambda places: f"{places.empty.desk_path}/numbers", signed_in=True),
)
