"""A filter or another page of a visit swaps the list alone; the wire, the focus and the place go on with it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Route, WebSocketRoute, expect

from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.test_filters import choose, expect_query, ids
from tests.browser.watch import Watch

MARK = "window.isSameDocument = true"
IS_MARKED = "window.isSameDocument === true"


def test_a_filter_swaps_the_list_and_stays_live_on_the_same_socket(people: People, visit: Visit) -> None:
    sockets: list[str] = []
    page = people.context().new_page()
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(visit.path)
    expect_live(page)
    about = visit.publish("On trade.", topics=["trade"])
    assert ids(page, 4)[0] == about
    page.evaluate(MARK)

    choose(page, "Trade")
    assert ids(page, 1) == [about]
    assert page.evaluate(IS_MARKED)
    expect(page.locator("#filters [aria-current]")).to_have_text("Trade")
    expect(page.locator("#filters [aria-current]")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="1 update shown: Trade.")).to_be_attached()

    visit.publish("On nothing of the kind.")
    expect(page.locator("#filtered-out")).to_have_text("1 new update is hidden by this filter.")
    new = visit.publish("On trade again.", topics=["trade"])
    assert ids(page, 2) == [new, about]
    assert len(sockets) == 1


def test_back_and_forward_bring_each_list_with_what_has_changed_since(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    about = visit.publish("On trade.", topics=["trade"])
    ids(page, 4)
    page.evaluate(MARK)
    choose(page, "Trade")
    ids(page, 1)
    other = visit.publish("On nothing of the kind.")
    page.go_back()
    assert ids(page, 5)[:2] == [other, about]
    expect(page.locator("#filters [aria-current]")).to_have_text("All")
    after = visit.publish("And on it goes.")
    assert ids(page, 6)[0] == after
    page.go_forward()
    assert ids(page, 1) == [about]
    new = visit.publish("On trade again.", topics=["trade"])
    assert ids(page, 2) == [new, about]
    assert page.evaluate(IS_MARKED)
    page.reload()
    assert ids(page, 2) == [new, about]


@BREADTH
def test_an_older_page_comes_with_its_title_and_is_read_from_its_top(people: People, site: Site) -> None:
    visit = site.new_visit(updates=45)
    page = people.live_reader(visit.path)
    page.evaluate(MARK)
    older = page.get_by_role("link", name="Earlier updates")
    older.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    older.click()
    expect(page).to_have_title("Live: Talks in Vienna, page 1 · Dateline")
    expect(page.locator("#updates")).to_be_focused()
    expect(page.locator("#updates > [data-update]").first).to_be_in_viewport()
    expect(page.locator(".chosen")).to_contain_text("Page 1")
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", page.url)
    expect(page.locator("#printed-address")).to_have_text(page.url)
    kept = page.request.get(visit.path).text()
    visit.publish("New, and elsewhere.")
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")
    expect(page).to_have_title("(1) Live: Talks in Vienna, page 1 · Dateline")
    # The way back shows the list as a cache kept it, however late the machine is; then it catches up.
    page.route(f"**{visit.path}", lambda route: route.fulfill(body=kept, content_type="text/html"))
    page.go_back()
    expect(page).to_have_title("(1) Live: Talks in Vienna · Dateline")
    expect(page.get_by_role("link", name="Earlier updates")).to_be_in_viewport()
    assert page.evaluate("scrollY") == place
    assert page.evaluate(IS_MARKED)


def test_a_list_that_is_older_than_the_page_catches_up(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    kept = page.request.get(f"{visit.path}?topic=trade").text()
    page.route("**/live/*?topic=trade", lambda route: route.fulfill(body=kept, content_type="text/html"))
    missed = visit.publish("On trade, after that page was rendered.", topics=["trade"])
    ids(page, 4)
    choose(page, "Trade")
    assert ids(page, 1) == [missed]
    expect_live(page)


def test_an_update_that_the_list_has_already_is_not_inserted_again(people: People, visit: Visit) -> None:
    waiting: list[Callable[[], None]] = []
    is_slow = False

    def take(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda said: waiting.append(lambda: socket.send(said)) if is_slow else socket.send(said))

    context = people.context()
    context.route_web_socket("**/ws?*", take)
    page = context.new_page()
    page.goto(visit.path)
    expect_live(page)
    is_slow = True
    about = visit.publish("On trade.", topics=["trade"])
    choose(page, "Trade")
    assert ids(page, 1) == [about]
    is_slow = False
    for send in waiting:
        send()
    new = visit.publish("On trade again.", topics=["trade"])
    assert ids(page, 2) == [new, about]


@BREADTH
def test_a_filter_stays_where_it_was_under_the_pointer(people: People, visit: Visit) -> None:
    for number in range(9):
        visit.publish(f"On trade, {number}.", topics=["trade"])
    page = people.live_reader(visit.path, viewport={"width": 390, "height": 700})
    trade = page.locator("#filters").get_by_role("link", name="Trade", exact=True)
    trade.evaluate("link => scrollBy(0, link.getBoundingClientRect().top - 100)")
    choose(page, "Trade")
    ids(page, 9)
    assert abs(trade.bounding_box()["y"] - 100) <= 1  # type: ignore[index]


def test_where_the_server_cannot_be_asked_the_browser_loads_the_address_itself(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("net::ERR_FAILED", "htmx:error")
    page = people.live_reader(visit.path)
    page.evaluate(MARK)
    page.route("**/live/*?topic=trade", abort_requests_of_scripts)
    choose(page, "Trade")
    expect_live(page)
    expect_query(page, "topic=trade")
    assert not page.evaluate(IS_MARKED)


@BREADTH
def test_a_click_that_asks_for_a_new_tab_is_the_browser_s(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    trade = page.locator("#filters").get_by_role("link", name="Trade", exact=True)
    for key in ("ctrlKey", "metaKey", "shiftKey", "altKey"):
        click = f"new MouseEvent('click', {{ {key}: true, bubbles: true, cancelable: true }})"
        assert trade.evaluate(f"link => link.dispatchEvent({click})"), f"a script kept a click with {key} for itself"
    expect_query(page, "")


def abort_requests_of_scripts(route: Route) -> None:
    if route.request.is_navigation_request():
        route.continue_()
    else:
        route.abort()
