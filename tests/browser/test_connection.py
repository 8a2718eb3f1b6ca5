"""What the page does when its connection goes away: it says so, goes on by other means, and misses nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.watch import Watch
from tests.wait import until

UNREACHED = ("net::ERR_", "WebSocket connection to .* failed")
BACK_MS = 90_000
# What the network has not answered yet. The clock of such a test must not run on meanwhile: the page would give it up.
COUNT_UNDER_WAY = """
self.underWay = 0;
self.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    self.underWay += 1;
    this.addEventListener('close', () => (self.underWay -= 1));
  }
};
const ask = self.fetch;
self.fetch = async (...given) => {
  self.underWay += 1;
  try {
    const answer = await ask(...given);
    await answer.clone().text();
    return answer;
  } finally {
    self.underWay -= 1;
  }
};
"""


def test_a_page_whose_server_is_killed_says_so_and_is_live_again_with_what_it_missed_and_nothing_twice(
    people: People, visit: Visit, mortal_site: Site, watch: Watch
) -> None:
    page = people.live_reader(visit.path)
    watch.expect(*UNREACHED)
    mortal_site.kill()
    expect(page.locator("#wire")).to_have_attribute("data-state", "offline", timeout=BACK_MS)
    expect(page.locator("#wire")).to_contain_text("no connection")
    visit.edit(visit.ids[1], "Reworded in the meantime.")
    missed = visit.publish("Published in the meantime.")

    mortal_site.start()
    expect_live(page, timeout=BACK_MS)
    expect(article(page, missed)).to_contain_text("Published in the meantime.")
    expect(article(page, visit.ids[1])).to_contain_text("Reworded in the meantime.")
    after = visit.publish("And on it goes.")
    expect(article(page, after)).to_be_visible()
    assert shown(page) == [after, missed, *reversed(visit.ids)]


def test_where_sockets_are_blocked_updates_come_by_asking_again_and_again(people: People, visit: Visit) -> None:
    context = people.context()
    context.route_web_socket("**/ws?*", refuse)
    page = context.new_page()
    page.goto(visit.path)
    expect(page.locator("#wire")).to_have_attribute("data-state", "polling", timeout=BACK_MS)
    visit.edit(visit.ids[0], "Reworded where sockets are blocked.")
    new = visit.publish("New where sockets are blocked.")
    expect(article(page, new)).to_be_visible()
    expect(article(page, visit.ids[0])).to_contain_text("Reworded")
    assert shown(page) == [new, *reversed(visit.ids)]


@pytest.mark.parametrize(
    ("code", "attempts"),
    [
        (1008, range(1, 2)),
        (1012, range(4, 12)),
        *(pytest.param(code, range(4, 12), marks=BREADTH) for code in (1000, 1013)),
    ],
)
def test_a_socket_is_opened_again_more_and_more_rarely_unless_the_server_forbids_it(
    people: People, visit: Visit, code: int, attempts: range
) -> None:
    opened: list[str] = []

    def close(socket: WebSocketRoute) -> None:
        opened.append(socket.url)
        socket.close(code=code)

    context = people.context()
    context.route_web_socket("**/ws?*", close)
    page = context.new_page()
    page.add_init_script(COUNT_UNDER_WAY)
    page.clock.install()
    page.goto(visit.path)
    until(lambda: page.evaluate("() => !self.underWay"))
    for _ in range(60):
        page.clock.run_for(1_000)
        until(lambda: page.evaluate("() => !self.underWay"))
    expect(page.locator("#wire")).to_have_attribute("data-state", "polling")
    assert len(opened) in attempts


def test_a_page_that_comes_back_from_the_back_forward_cache_catches_up(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    # A browser that is driven by a test keeps no pages in that cache, so these are the events that it would send.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    missed = visit.publish("While the page lay in the cache.")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(article(page, missed)).to_be_visible()
    expect_live(page)
    assert shown(page) == [missed, *reversed(visit.ids)]


@BREADTH
def test_a_page_that_comes_back_does_not_wait_for_the_next_attempt(people: People, visit: Visit) -> None:
    page = people.context().new_page()
    page.clock.install()
    page.goto(visit.path)
    expect_live(page)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)  # from now on no attempt comes by itself
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    missed = visit.publish("While the page lay in the cache.")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(article(page, missed)).to_be_visible()


def test_a_reader_who_loses_the_net_is_told_at_once_and_goes_on_when_it_is_back(
    people: People, visit: Visit, watch: Watch
) -> None:
    page = people.live_reader(visit.path)
    watch.expect(*UNREACHED)
    page.context.set_offline(True)
    expect(page.locator("#wire")).to_have_attribute("data-state", "offline")
    page.context.set_offline(False)
    expect_live(page)
    after = visit.publish("Back on the net.")
    expect(article(page, after)).to_be_visible()


def test_a_page_of_a_visit_that_began_again_loads_itself_anew(people: People, visit: Visit, site: Site) -> None:
    page = people.live_reader(visit.path)
    expect(article(page, visit.ids[0])).to_be_visible()
    site.act(newsroom.visits.reset, visit.id, SYSTEM)
    expect(page.locator("#updates .empty")).to_be_visible()
    expect_live(page)


def article(page: Page, public_id: str) -> Locator:
    return page.locator(f"#updates > [data-update='{public_id}']")


def shown(page: Page) -> list[str]:
    """The ids of the updates on the page, from the top."""
    articles = page.locator("#updates > [data-update]")
    return [str(name) for name in articles.evaluate_all("all => all.map(one => one.dataset.update)")]


def refuse(socket: WebSocketRoute) -> None:
    """What a proxy does that does not know of sockets."""
    socket.close(code=1011)
