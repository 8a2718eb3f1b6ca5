"""A page that does not change by itself says that the site says something else by now, and moves nothing by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic

from playwright.sync_api import Page, Request, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.breadth import BREADTH
from tests.browser.conftest import People
from tests.browser.site import Visit
from tests.browser.test_time import SHIFTS

NOW = "fetch(location.href, { cache: 'no-cache' }).then(answer => answer.text())"
SECONDS = 60
LOADED_AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
FINAL = " data-final"
SENTENCE = "This page has changed. · Show the latest version"


def test_a_page_of_the_record_says_that_it_has_changed_and_shows_it_when_asked(people: People, visit: Visit) -> None:
    page = people.reader(f"{visit.path}/corrections", fonts=False)
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


@BREADTH
def test_what_happens_elsewhere_in_the_visit_is_no_change_of_the_itinerary(people: People, visit: Visit) -> None:
    page = people.reader(f"{visit.path}/itinerary")
    visit.publish("Another update from Vienna.")
    come_back_until(page, lambda: "4 updates filed" in str(page.evaluate(NOW)))
    expect(page.get_by_role("status")).to_have_text("", use_inner_text=True)
    visit.site.act(newsroom.itinerary.leave, visit.id, SYSTEM, "vienna")
    line = page.get_by_role("status")
    come_back_until(page, line.get_by_role("link").is_visible)
    expect(line).to_have_text(SENTENCE, use_inner_text=True)


@BREADTH
def test_a_page_that_lies_open_asks_for_itself_every_twenty_seconds(people: People, visit: Visit) -> None:
    page = at_rest(people, f"{visit.path}/corrections")
    asked = watch_itself(page)
    correct(visit, "Two days, not three.")
    wait_until_served(page, "Two days, not three.")
    page.clock.run_for(19_000)
    line = page.get_by_role("status")
    expect(line).to_have_text("", use_inner_text=True)
    page.clock.run_for(1_000)
    expect(line).to_have_text(SENTENCE, use_inner_text=True)
    assert len(asked) == 1, "once, and not before its time"
    with answered(page):
        page.clock.run_for(20_000)
    assert len(asked) == 3, "and again after as long, beside what the test asked"


@BREADTH
def test_a_page_of_a_visit_that_has_ended_asks_for_nothing(people: People, visit: Visit) -> None:
    visit.site.act(newsroom.visits.set_status, visit.id, SYSTEM, "ended")
    page = at_rest(people, f"{visit.path}/corrections", FINAL)
    asked = watch_itself(page)
    correct(visit, "Two days, not three.")
    wait_until_served(page, "Two days, not three.")
    let_time_pass(page)
    assert len(asked) == 1, "it was the test that asked"
    expect(page.get_by_role("status")).to_have_text("", use_inner_text=True)


def test_an_open_page_asks_no_more_once_it_has_read_that_the_visit_has_ended(people: People, visit: Visit) -> None:
    page = at_rest(people, f"{visit.path}/corrections")
    visit.site.act(newsroom.visits.set_status, visit.id, SYSTEM, "ended")
    wait_until_served(page, FINAL)
    with answered(page):
        page.clock.run_for(20_000)
    asked = watch_itself(page)
    let_time_pass(page)
    assert len(asked) == 1, "it was the test that asked"


def at_rest(people: People, path: str, words: str = "") -> Page:
    """A page, as it has these words, whose time passes only when the test says so."""
    page = people.context().new_page()
    page.clock.install(time=LOADED_AT)
    page.clock.pause_at(LOADED_AT + timedelta(hours=1))
    page.goto(path)
    wait_until_served(page, words)
    page.reload()
    return page


def let_time_pass(page: Page) -> None:
    """A minute and a look elsewhere; what the page asks because of it was sent before the test's own question."""
    page.clock.run_for(60_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.evaluate(NOW)


def watch_itself(page: Page) -> list[str]:
    """The page's own address, as often as a script on it asks for it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if is_script_asking(request) else None)
    return asked


def is_script_asking(request: Request) -> bool:
    return request.resource_type == "fetch" and request.url == request.frame.url


def wait_until_served(page: Page, words: str) -> None:
    """For a second a server may answer with what it has in memory."""
    end = monotonic() + SECONDS
    while words not in page.request.get(page.url).text():
        assert monotonic() < end


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
