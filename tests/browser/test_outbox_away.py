"""What waits in the outbox while the server is away or refuses it, or the device stores badly, is sent once."""

from __future__ import annotations

from collections.abc import Sized
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.breadth import breadth
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.test_outbox import FIRST, REFUSED, SECOND, UNREACHED, expect_waiting, published, waiting
from tests.browser.watch import Watch
from tests.wait import until

AWAY = ("answered 50[234]", "status of 50[234]")
WITHOUT_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined });"
NOT_STORED = "This browser cannot save your text."
OTHER_WORDS = f"{FIRST} And more."


def come_back(desk: Page) -> None:
    """As if somebody came back to the tab."""
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def expect_posts(desk: Page, posts: Sized, count: int) -> None:
    """Waits for so many. Routes are heard while the browser is asked something."""
    until(lambda: desk.evaluate("true") and len(posts) == count, f"never {count} posts")


def test_a_server_that_is_away_for_a_minute_gets_both_texts_in_order_and_once(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    watch.expect(*UNREACHED, *AWAY, *REFUSED)
    desk.clock.install()
    desk.clock.pause_at(datetime.now() + timedelta(seconds=1))  # it tries again only when the test lets time pass
    posts: list[str] = []
    answers = [502, None, 503, 504, 429]  # a proxy's; None refuses the connection

    def stand_in(route: Route) -> None:
        posts.append(str(route.request.post_data))
        if not answers:
            return route.continue_()
        status = answers.pop(0)
        if status is None:
            return route.abort("connectionrefused")
        headers = {"Retry-After": "90"} if status == 429 else {}
        return route.fulfill(status=status, headers=headers, body="<h1>Away</h1>")

    def expect_tried(times: int, why: str) -> None:
        expect_posts(desk, posts, times)
        expect(waiting(desk).first).to_have_attribute("data-state", "waiting")
        expect(desk.locator("#outbox [data-reason]")).to_contain_text(why)

    desk.route(f"**{visit.desk_path}/updates", stand_in)
    at_desk.publish(desk, FIRST)
    expect_waiting(desk, 1)
    expect_tried(2, "Waiting for the connection.")
    at_desk.publish(desk, SECOND)  # goes behind the first, which is tried again
    expect_waiting(desk, 2)
    expect_tried(3, "Waiting for the server, which has a problem.")
    desk.clock.fast_forward(5_000)  # 4 s, and up to a quarter more
    expect_tried(4, "Waiting for the server, which has a problem.")
    desk.clock.fast_forward(10_000)
    expect_tried(5, "too many posts")
    come_back(desk)  # the server has asked for patience
    desk.clock.fast_forward(113_000)
    expect_waiting(desk, 0)
    assert published(desk, visit) == [SECOND, FIRST]
    assert [FIRST in post for post in posts] == [True] * 6 + [False]


def test_what_the_server_refuses_steps_aside_with_its_sentence_and_the_others_go_on(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    watch.expect(*UNREACHED, *REFUSED)
    refusals = {409: "Somebody was faster.", 422: "A word is wrong."}
    answers = list(refusals.items())

    def stand_in(route: Route) -> None:
        if not answers:
            return route.continue_()
        status, sentence = answers.pop(0)
        return route.fulfill(status=status, json={"sentence": sentence})

    desk.route(f"**{visit.desk_path}/updates", stand_in)
    desk.context.set_offline(True)
    for count, text in enumerate((FIRST, "A text that is refused.", SECOND), 1):
        at_desk.publish(desk, text)
        expect_waiting(desk, count)
    desk.context.set_offline(False)
    expect(desk.locator("#updates > [data-update]").first).to_contain_text(SECOND)
    expect_waiting(desk, 2)
    for place, sentence in enumerate(refusals.values()):
        expect(waiting(desk).nth(place)).to_have_attribute("data-state", "refused")
        expect(waiting(desk).nth(place)).to_contain_text(sentence)
    waiting(desk).first.get_by_role("button", name="Send now").click()
    expect_waiting(desk, 1)
    assert published(desk, visit) == [FIRST, SECOND]


@pytest.mark.parametrize("locks", ["", *breadth(WITHOUT_LOCKS)], ids=["locks", "lease"])
def test_a_text_outlives_its_browser_and_is_sent_once_by_two_tabs(
    people: People, visit: Visit, watch: Watch, locks: str
) -> None:
    desk = people.editor(visit.desk_path)
    context = desk.context
    watch.expect(*UNREACHED)
    expect_live(desk)
    context.set_offline(True)
    for count, text in enumerate((FIRST, SECOND), 1):
        at_desk.publish(desk, text)
        expect_waiting(desk, count)
    state = context.storage_state(indexed_db=True)  # as a browser finds it when it is opened again
    context.close()
    context = people.context(storage_state=state)
    context.add_init_script(locks)
    posts: list[Route] = []

    def hold_the_first(route: Route) -> None:
        posts.append(route)
        if len(posts) > 1:
            route.continue_()

    context.route(f"**{visit.desk_path}/updates", hold_the_first)
    first, second = context.new_page(), context.new_page()
    first.goto(visit.desk_path)
    expect(waiting(first).first).to_have_attribute("data-state", "sending")
    second.goto(visit.desk_path)
    expect_live(second)
    expect(waiting(second)).to_have_count(2)
    come_back(second)
    second.evaluate("() => fetch('/healthz').then(({ ok }) => ok)")  # what the tab sends by itself leaves before
    assert len(posts) == 1
    posts[0].continue_()
    expect_waiting(first, 0)
    expect_waiting(second, 0)
    expect(second.locator("#updates > [data-update]").first).to_contain_text(SECOND)
    assert published(first, visit) == [SECOND, FIRST]


def test_a_device_that_cannot_store_a_text_says_so_and_keeps_it_in_the_form(
    people: People, visit: Visit, watch: Watch
) -> None:
    context = people.editor().context
    context.add_init_script("indexedDB.open = () => { throw new DOMException('private', 'SecurityError'); };")
    desk = context.new_page()
    desk.goto(visit.desk_path)
    expect_live(desk)
    watch.expect(*UNREACHED, *AWAY)
    context.set_offline(True)
    at_desk.publish(desk, FIRST)
    expect(desk.get_by_text(NOT_STORED)).to_be_visible()
    expect(at_desk.body_field(desk)).to_have_value(FIRST)
    context.set_offline(False)
    expect_live(desk)
    desk.route(f"**{visit.desk_path}/updates", lambda route: route.fulfill(status=503), times=1)
    at_desk.publish_button(desk).click()
    expect(desk.get_by_text("Not sent: the server has a problem")).to_be_visible()
    expect(at_desk.body_field(desk)).to_have_value(FIRST)
    at_desk.publish_button(desk).click()
    expect(at_desk.body_field(desk)).to_have_value("")
    assert published(desk, visit) == [FIRST]


def test_words_typed_while_a_device_stores_and_words_of_a_tab_that_slept_are_kept(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    at_desk.write(desk, FIRST)
    desk.wait_for_function("() => Object.values(localStorage).some((draft) => draft.includes('Four hours'))")
    asleep = desk.context.new_page()
    asleep.add_init_script("addEventListener('storage', (event) => event.stopImmediatePropagation(), true);")
    asleep.goto(visit.desk_path)
    expect(at_desk.body_field(asleep)).to_have_value(FIRST)
    expect_live(asleep)
    watch.expect(*UNREACHED, *REFUSED)
    desk.context.set_offline(True)
    desk.evaluate(
        """() => {
          const { update } = idbKeyval;
          idbKeyval.update = async (...change) => {
            idbKeyval.update = update;
            await new Promise((done) => { self.storeNow = done; });
            return update(...change);
          };
        }"""
    )
    at_desk.publish_button(desk).click()
    expect(at_desk.body_field(desk)).not_to_be_editable()
    at_desk.publish_button(desk).press("Control+Enter")
    desk.evaluate("storeNow()")
    expect_waiting(desk, 1)
    expect(at_desk.body_field(desk)).to_be_editable()

    at_desk.publish(asleep, OTHER_WORDS)
    expect_waiting(asleep, 2)
    expect(waiting(asleep).last).to_contain_text("This text waits here already, in other words.")
    set_clock_back(asleep)
    expect(waiting(asleep).first).to_contain_text("The clock of this device was set back")
    desk.context.set_offline(False)
    for button in ("Send now", "Send this one, too"):
        waiting(asleep).get_by_role("button", name=button).click()
    expect_waiting(asleep, 0)
    assert published(asleep, visit) == [FIRST]
    assert f">{OTHER_WORDS}</p>" in asleep.context.request.get(visit.path).text()


def set_clock_back(desk: Page) -> None:
    """As if the first of the texts had been written before the device's clock was set back by an hour."""
    desk.evaluate(
        """() => new Promise((done) => {
          const store = idbKeyval.createStore('dateline-outbox', 'texts');
          const edit = ([first, ...others]) => [{ ...first, approvedAt: Date.now() + 3_600_000 }, ...others];
          idbKeyval.update(document.body.dataset.reporter, edit, store).then(() => {
            new BroadcastChannel('dateline-outbox').postMessage('');
            done();
          });
        })"""
    )
