"""The desk never loses a reporter's words, and never posts them twice."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import ADMIN, SECOND_EDITOR, Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.watch import Watch

TEXT = "Four hours of talks, and not one word to the press."
# 400 for a form whose token is that of an earlier session: it is sent again with a new one.
REFUSED = ("answered (400|401|409|422)", "status of (400|401|409|422)")


def test_a_text_that_is_refused_stays_in_its_form_with_the_reason(people: People, visit: Visit, watch: Watch) -> None:
    desk = people.editor(visit.desk_path)
    watch.expect(*REFUSED)
    # The page's own count would stop a headline that is too long; a proxy, or another program, would not.
    headline = "A headline that is far too long. " * 10
    desk.evaluate("document.getElementById('composer').noValidate = true")
    at_desk.publish(desk, TEXT, headline=headline)
    expect(desk.get_by_role("alert").filter(has_text="Your text is kept")).to_be_visible()
    expect(at_desk.body_field(desk)).to_have_value(TEXT)
    expect(desk.get_by_label("Headline")).to_have_value(headline)
    expect(desk.get_by_label("Headline")).to_be_focused()

    desk.get_by_label("Headline").fill("Short")
    at_desk.publish_button(desk).click()
    expect(at_desk.body_field(desk)).to_have_value("")
    assert published(desk, visit) == 1


def test_a_session_that_is_over_costs_no_word(people: People, visit: Visit, watch: Watch) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    watch.expect(*REFUSED)
    desk.context.clear_cookies()
    at_desk.publish(desk, TEXT)
    expect(desk.get_by_text("Not sent: you are signed out.")).to_be_visible()
    expect(at_desk.body_field(desk)).to_have_value(TEXT)

    with desk.context.expect_page() as opened:
        desk.locator("#composer").get_by_role("link", name="Sign in").click()
    at_desk.sign_in(opened.value)
    desk.get_by_role("button", name="Try again").click()
    expect(at_desk.body_field(desk)).to_have_value("")
    assert published(desk, visit) == 1


def test_a_text_outlives_a_sign_out_and_goes_out_after_the_next_sign_in_of_its_account(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.reader("/desk/sign-in")
    at_desk.sign_in(desk, SECOND_EDITOR)
    desk.goto(visit.desk_path)
    expect_live(desk)
    at_desk.write(desk, TEXT)
    desk.wait_for_function("() => Object.keys(localStorage).some(name => localStorage[name].includes('Four hours'))")
    # Also what was to be saved when the session ended; and the socket that was being opened gives way to another.
    watch.expect(*REFUSED, "WebSocket connection to .* failed")
    other_tab = desk.context.new_page()
    other_tab.goto("/desk")
    at_desk.sign_out(other_tab)
    expect(other_tab.get_by_role("button", name="Sign in")).to_be_visible()
    told = desk.get_by_role("alert").filter(has_text="You are signed out on this device")
    expect(told.get_by_role("link", name="Sign in")).to_have_attribute("target", "_blank")
    assert axe_findings(desk) == []

    at_desk.publish_button(desk).click()
    expect(desk.get_by_text("Not sent: you are signed out.")).to_be_visible()
    at_desk.sign_in(other_tab, ADMIN)
    desk.get_by_role("button", name="Try again").click()
    expect(desk.get_by_text("signed in with another account")).to_be_visible()
    expect(at_desk.body_field(desk)).to_have_value(TEXT)
    assert published(desk, visit) == 0

    other_tab.get_by_text("Lost a phone or laptop?").click()
    other_tab.get_by_role("button", name="Sign out everywhere").click()
    at_desk.sign_in(other_tab, SECOND_EDITOR)
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when one comes back to this tab
    expect(told).to_be_hidden()
    desk.get_by_role("button", name="Try again").click()
    expect(at_desk.body_field(desk)).to_have_value("")
    assert published(desk, visit) == 1


def test_a_text_that_was_being_written_is_put_back_after_a_crash(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    desk.get_by_label("Headline").fill("Half a headline")
    at_desk.body_field(desk).press_sequentially(TEXT[:20])
    desk.wait_for_function("() => Object.keys(localStorage).some(name => localStorage[name].includes('Four hours'))")
    context = desk.context
    desk.close(run_before_unload=False)

    again = context.new_page()
    again.goto(visit.desk_path)
    expect(again.get_by_text("was restored")).to_be_visible()
    expect(again.get_by_role("textbox", name="Headline")).to_have_value("Half a headline")
    expect(at_desk.body_field(again)).to_have_value(TEXT[:20])
    at_desk.publish_button(again).click()
    expect(at_desk.body_field(again)).to_have_value("")
    again.reload()
    expect(at_desk.body_field(again)).to_have_value("")


def test_two_clicks_publish_once(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.write(desk, TEXT)
    at_desk.publish_button(desk).dblclick()
    expect(at_desk.body_field(desk)).to_have_value("")
    assert published(desk, visit) == 1


def test_the_slower_of_two_editors_sees_both_wordings_and_loses_neither(
    people: People, visit: Visit, watch: Watch
) -> None:
    public_id = visit.ids[0]
    slower = people.editor(f"{visit.desk_path}/updates/{public_id}")
    faster = people.editor(f"{visit.desk_path}/updates/{public_id}", second=True)
    at_desk.write(slower, "The slower wording.")
    at_desk.write(faster, "The faster wording.")
    at_desk.publish_change(faster)
    expect(faster.locator("#updates")).to_contain_text("The faster wording.")

    watch.expect(*REFUSED)
    expect(slower.locator("#main-action")).to_have_text("Compare both wordings")
    slower.locator("#main-action").click()
    expect(slower.get_by_role("heading", name="Someone else was faster")).to_be_visible()
    expect(slower.get_by_text("The faster wording.").first).to_be_visible()
    expect(at_desk.body_field(slower)).to_have_value("The slower wording.")

    at_desk.write(slower, "Both wordings in one.")
    at_desk.publish_change(slower)
    expect(slower.locator(f"#u-{public_id}")).to_contain_text("Both wordings in one.")


def published(desk: Page, visit: Visit) -> int:
    """How many updates of the visit, as a reader's new page shows them, hold the text."""
    answer = desk.context.request.get(visit.path)
    return answer.text().count(f">{TEXT}</p>")


