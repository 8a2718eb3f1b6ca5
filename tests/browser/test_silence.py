"""A line on which nothing is heard is not called connected, and new updates are counted alike everywhere at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.watch import Watch

# What the button says whenever the tab's title has changed.
NOTE_COUNTS = """() => {
  window.counts = [];
  new MutationObserver(() => {
    const button = document.getElementById('arrivals');
    window.counts.push([document.title, button.hidden ? '' : button.textContent]);
  }).observe(document.querySelector('title'), { childList: true, characterData: true, subtree: true });
}"""


class Line:
    """A proxy between pages and the server, which can fall silent: then it opens sockets and passes nothing on."""

    def __init__(self) -> None:
        self.is_silent = False
        self.opened = 0

    def take(self, socket: WebSocketRoute) -> None:
        self.opened += 1
        server = socket.connect_to_server()
        server.on_message(lambda message: None if self.is_silent else socket.send(message))
        socket.on_message(lambda message: None if self.is_silent else server.send(message))


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def page(people: People, visit: Visit, line: Line, watch: Watch) -> Page:
    """A live page behind that proxy, whose clocks are the test's: they may run faster than a handshake does."""
    watch.expect("WebSocket is closed before the connection is established")
    context = people.context()
    context.route_web_socket("**/ws?*", line.take)
    page = context.new_page()
    page.clock.install()
    page.goto(visit.path)
    expect_live(page)
    return page


def test_a_line_that_only_keeps_silent_is_not_called_connected_for_45_seconds(
    page: Page, visit: Visit, line: Line
) -> None:
    page.route("**/since/*", hang)
    wire, line.is_silent = page.locator("#wire"), True
    page.clock.run_for(24_000)
    expect(wire).to_have_text("connected")
    page.clock.run_for(20_000)
    assert wire.get_attribute("data-state") == "connecting"
    assert wire.text_content() == "connecting…"
    for _ in range(4):
        page.clock.run_for(20_000)
        assert wire.get_attribute("data-state") != "live", "an open socket is no proof"
    assert line.opened > 1
    line.is_silent = False
    visit.publish("It speaks again.")
    page.clock.run_for(40_000)
    expect_live(page)
    expect(wire).to_have_text("connected")


def test_what_comes_meanwhile_is_asked_for(page: Page, visit: Visit, line: Line) -> None:
    line.is_silent = True
    missed = visit.publish("Nobody passes this on.")
    page.clock.run_for(44_000)
    expect(page.locator(f"#updates > [data-update='{missed}']")).to_be_visible()
    expect(page.locator("#wire")).to_have_attribute("data-state", "polling")


@BREADTH
def test_a_page_that_wakes_up_does_not_call_itself_connected_before_it_has_heard_anything(
    page: Page, line: Line
) -> None:
    page.route("**/since/*", hang)
    line.is_silent = True
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    page.clock.fast_forward(3_600_000)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.clock.run_for(3_000)
    assert page.locator("#wire").get_attribute("data-state") != "live"


def test_the_button_and_the_title_count_alike_at_once(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path, viewport={"width": 390, "height": 500})
    page.evaluate("scrollTo(0, 400)")
    title = page.title()
    page.evaluate(NOTE_COUNTS)
    for number in range(1, 6):
        visit.publish(f"Arrival {number}.")
    expect(page).to_have_title(f"(5) {title}")
    assert page.locator("#arrivals").text_content() == "Show 5 new updates"
    counts = page.evaluate("window.counts")
    assert counts
    for said, button in counts:
        number = said.partition(")")[0].removeprefix("(")
        assert button == f"Show {number} new update{'' if number == '1' else 's'}"


@BREADTH
def test_how_many_wait_is_said_aloud_in_sentences_and_not_with_each_of_them(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path, viewport={"width": 390, "height": 500})
    page.evaluate("scrollTo(0, 400)")
    expect(page.locator("#arrivals")).to_have_attribute("aria-live", "off")
    for number in range(3):
        visit.publish(f"Arrival {number}.")
    expect(page.locator("#arrivals-said")).to_have_text("3 new updates wait for you.")


def hang(_route: Route) -> None:
    """Never answers."""
