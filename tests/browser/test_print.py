"""A printed page is a sheet that one can file: all that was said, where it can be looked up, and nothing to press."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from math import hypot
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from blog.newsroom.transaction import as_of
from tests.breadth import BREADTH, breadth
from tests.browser.conftest import People
from tests.browser.site import DEMO, Site, Visit
from tests.browser.test_reading_place import hide

CONTROLS = "button, input, select, textarea, summary, nav:not(#itinerary), #arrivals, .skip, .colophon, .report-link"
IN_BERLIN: dict[str, Any] = {"timezone_id": "Europe/Berlin", "color_scheme": "dark"}
SAID_AFTER = "element => getComputedStyle(element, '::after').content"


def test_the_sheet_has_the_record_and_no_controls(people: People, demo: Site) -> None:
    page = people.live_reader(f"/live/{DEMO}", **IN_BERLIN)
    page.locator("#scheme").click(click_count=2)
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.emulate_media(media="print")
    expect(page.locator(CONTROLS).filter(visible=True)).to_have_count(0)
    for part in ("#banner", "#visit-title", "#itinerary", "#pinned", "#key-events", "#sides"):
        expect(page.locator(part)).to_be_visible()
    for line in (".update-note-correction", ".update-day", ".key-event"):
        expect(page.locator(f".visit-columns {line}").filter(visible=True).first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    link = page.locator("#updates .update-link").first
    public_id = page.locator("#updates > [data-update]").first.get_attribute("data-update")
    assert link.evaluate(SAID_AFTER) == f'"{demo.url}/live/{DEMO}/updates/{public_id}"'
    expect(page.locator(".masthead")).to_contain_text(f"{demo.url}/live/{DEMO}")
    cursor = page.locator("#wire").get_attribute("data-cursor")
    assert cursor in page.locator("#wire").evaluate(SAID_AFTER).replace('" "', "")
    breaks = page.locator(".update").evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    assert set(breaks) == {"avoid"}
    page.goto(f"/live/{DEMO}?page=1")
    expect(page.locator(".update-gone").filter(visible=True).first).to_be_visible()


def test_the_sheet_says_when_it_was_printed_and_has_what_was_still_held_back(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path, **IN_BERLIN)
    hide(page)
    with as_of(datetime(2030, 1, 1, tzinfo=UTC)):
        new = page.locator(f"#u-{visit.publish('Nobody has seen this yet.')}")
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")
    expect(new).not_to_be_attached()
    today = page.locator("#updates > [data-opens-day]:visible").get_attribute("data-update")

    assert page.pdf(format="A4").startswith(b"%PDF")
    expect(page.locator("#printed")).to_contain_text("(Europe/Berlin)")
    expect(page.locator("#printed")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#printed")).to_be_visible()
    expect(new).to_be_visible()
    assert days(page) == ["Tuesday 1 January 2030", page.locator(f"#u-{today} .update-day").text_content()]

    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(new).not_to_be_attached()
    assert len(days(page)) == 1


def days(page: Page) -> list[str]:
    return page.locator("#updates .update-day").filter(visible=True).all_text_contents()


@pytest.mark.parametrize("paper", ["A4", *breadth("Letter")])
def test_the_sheet_is_printed_at_its_full_size(people: People, demo: Site, paper: Literal["A4", "Letter"]) -> None:
    page = people.live_reader(f"/live/{DEMO}", **IN_BERLIN)
    body = page.locator("#updates .update-report .prose p").first.inner_text()
    sheet = Sheet(page.pdf(format=paper))
    assert sheet.size_of(body[:20]) == pytest.approx(10, abs=0.3)
    assert max(sheet.sizes, key=lambda size: sheet.sizes[size]) == pytest.approx(10, abs=0.3)
    for public_id in ids(page):
        assert sheet.words.count(f"{demo.url}/live/{DEMO}/updates/{public_id}") == 1
        assert sheet.words.count(public_id) == 1


@BREADTH
def test_a_pinned_update_longer_than_a_sheet_does_not_shrink_it(people: People, visit: Visit) -> None:
    visit.pin(visit.publish("\n\n".join(f"Paragraph {number} of the long summary. " * 5 for number in range(60))))
    page = people.live_reader(visit.path)
    sheet = Sheet(page.pdf(format="A4"))
    assert sheet.pages > 4
    assert sheet.size_of("Update 1 of the talks") == pytest.approx(10, abs=0.3)


class Sheet:
    """What a PDF says, and in which sizes, in points: the font's, as the page's matrices enlarge it."""

    def __init__(self, pdf: bytes) -> None:
        self._runs: list[tuple[str, float]] = []
        reader = PdfReader(BytesIO(pdf))
        self.pages = len(reader.pages)
        for page in reader.pages:
            page.extract_text(visitor_text=self._note)
        self.words = "".join("".join(text.split()) for text, _ in self._runs)
        self.sizes = Counter[float]()
        for text, size in self._runs:
            self.sizes[size] += len(text.strip())

    def size_of(self, words: str) -> float:
        """The size of the first run of text with these words in it."""
        return next(size for text, size in self._runs if words in text)

    def _note(self, text: str, page: list[float], line: list[float], font: object, size: float) -> None:
        across = line[2] * page[0] + line[3] * page[2]
        down = line[2] * page[1] + line[3] * page[3]
        self._runs.append((text, round(size * hypot(across, down), 1)))


def ids(page: Page) -> list[str]:
    return page.locator('#updates > [data-state="published"]').evaluate_all("all => all.map(one => one.dataset.update)")