def test_a_text_put_back_in_two_tabs_is_published_once_and_the_other_tab_says_so(
    people: People, visit: Visit, watch: Watch
) -> None:
    first = people.editor(visit.desk_path)
    at_desk.body_field(first).fill(TEXT)
    first.wait_for_function("() => Object.keys(localStorage).some(name => localStorage[name].includes('Four hours'))")
    second = first.context.new_page()
    second.goto(visit.desk_path)
    expect(at_desk.body_field(second)).to_have_value(TEXT)
    watch.expect("answered 410", "status of 410")  # the second tab may be saving the draft when the first publishes it
    at_desk.publish_button(first).click()
    expect(at_desk.body_field(first)).to_have_value("")
    expect(second.get_by_text("This text was already sent from another tab")).to_be_visible()

    watch.expect(*REFUSED)
    at_desk.publish_button(second).click()
    question = second.get_by_role("alert").filter(has_text="You already sent this text (published at")
    expect(question).to_be_focused()
    expect(question.get_by_role("link", name="Open the existing update")).to_be_visible()
    assert published(first, visit) == 1
    question.get_by_role("button", name="Publish as a new update").click()
    expect(at_desk.body_field(second)).to_have_value("")
    assert published(first, visit) == 2


def test_the_draft_of_an_edit_is_offered_also_after_a_colleague_changed_the_update(
    people: People, visit: Visit, watch: Watch
) -> None:
    path = f"{visit.desk_path}/updates/{visit.ids[0]}"
    page = people.editor(path)
    at_desk.body_field(page).fill(TEXT)
    page.wait_for_function("() => Object.keys(localStorage).some(name => localStorage[name].includes('Four hours'))")
    visit.edit(visit.ids[0], "The colleague's wording.")
    page.goto(path)
    expect(page.get_by_text("Someone has changed this since")).to_be_visible()
    expect(at_desk.body_field(page)).to_have_value(TEXT)
    page.get_by_role("button", name="Discard it").click()
    expect(at_desk.body_field(page)).to_have_value("The colleague's wording.")
    expect(page.locator("#editor [name=version]")).to_have_value("2")

    at_desk.body_field(page).fill(TEXT)
    page.wait_for_function("() => Object.keys(localStorage).some(name => localStorage[name].includes('Four hours'))")
    visit.edit(visit.ids[0], "The colleague's next wording.", version=2)
    page.goto(path)
    expect(at_desk.body_field(page)).to_have_value(TEXT)
    watch.expect(*REFUSED)
    at_desk.publish_change(page)
    expect(page.get_by_role("heading", name="Someone else was faster")).to_be_visible()
    page.get_by_text("What readers see now").click()
    expect(page.get_by_text("The colleague's next wording.").first).to_be_visible()
    at_desk.publish_change(page)
    expect(page.locator(f"#u-{visit.ids[0]}")).to_contain_text(TEXT)


@BREADTH
def test_a_draft_of_where_things_stand_is_offered_also_after_a_colleague_changed_it(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.open_panel(desk, "stand")
    desk.locator("#stand-state_of_play").fill("- My point.")
    desk.wait_for_function("() => Object.keys(localStorage).some(name => localStorage[name].includes('My point'))")
    visit.sum_up("- The colleague's point.")
    desk.reload()
    at_desk.open_panel(desk, "stand")
    expect(desk.locator("#stand-form").get_by_text("Someone has changed this since")).to_be_visible()
    expect(desk.locator("#stand-state_of_play")).to_have_value("- My point.")
    watch.expect(*REFUSED)
    desk.locator("#stand-form").get_by_role("button", name="Publish the change").click()
    expect(desk.locator("#stand-form")).to_contain_text("The colleague's point.")
    expect(desk.locator("#stand-state_of_play")).to_have_value("- My point.")
