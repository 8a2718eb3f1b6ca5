"""After every action at the desk the keyboard is where the work goes on, and one sentence says what was done."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.watch import Watch


def said(page: Page, sentence: str) -> None:
    expect(page.locator("#said")).to_contain_text(sentence)


def test_a_tool_that_was_used_hands_the_focus_to_its_opposite_and_says_what_it_did(
    people: People, visit: Visit
) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    tools = at_desk.tools(desk, visit.ids[1])
    for name, opposite, sentence in (("Pin", "Unpin", "Pinned. Readers see it"), ("Unpin", "Pin", "Unpinned")):
        tools.get_by_role("button", name=name, exact=True).focus()
        desk.keyboard.press("Enter")
        expect(tools.get_by_role("button", name=opposite, exact=True)).to_be_focused()
        expect(tools.get_by_role("button", name=opposite, exact=True)).to_be_enabled()  # it waits for a moment
        said(desk, sentence)


@BREADTH
def test_a_tool_of_the_menu_closes_it_and_leaves_the_focus_there(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    tools = at_desk.tools(desk, visit.ids[1])
    more = tools.locator("summary")
    for name, sentence in (("Make key event", "Added to key events"), ("Not a key event", "Removed from key events")):
        more.focus()
        desk.keyboard.press("Enter")
        tools.get_by_role("button", name=name, exact=True).focus()
        desk.keyboard.press("Enter")
        said(desk, sentence)
        expect(more).to_be_focused()
        expect(tools.locator("details")).not_to_have_attribute("open", "")
    desk.keyboard.press("Enter")
    expect(tools.get_by_role("button", name="Make key event")).to_be_visible()  # the change has come by the socket
    desk.keyboard.press("Tab")
    expect(tools.get_by_role("button", name="Make key event")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(tools.get_by_role("button", name="Make key event")).to_be_hidden()


def test_a_withdrawal_leaves_the_focus_on_the_line_that_stands_in_its_place(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    at_desk.publish(desk, "Nobody should have read this.")
    said(desk, "Published. Readers can see it.")
    at_desk.use_tool(desk, visit.ids[0], "Withdraw")
    desk.get_by_label("Reason, shown to readers").fill("It was wrong.")
    desk.get_by_role("dialog").get_by_role("button", name="Withdraw it").click()
    expect(desk.locator(f"#updates > [data-update='{visit.ids[0]}']")).to_be_focused()
    said(desk, "Withdrawn. One line with your reason")
    expect(desk.locator("#said")).not_to_contain_text("Published")


@BREADTH
def test_a_saved_correction_comes_back_to_its_update_and_says_so(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.open_edit(desk, visit.ids[1])
    at_desk.write(desk, "The talks lasted two days.")
    at_desk.publish_change(desk, "A correction", note="They lasted two days, not three.")
    expect(desk.locator(f"#updates > [data-update='{visit.ids[1]}']")).to_be_focused()
    said(desk, "Your change is published. Readers can see it.")


@BREADTH
def test_forms_beside_the_stream_keep_the_focus_and_say_what_they_did(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    at_desk.set_banner(desk, "The talks are on.")
    said(desk, "The banner is set.")
    expect(desk.locator("#banner-panel > summary")).to_be_focused()
    at_desk.open_panel(desk, "status")
    desk.get_by_role("radio", name="Paused").check()
    desk.get_by_role("button", name="Set the status").focus()
    desk.keyboard.press("Enter")
    said(desk, "The visit is now paused.")
    expect(desk.locator("#status-panel > summary")).to_be_focused()
    at_desk.clear_banner(desk)
    said(desk, "The banner was cleared.")
    again = desk.get_by_role("button", name="Set it again")
    expect(again).to_be_focused()
    desk.keyboard.press("Enter")
    said(desk, "The banner is set.")
    expect(desk.locator("#banner")).to_contain_text("The talks are on.")


@BREADTH
def test_setting_a_visit_up_says_what_was_done_where_the_next_thing_is_done(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 422", "status of 422")
    for scripted in (True, False):
        page = people.editor(f"{visit.desk_path}/set-up", java_script_enabled=scripted)
        page.get_by_label("Another topic").fill(f"Fisheries {scripted}")
        page.get_by_role("button", name="Add the topic").click()
        form = page.locator("#new-topic")
        expect(form.locator("#said")).to_contain_text(f"Fisheries {scripted} was added")
        if scripted:
            expect(page.get_by_role("status").filter(has_text="was added")).to_have_count(1)
            expect(page.get_by_label("Another topic")).to_be_focused()
            expect(page.get_by_label("Another topic")).to_have_value("")
        else:
            expect(form.locator("#said")).to_be_focused()
        page.get_by_role("button", name="Add the topic").click()
        expect(form.get_by_role("alert")).to_contain_text("Enter the name of the topic")
        expect(form.get_by_role("alert")).to_be_focused()


@BREADTH
def test_an_opened_visit_says_what_comes_next(people: People) -> None:
    page = people.editor("/desk/visits/new")
    page.get_by_label("Title").fill("Ministers meet")
    page.get_by_label("Name in addresses").fill("oslo-aloud")
    page.get_by_label("Its time zone").fill("Europe/Oslo")
    page.get_by_role("button", name="Create the visit").click()
    expect(page.locator("#said")).to_be_focused()
    said(page, "Next, add its stops")
