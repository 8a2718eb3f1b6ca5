"""A page that does not change by itself says that the site says something else by now, and moves nothing by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from playwright.sync_api import Page, expect

from blog import newsroom
from tests.browser.conftest import People
from tests.browser.site import Visit
from tests.browser.test_time import SHIFTS

NOW = "fetch(location.href, { cache: 'no-cache' }).then(answer => answer.text())"
SECONDS = 20
SENTENCE = "This page has changed. · Show it as it is now"


def test_a_page_of_the_record_says_that_it_has_changed_and_shows_it_when_asked(people: People, visit: Visit) -> None:
    page = people.reader(f"{visit.path}/corrections")
    come_back(page)
    expect(page.get_by_role("status")).to_have_text("", use_inner_text=True)
    correct(visit, "Two days, not three.")
    line = page.get_by_role("status")
    come_back_until(page, line.get_by_role("link").is_visible)
    expect(line).to_have_text(SENTENCE, use_inner_text=True)
    assert sum(page.evaluate(SHIFTS)) == 0
    line.get_by_role("link").click()
    expect(page.get_by_role("link", name="Two days, not three.")).to_be_visible()
    expect(line).to_have_text("", use_inner_text=True)


def test_what_happens_elsewhere_in_the_visit_is_no_change_of_the_itinerary(people: People, visit: Visit) -> None:
    page = people.reader(f"{visit.path}/itinerary")
    visit.publish("Another update from Vienna.")
    come_back_until(page, lambda: "4 updates filed" in str(page.evaluate(NOW)))
    expect(page.get_by_role("status")).to_have_text("", use_inner_text=True)
    visit.site.act(newsroom.itinerary.leave, visit.id, None, "vienna")
    line = page.get_by_role("status")
    come_back_until(page, line.get_by_role("link").is_visible)
    expect(line).to_have_text(SENTENCE, use_inner_text=True)


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Until the page has asked for itself, and had the time to read the answer."""
    with page.expect_response(lambda response: response.url == page.url) as asked:
        yield
    asked.value.finished()
    page.evaluate(NOW)


def come_back(page: Page) -> None:
    """As a reader who was in another tab."""
    with answered(page):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def come_back_until(page: Page, holds: Callable[[], bool]) -> None:
    """Again and again: for a second a server may answer with what it has in memory."""
    end = monotonic() + SECONDS
    while not holds():
        assert monotonic() < end
        come_back(page)


def correct(visit: Visit, body: str) -> None:
    visit.edit(visit.ids[0], body, reason="correction", note="It was wrong.")
