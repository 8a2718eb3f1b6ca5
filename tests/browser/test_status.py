"""A visit that ended lets its pages rest, one that is upcoming begins on them, and its summary changes in place."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from blog.models.visit import now
from blog.permissions import SYSTEM
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import PATIENCE_MS, People, expect_live
from tests.browser.pages import REFUSED
from tests.browser.site import Site, Visit
from tests.browser.watch import Watch

GRACE, A_WHILE = "10:05", "02:00"
STAND = "#state-of-play"
PHONE = {"width": 390, "height": 700}


def test_the_page_of_an_ended_visit_asks_for_nothing_until_its_reader_comes_back(
    people: People, site: Site, visit: Visit
) -> None:
    site.act(newsroom.visits.set_status, visit.id, SYSTEM, "ended")
    page = people.context().new_page()
    wait_until_served(page, visit, 'data-status="ended"')
    page.clock.install()
    asked = watch_wire(page)
    page.goto(visit.path)
    expect(page.locator("#wire")).to_have_attribute("data-state", "ended")
    visit.edit(visit.ids[0], "Corrected after the end.", reason="correction", note="It was two days.")
    page.clock.fast_forward(GRACE)
    wait_until_served(page, visit, "Corrected after the end.")
    assert asked == []

    come_back(page)
    expect(article(page, visit.ids[0])).to_contain_text("Corrected after the end.")
    come_back(page)
    assert len(asked) == 1, "once, however often the reader looks away"
    assert "/since/" in asked[0]


def test_an_open_page_hears_of_the_end_and_of_what_is_corrected_then_and_lets_its_line_go_later(
    people: People, site: Site, visit: Visit, watch: Watch
) -> None:
    watch.expect("closed before the connection is established")  # to a clock that jumps the line looks dead at first
    page = people.context().new_page()
    page.clock.install()
    asked = watch_wire(page)
    page.goto(visit.path)
    expect_live(page)
    site.act(newsroom.visits.set_status, visit.id, SYSTEM, "ended")
    expect(page.locator("#visit-head")).to_contain_text("This coverage has ended.")
    expect_live(page)
    visit.withdraw(visit.ids[0], "It was not so.")
    expect(article(page, visit.ids[0])).to_contain_text("It was not so.")

    page.clock.fast_forward(GRACE)
    expect(page.locator("#wire")).to_have_attribute("data-state", "ended")
    before = len(asked)
    visit.withdraw(visit.ids[1], "Nor was this.")
    page.clock.fast_forward(A_WHILE)
    assert len(asked) == before, "it neither connects nor polls"
    wait_until_served(page, visit, "Nor was this.")
    come_back(page)
    expect(article(page, visit.ids[1])).to_contain_text("Nor was this.")

    site.act(newsroom.visits.set_status, visit.id, SYSTEM, "live")
    wait_until_served(page, visit, 'data-status="live"')
    page.clock.fast_forward(A_WHILE)
    come_back(page)
    expect_live(page)
    new = visit.publish("And on it goes.")
    expect(article(page, new)).to_be_visible()


def test_an_upcoming_visit_counts_down_and_goes_live_by_itself_on_an_open_page(
    people: People, site: Site, visit: Visit
) -> None:
    site.act(newsroom.visits.set_status, visit.id, SYSTEM, "upcoming", live_from=now() + timedelta(hours=2, minutes=5))
    page = people.live_reader(visit.path)
    page.evaluate("window.loadedOnce = true")
    expect(page.locator(".countdown")).to_contain_text("In 2 hours")
    site.act(newsroom.visits.set_status, visit.id, SYSTEM, "upcoming", live_from=now() + timedelta(seconds=4))
    expect(page.locator(".countdown")).to_contain_text("second")
    expect(page.locator("#visit-status")).to_have_text("Live")
    expect(page.locator(".countdown")).to_have_count(0)
    assert page.evaluate("window.loadedOnce"), "the page was loaded again"


@BREADTH
def test_the_tab_says_live_only_for_as_long_as_the_visit_is(people: People, site: Site, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    page.evaluate("window.loadedOnce = true")
    plain = "Talks in Vienna · Dateline"
    expect(page).to_have_title(f"Live: {plain}")
    for status, title in (("paused", plain), ("live", f"Live: {plain}"), ("ended", plain)):
        site.act(newsroom.visits.set_status, visit.id, SYSTEM, status)
        expect(page.locator("#visit-head")).to_have_attribute("data-status", status)
        expect(page).to_have_title(title)
    assert page.evaluate("window.loadedOnce"), "the page was loaded again"


def test_a_banner_leaves_an_open_page_when_its_time_is_over(people: People, visit: Visit) -> None:
    pages = people.live_reader(visit.path), people.live_reader(visit.embed_path)
    visit.set_banner("The doors are closed.")
    for page in pages:
        page.evaluate("window.loadedOnce = true")
        expect(page.locator("#banner")).to_contain_text("The doors are closed.")
    visit.set_banner("The doors are closed for now.", expires_at=now() + timedelta(seconds=4))
    for page in pages:
        expect(page.locator("#banner")).to_have_text("")
        expect(page.locator("#banner")).not_to_have_attribute("role", "alert")
        assert page.evaluate("window.loadedOnce"), "the page was loaded again"


def test_where_things_stand_changes_in_place_and_stays_folded_for_who_folded_it(people: People, visit: Visit) -> None:
    desk, reader = people.editor(visit.desk_path), people.live_reader(visit.path, viewport=PHONE)
    expect_live(desk)
    expect(reader.locator(STAND)).to_be_hidden()
    write_stand(desk, "- They agree on **lunch**.")
    expect(reader.locator(STAND)).to_be_visible()
    reader.locator(f"{STAND} summary").click()
    expect(reader.locator(f"{STAND} li")).to_be_visible()
    expect(reader.locator(f"{STAND} li")).to_have_text("They agree on lunch.")
    expect(reader.locator(f"{STAND} .stand-when")).to_contain_text("Vienna")
    expect(desk.locator(f"{STAND} li")).to_have_text("They agree on lunch.")

    reader.locator(f"{STAND} summary").click()
    expect(reader.locator(f"{STAND} li")).to_be_hidden()
    write_stand(desk, "- They agree on dinner.")
    expect(reader.locator(f"{STAND} li")).to_have_text("They agree on dinner.")
    expect(reader.locator(f"{STAND} li")).to_be_hidden()
    assert reader.locator(f"{STAND} [aria-live], {STAND}[role], [aria-live] {STAND}").count() == 0, "it is not read out"


def test_two_editors_who_say_where_things_stand_at_once_lose_nothing(
    people: People, visit: Visit, watch: Watch
) -> None:
    first, second = people.editor(visit.desk_path), people.editor(visit.desk_path, second=True)
    expect_live(second)
    form = second.locator("#stand-form")
    at_desk.open_panel(second, "stand")
    form.locator("[name=state_of_play]").fill("- The words of the slower.")
    write_stand(first, "- The words of the faster.")
    expect(second.locator(f"{STAND} li")).to_have_text("The words of the faster.")
    watch.expect(*REFUSED)
    form.locator("button[type=submit]").click()
    expect(form.get_by_role("alert")).to_contain_text("Nothing was overwritten")
    expect(form.locator(".quoted")).to_contain_text("The words of the faster.")
    expect(form.locator("[name=state_of_play]")).to_have_value("- The words of the slower.")
    form.get_by_role("button", name="Save mine").click()
    expect(first.locator(f"{STAND} li")).to_have_text("The words of the slower.")


def watch_wire(page: Page) -> list[str]:
    """The addresses of sockets and polls, as they come."""
    asked: list[str] = []
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("request", lambda request: asked.append(request.url) if "/since/" in request.url else None)
    return asked


def wait_until_served(page: Page, visit: Visit, words: str) -> None:
    """For a second the server may answer from memory: both a page that is loaded, and one that asks what is new."""
    cursor = page.locator("#wire").get_attribute("data-cursor") if page.url.endswith(visit.path) else None
    address = f"{visit.path}/since/{cursor}" if cursor else visit.path
    begun = monotonic()
    while words not in page.request.get(address).text().replace('\\"', '"'):
        assert monotonic() - begun < PATIENCE_MS / 1000, f"{address} does not say {words}"


def come_back(page: Page) -> None:
    """What a browser says to a page that its reader looks at again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def write_stand(desk: Page, text: str) -> None:
    at_desk.open_panel(desk, "stand")
    form = desk.locator("#stand-form")
    form.locator("[name=state_of_play]").fill(text)
    form.locator("button[type=submit]").click()


def article(page: Page, public_id: str) -> Locator:
    return page.locator(f"#updates > [data-update='{public_id}']")
