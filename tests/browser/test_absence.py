"""Who comes back sees what is new since they left, and what came meanwhile comes at once and is said once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.test_reading_place import article, hide, show, stays, top

# The browser's own clocks say the same on every machine.
LEFT_AT = datetime(2026, 3, 4, 18, 20)
BLOCK_STORAGE = """
for (const name of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError'); } });
}
"""
# Every sentence that is written for a screen reader, and every time the list gets something.
TAKE_NOTES = """() => {
  window.said = [];
  window.grew = 0;
  const [place, list] = ['arrivals-said', 'updates'].map((id) => document.getElementById(id));
  const isUpdate = (node) => Boolean(node.dataset?.update);
  const watch = (element, seen) => new MutationObserver(seen).observe(element, { childList: true });
  watch(place, () => place.textContent && said.push(place.textContent));
  watch(list, (changes) => { grew += Number(changes.some(({ addedNodes }) => [...addedNodes].some(isUpdate))); });
}"""


@pytest.fixture
def reader(people: People) -> BrowserContext:
    return people.context()


def open_at(reader: BrowserContext, path: str, moment: datetime) -> Page:
    """A page that believes it is that moment, by the reader's clocks."""
    page = reader.new_page()
    page.clock.install(time=moment)
    page.goto(path)
    expect_live(page)
    return page


def publish(people: People, visit: Visit, count: int) -> list[str]:
    """Publishes so many while the reader is away, and waits until readers elsewhere have them."""
    elsewhere = people.live_reader(visit.path)
    ids = [visit.publish(f"In the meantime, {number}.") for number in range(count)]
    expect(article(elsewhere, ids[-1])).to_be_visible()
    elsewhere.close()
    return ids


def test_after_a_day_a_line_stands_between_what_is_new_and_what_was_seen(
    people: People, reader: BrowserContext, visit: Visit
) -> None:
    page = open_at(reader, visit.path, LEFT_AT)
    expect(page.locator(".since, .since-jump")).to_have_count(0)
    page.close()
    new = publish(people, visit, 3)
    visit.withdraw(new[1], "It was not so.")

    page = open_at(reader, visit.path, LEFT_AT + timedelta(hours=15))
    expect(page.locator(".since-jump")).to_contain_text("2 updates since you left, yesterday 18.20, your time.")
    line = page.locator("#updates > .since")
    expect(line).to_have_text("2 new since yesterday 18.20, your time")
    assert line.evaluate("line => line.previousElementSibling.dataset.update") == new[0]
    assert line.evaluate("line => line.nextElementSibling.dataset.update") == visit.ids[-1]
    page.get_by_role("link", name="Go to the first").click()
    expect(article(page, new[0])).to_be_focused()

    later = visit.publish("While the reader is back.")
    expect(page.locator(f"#arrivals:not([hidden]), #u-{later}").first).to_be_attached()
    page.goto(visit.path)
    expect(line).to_be_visible()
    expect(article(page, later)).to_be_visible()
    page.close()
    page = open_at(reader, visit.path, LEFT_AT + timedelta(hours=15, minutes=5))
    expect(page.locator("#updates > .since")).to_have_count(0)


@BREADTH
def test_with_pages_in_between_the_way_leads_to_the_page_that_holds_the_first(
    people: People, reader: BrowserContext, site: Site
) -> None:
    visit = site.new_visit(updates=15)
    open_at(reader, visit.path, LEFT_AT).close()
    new = publish(people, visit, 50)
    page = open_at(reader, visit.path, LEFT_AT + timedelta(days=2))
    expect(page.locator(".since-jump")).to_contain_text("50 updates since you left, 4 March, 18.20, your time.")
    expect(page.locator("#updates > .since")).to_have_count(0)
    page.get_by_role("link", name="Go to the first").click()
    page.wait_for_url("**?page=1#since")
    expect(page.locator("#updates > .since")).to_have_text("New since 4 March, 18.20, your time")
    expect(article(page, new[0])).to_be_focused()
    expect(article(page, new[0])).to_be_in_viewport()
    page.go_back()
    expect(page.locator(".since-jump")).to_contain_text("50 updates since you left")


@BREADTH
def test_each_filter_has_a_memory_of_its_own(reader: BrowserContext, visit: Visit) -> None:
    seen = visit.publish("On trade.", topics=["trade"])
    open_at(reader, f"{visit.path}?topic=trade", LEFT_AT).close()
    visit.publish("On something else.")
    new = visit.publish("More on trade.", topics=["trade"])
    page = open_at(reader, f"{visit.path}?topic=trade", LEFT_AT + timedelta(hours=1))
    line = page.locator("#updates > .since")
    expect(line).to_have_text("1 new since 18.20, your time")
    assert line.evaluate("line => line.previousElementSibling.dataset.update") == new
    assert line.evaluate("line => line.nextElementSibling.dataset.update") == seen
    page.close()
    page = open_at(reader, visit.path, LEFT_AT + timedelta(hours=1))
    expect(page.locator("#updates > .since")).to_have_count(0)


