"""A text that cannot be sent now waits on the device, leaves by itself, in order, and never twice."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import ADMIN, SECOND_EDITOR, Site, Visit
from tests.browser.watch import Watch

FIRST, SECOND = "Four hours of talks, and not one word to the press.", "The second day begins at nine."
UNREACHED = ("net::ERR_", "WebSocket connection to .* failed")
REFUSED = ("answered (400|401|409|422|429|503)", "status of (400|401|409|422|429|503)")

# Within their row: the line above the composer grows when people come to the desk.
PLACES = """all => all.map((one) => {
  const row = one.closest('.composer-actions').getBoundingClientRect();
  const { x, y, width, height } = one.getBoundingClientRect();
  return [x - row.x, y - row.y, width, height].map(Math.round);
})"""


def waiting(desk: Page) -> Locator:
    return desk.locator("#outbox li")


def expect_waiting(desk: Page, count: int) -> None:
    """What the list says; the composer is free."""
    expect(desk.locator("#outbox")).to_have_attribute("data-count", str(count))
    expect(waiting(desk)).to_have_count(count)
    expect(at_desk.body_field(desk)).to_have_value("")


def published(desk: Page, visit: Visit) -> list[str]:
    """Which of the two texts a reader's new page shows, the newest first."""
    page = desk.context.request.get(visit.path).text()
    shown = sorted((page.index(f">{text}</p>"), text) for text in (FIRST, SECOND) if text in page)
    assert all(page.count(f">{text}</p>") == 1 for _, text in shown)
    return [text for _, text in shown]


def test_two_texts_posted_offline_leave_by_themselves_in_order_and_once(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path, timezone_id="Asia/Tokyo")
    expect_live(desk)
    watch.expect(*UNREACHED)
    desk.context.set_offline(True)
    expect(desk.locator("#main-action")).to_have_text("Send when online")
    at_desk.publish(desk, FIRST)
    expect_waiting(desk, 1)
    at_desk.publish(desk, SECOND)
    expect_waiting(desk, 2)
    expect(desk.locator("#said")).to_contain_text("waits below")
    for entry, text in zip(waiting(desk).all(), (FIRST, SECOND), strict=True):
        expect(entry).to_contain_text(text)
        expect(entry).to_contain_text(re.compile(r"\d\d\.\d\d Vienna\. To be published"))
    expect(desk.locator("#outbox").get_by_text("Waiting for the connection.")).to_have_count(1)

    desk.context.set_offline(False)
    expect_waiting(desk, 0)
    expect(desk.locator("#main-action")).to_have_text("Publish")
    expect(desk.locator("#outbox")).to_be_hidden()
    expect(desk.locator("#said")).to_contain_text("Published.")
    expect(desk.locator("#updates > [data-update]").first).to_contain_text(SECOND)
    assert published(desk, visit) == [SECOND, FIRST]


def test_a_text_whose_answer_was_lost_on_the_way_is_posted_once(people: People, visit: Visit, watch: Watch) -> None:
    desk = people.editor(visit.desk_path)
    watch.expect("ERR_FAILED")
    lost: list[Route] = []

    def lose_the_answer(route: Route) -> None:
        assert route.fetch().status == 201
        lost.append(route)
        route.abort()

    desk.route(f"**{visit.desk_path}/updates", lose_the_answer, times=2)
    at_desk.publish(desk, FIRST)
    expect(desk.locator("#said")).to_contain_text("It was not sent twice.")
    expect_waiting(desk, 0)
    assert len(lost) == 2
    assert published(desk, visit) == [FIRST]


