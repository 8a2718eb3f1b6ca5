"""Whoever asked for it is called when something waits for them: by a tone, and in a hidden tab by a notification."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.text.clock import iso
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.delayed_line import DelayedLine
from tests.browser.site import SECOND_EDITOR, Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_alerts import STAND_IN
from tests.browser.test_desk_together import _account, expect_desk_live
from tests.browser.test_reading_place import hide, show
from tests.wait import until

# What would be heard and shown is written down; the stand-in for notifications is that of the readers' alerts.
HEARD = """
window.tones = 0;
window.AudioContext = class {
  currentTime = 0;
  destination = {};
  resume() { tones += 1; return Promise.resolve(); }
};
window.OscillatorNode = class { connect(next) { return next; } start() {} stop() {} };
window.GainNode = class {
  gain = { setValueAtTime() {}, exponentialRampToValueAtTime() {} };
  connect(next) { return next; }
};
"""
SHOWN = STAND_IN.replace("{ body, tag }", "options").replace(
    "told.push(title)", "told.push(title); window.last = this; this.silent = options.silent"
)


def ready(context: BrowserContext, answer: str) -> None:
    context.add_init_script(SHOWN.replace("ANSWER", f"'{answer}'") + HEARD)


def opened(page: Page, path: str) -> None:
    page.goto(path)
    expect_desk_live(page)


def hand_in(visit: Visit, text: str, by: int) -> str:
    return str(visit.site.act(newsroom.drafts.save, visit.id, by, Post(text), state=State.SUBMITTED))


def expect_row(page: Page, public_id: str) -> None:
    expect(page.locator(f"#w-{public_id}")).to_have_count(1)


def test_a_hand_in_calls_an_editor_who_asked_for_it_and_one_of_ones_own_does_not(people: People, visit: Visit) -> None:
    page = people.editor("/desk")
    ready(page.context, "granted")
    line = DelayedLine(page)
    opened(page, visit.desk_path)
    own, second = visit.site.editor_id, visit.site.act(_account, SECOND_EDITOR)
    expect_row(page, hand_in(visit, "Before anybody asked.", second))
    assert page.evaluate("[asked, tones, told.length]") == [0, 0, 0]

    at_desk.account(page).click()
    assert axe_findings(page) == []
    page.get_by_label("Play a sound").check()
    page.get_by_label("Show a notification").check()
    expect(page.locator("#call-refused")).to_have_text("")
    assert page.evaluate("[asked, tones]") == [1, 1]  # it plays what will be heard
    page.reload()
    expect_desk_live(page)
    at_desk.account(page).click()
    expect(page.get_by_label("Play a sound")).to_be_checked()
    expect(page.get_by_label("Show a notification")).to_be_checked()
    assert page.evaluate("tones") == 0  # what waits already is no news

    line.is_held = True
    last = [hand_in(visit, f"One of three, {number}.", second) for number in range(3)][-1]
    line.release(last)
    expect_row(page, last)
    until(lambda: page.evaluate("tones") == 1)
    expect_row(page, hand_in(visit, "Handed in by myself.", own))
    hide(page)
    first = hand_in(visit, "Seen in no tab.", second)
    until(lambda: page.evaluate("told.length") == 1)
    assert page.evaluate("[told, last.silent]") == [["Handed in: Seen in no tab."], False]
    assert page.evaluate("tones") == 1
    show(page)
    page.evaluate("last.dispatchEvent(new Event('click'))")
    expect(page.locator(f"#w-{first}")).to_be_focused()

    page.get_by_label("Play a sound").uncheck()
    own_text = hand_in(visit, "Written by me.", own)
    expect_row(page, own_text)
    hide(page)
    visit.site.act(newsroom.handins.return_, visit.id, second, own_text, "Who says so?")
    until(lambda: page.evaluate("told.length") == 2)
    assert page.evaluate("[told.at(-1), last.silent]") == ["Returned to you: Written by me.", True]
    assert page.evaluate("tones") == 1


@BREADTH
def test_of_several_tabs_one_calls(people: People, visit: Visit) -> None:
    page = people.editor("/desk")
    ready(page.context, "granted")
    opened(page, visit.desk_path)
    at_desk.account(page).click()
    page.get_by_label("Play a sound").check()
    page.get_by_label("Show a notification").check()
    other = page.context.new_page()
    opened(other, visit.desk_path)
    tabs, second = (page, other), visit.site.act(_account, SECOND_EDITOR)
    for number in (1, 2):
        expect_row(page, hand_in(visit, f"Both are seen, {number}.", second))
        until(lambda heard=1 + number: sum(tab.evaluate("tones") for tab in tabs) == heard)  # type: ignore[misc]
    for tab in tabs:
        hide(tab)
    for number in (1, 2):
        expect_row(page, hand_in(visit, f"None is seen, {number}.", second))
        until(lambda told=number: sum(tab.evaluate("told.length") for tab in tabs) == told)  # type: ignore[misc]
    words = [each for tab in tabs for each in tab.evaluate("told")]
    assert sorted(words) == [f"Handed in: None is seen, {number}." for number in (1, 2)]
    assert sum(tab.evaluate("tones") for tab in tabs) == 3


@BREADTH
def test_who_is_refused_is_told(people: People) -> None:
    page = people.editor("/desk")
    ready(page.context, "denied")
    page.goto("/desk")
    at_desk.account(page).click()
    page.get_by_label("Show a notification").click()
    expect(page.locator("#call-refused")).to_contain_text("does not allow notifications")
    expect(page.get_by_label("Show a notification")).not_to_be_checked()
    assert axe_findings(page) == []


@BREADTH
def test_on_the_page_of_an_edit_only_what_is_new_calls(people: People, visit: Visit) -> None:
    page = people.editor("/desk")
    ready(page.context, "granted")
    second = visit.site.act(_account, SECOND_EDITOR)
    hand_in(visit, "It waits already.", second)
    opened(page, f"{visit.desk_path}/updates/{visit.ids[0]}")
    at_desk.account(page).click()
    page.get_by_label("Show a notification").check()
    hide(page)
    made = page.locator("#desk-wire").get_attribute("data-now") or ""
    until(lambda: iso(now()) > made)  # it says since when something waits to the second
    hand_in(visit, "While I edit another.", second)
    until(lambda: page.evaluate("told.length") == 1)
    assert page.evaluate("told") == ["Handed in: While I edit another."]