@BREADTH
def test_where_nothing_may_be_kept_the_page_is_as_it_always_was(reader: BrowserContext, visit: Visit) -> None:
    reader.add_init_script(BLOCK_STORAGE)
    open_at(reader, visit.path, LEFT_AT).close()
    visit.publish("Meanwhile.")
    page = open_at(reader, visit.path, LEFT_AT + timedelta(days=1))
    expect(page.locator("#updates > [data-update]")).to_have_count(4)
    expect(page.locator(".since, .since-jump")).to_have_count(0)


@BREADTH
def test_a_laptop_that_slept_wakes_to_one_batch_and_one_sentence(
    people: People, reader: BrowserContext, visit: Visit
) -> None:
    sockets: list[WebSocketRoute] = []

    def relay(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    reader.route_web_socket("**/ws?*", relay)
    page = open_at(reader, visit.path, LEFT_AT)
    page.evaluate(TAKE_NOTES)
    page.clock.pause_at(LEFT_AT + timedelta(seconds=30))
    sockets[-1].close(code=1001)
    publish(people, visit, 50)
    page.clock.fast_forward(3_600_000)
    page.clock.resume()
    expect(page.locator("#updates > [data-update]:visible")).to_have_count(53)
    expect(page.locator("#updates > .since")).to_have_text("50 new since 18.20, your time")
    expect(page.locator("#arrivals-said")).to_have_text("50 new updates were added to this page.")
    assert page.evaluate("said") == ["50 new updates were added to this page."]
    assert page.evaluate("grew") == 1


def test_a_tab_that_was_hidden_for_an_hour_shows_what_came_at_once(reader: BrowserContext, visit: Visit) -> None:
    page = open_at(reader, visit.path, LEFT_AT)
    title = page.title()
    page.evaluate(TAKE_NOTES)
    hide(page)
    new = [visit.publish(f"Nobody looks, {number}.") for number in range(3)]
    expect(page).to_have_title(f"(3) {title}")
    page.clock.fast_forward(3_600_000)
    show(page)
    expect(article(page, new[0])).to_be_visible()
    expect(page).to_have_title(title)
    expect(page.locator("#updates > .since")).to_have_text("3 new since 18.20, your time")
    expect(page.locator("#arrivals-said")).to_have_text("3 new updates were added to this page.")
    assert page.evaluate("said") == ["3 new updates were added to this page."]


@BREADTH
def test_a_page_from_the_back_forward_cache_shows_where_the_reader_left(reader: BrowserContext, visit: Visit) -> None:
    page = open_at(reader, visit.path, LEFT_AT)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    page.clock.pause_at(LEFT_AT + timedelta(seconds=10))
    visit.publish("While the page lay in the cache.")
    page.clock.fast_forward(1_200_000)
    page.clock.resume()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("#updates > .since")).to_have_text("1 new since 18.20, your time")


@BREADTH
def test_who_comes_back_further_down_stays_there(people: People, site: Site) -> None:
    visit = site.new_visit(updates=12)
    reader = people.context(viewport={"width": 390, "height": 700})
    page = open_at(reader, visit.path, LEFT_AT)
    reading = article(page, visit.ids[3])
    reading.evaluate("article => scrollBy(0, article.getBoundingClientRect().top - 100)")
    place: Any = top(reading)
    hide(page)
    visit.publish("Meanwhile.")
    page.clock.fast_forward(3_600_000)
    show(page)
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")
    assert stays(reading, place)
    page.locator("#arrivals").click()
    expect(page.locator("#updates > .since")).to_have_text("1 new since 18.20, your time")


@BREADTH
def test_the_mark_stays_until_it_was_seen_however_often_one_comes_and_goes(
    people: People, reader: BrowserContext, site: Site
) -> None:
    visit = site.new_visit(updates=3)
    open_at(reader, visit.path, LEFT_AT).close()
    missed = publish(people, visit, 15)
    page = open_at(reader, visit.path, LEFT_AT + timedelta(hours=1))
    expect(article(page, missed[-1])).to_be_visible()  # the page may be a second old, and get the rest by its socket
    page.close()
    later = publish(people, visit, 1)

    page = open_at(reader, visit.path, LEFT_AT + timedelta(hours=2))
    line = page.locator("#updates > .since")
    expect(line).to_have_text("16 new since 18.20, your time")
    expect(line).not_to_be_in_viewport()
    page.get_by_role("link", name="Go to the first").click()
    expect(line).to_be_in_viewport()
    page.close()
    newest = publish(people, visit, 1)

    page = open_at(reader, visit.path, LEFT_AT + timedelta(hours=4))
    expect(page.locator("#updates > .since")).to_have_text("1 new since 20.20, your time")
    assert line_between(page) == [newest[0], later[0]]


@BREADTH
def test_a_few_minutes_count_when_something_came_meanwhile(reader: BrowserContext, visit: Visit) -> None:
    page = open_at(reader, visit.path, LEFT_AT)
    for came in (0, 1):
        hide(page)
        for number in range(came):
            visit.publish(f"While nobody looked, {number}.")
        if came:
            expect(page).to_have_title(re.compile(r"^\(1\)"))
        page.clock.fast_forward(180_000)
        show(page)
        expect(page.locator("#updates > .since")).to_have_count(came)


def line_between(page: Page) -> list[str]:
    """The updates above and below the mark."""
    found = page.locator("#updates > .since").evaluate(
        "line => [line.previousElementSibling, line.nextElementSibling].map(one => one.dataset.update)"
    )
    return [str(one) for one in found]