@BREADTH
def test_the_button_says_that_a_text_is_sent_and_a_server_that_hangs_leaves_the_composer_free(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    watch.expect("htmx:error: timeout")
    desk.clock.install()
    hanging: list[Route] = []
    desk.route(f"**{visit.desk_path}/updates", lambda route: hanging.append(route), times=1)
    at_desk.write(desk, FIRST)
    buttons = desk.locator(".composer-actions button:visible")
    before = buttons.evaluate_all(PLACES)
    at_desk.publish_button(desk).click()
    main = desk.locator("#main-action")
    expect(main).to_contain_text("Sending…")
    expect(main).to_have_attribute("aria-busy", "true")
    expect(main).to_have_accessible_name("Sending…")
    assert buttons.evaluate_all(PLACES) == before

    desk.clock.fast_forward(9_000)
    expect(at_desk.body_field(desk)).to_have_value("")
    expect(main).to_have_text("Publish")
    expect_waiting(desk, 0)
    assert len(hanging) == 1
    assert published(desk, visit) == [FIRST]


def test_a_text_posted_while_the_server_is_killed_is_published_when_it_is_back(
    people: People, visit: Visit, mortal_site: Site, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    watch.expect(*UNREACHED)
    mortal_site.kill()
    at_desk.publish(desk, FIRST)
    expect_waiting(desk, 1)
    mortal_site.start()
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as if somebody came back to the tab
    expect_waiting(desk, 0)
    assert published(desk, visit) == [FIRST]


def test_a_server_with_a_problem_is_asked_again_and_what_it_refuses_steps_aside(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    watch.expect(*REFUSED)
    posts = f"**{visit.desk_path}/updates"
    desk.route(posts, lambda route: route.fulfill(status=429, headers={"Retry-After": "1"}), times=1)
    desk.evaluate("document.getElementById('composer').noValidate = true")
    at_desk.publish(desk, FIRST, headline="A headline that is far too long. " * 10)
    expect(waiting(desk)).to_have_attribute("data-state", "refused")
    expect(waiting(desk)).to_contain_text("too long")

    desk.route(posts, lambda route: route.fulfill(status=503, headers={"Retry-After": "1"}), times=1)
    at_desk.publish(desk, SECOND)
    expect(desk.locator("#updates > [data-update]").first).to_contain_text(SECOND)
    expect_waiting(desk, 1)

    at_desk.body_field(desk).fill("A third text.")
    waiting(desk).get_by_role("button", name="Edit").click()
    expect(desk.get_by_text("There is another text in the form.")).to_be_visible()
    at_desk.body_field(desk).fill("")
    waiting(desk).get_by_role("button", name="Edit").click()
    expect(waiting(desk)).to_have_count(0)
    expect(at_desk.body_field(desk)).to_have_value(FIRST)
    expect(at_desk.body_field(desk)).to_be_focused()
    at_desk.publish(desk, FIRST, headline="Short")
    expect(at_desk.body_field(desk)).to_have_value("")
    assert published(desk, visit) == [FIRST, SECOND]


def test_what_has_waited_for_more_than_ten_minutes_or_was_overtaken_by_a_banner_asks(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    watch.expect(*UNREACHED, *REFUSED)
    desk.context.set_offline(True)
    at_desk.publish(desk, FIRST)
    expect_waiting(desk, 1)
    # As if it had been written a quarter of an hour ago.
    desk.evaluate(
        """() => new Promise((done) => {
          const store = idbKeyval.createStore('dateline-outbox', 'texts');
          const age = (items) => items.map((item) => ({ ...item, approvedAt: Date.now() - 900_000 }));
          idbKeyval.update(document.body.dataset.reporter, age, store).then(done);
        })"""
    )
    at_desk.publish(desk, SECOND)
    visit.set_banner("The talks were broken off.")
    desk.context.set_offline(False)
    expect(waiting(desk).first).to_contain_text("more than ten minutes ago")
    expect(waiting(desk).last).to_contain_text("The banner has changed since you wrote this")
    assert published(desk, visit) == []

    waiting(desk).last.get_by_role("button", name="Discard").click()
    expect(waiting(desk)).to_have_count(2)
    waiting(desk).last.get_by_role("button", name="Discard it for good").click()
    waiting(desk).get_by_role("button", name="Send now").click()
    waiting(desk).get_by_role("button", name="Publish it").click()
    expect_waiting(desk, 0)
    assert published(desk, visit) == [FIRST]


def test_a_text_waits_for_the_sign_in_of_its_own_account(people: People, visit: Visit, watch: Watch) -> None:
    desk = people.reader("/desk/sign-in")
    at_desk.sign_in(desk, SECOND_EDITOR)
    desk.goto(visit.desk_path)
    expect_live(desk)
    watch.expect(*UNREACHED, *REFUSED)
    desk.context.set_offline(True)
    at_desk.publish(desk, FIRST)
    expect_waiting(desk, 1)
    desk.context.clear_cookies()
    desk.context.set_offline(False)
    expect(desk.locator("#outbox")).to_contain_text("Waiting until you sign in again.")

    with desk.context.expect_page() as opened:
        waiting(desk).get_by_role("link", name="Sign in").click()
    other = opened.value
    at_desk.sign_in(other, ADMIN)
    other.goto(visit.desk_path)
    expect_live(other)
    expect_waiting(other, 0)
    expect(other.get_by_text(FIRST)).to_have_count(0)
    waiting(desk).get_by_role("button", name="Send now").click()
    expect(desk.locator("#outbox")).to_contain_text("Waiting until the account that wrote this signs in again.")
    assert published(desk, visit) == []

    at_desk.sign_out(other)
    at_desk.sign_in(other, SECOND_EDITOR)
    expect_waiting(desk, 0)
    assert published(desk, visit) == [FIRST]
