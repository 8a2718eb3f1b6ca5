"""What the desk's forms do where scripts run: an answer changes its own part of the page and nothing else."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import EDITOR, Visit
from tests.browser.watch import Watch

REFUSED = ("answered 422", "status of 422")


@BREADTH
def test_a_tool_used_on_the_results_of_a_search_changes_them_in_place(people: People, visit: Visit) -> None:
    page = people.editor(f"{visit.desk_path}/search?q=talks")
    page.evaluate("window.still = true")
    public_id = visit.ids[1]
    at_desk.use_tool(page, public_id, "Pin")
    expect(page.locator("#said")).to_contain_text("Pinned")
    expect(at_desk.tools(page, public_id).get_by_role("button", name="Unpin", exact=True)).to_be_focused()
    at_desk.use_tool(page, public_id, "Withdraw")
    page.get_by_label("Reason, shown to readers").fill("It was wrong.")
    page.get_by_role("dialog").get_by_role("button", name="Withdraw it").click()
    expect(page.locator("#said")).to_contain_text("Withdrawn")
    expect(page.locator(f"[data-update='{public_id}']")).to_have_count(0)
    assert page.evaluate("window.still"), "the page was not loaded again"


def test_a_withdrawal_that_is_called_off_sends_nothing(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    tools = at_desk.tools(desk, visit.ids[0])
    for leave in ("Leave it published", "Escape"):
        at_desk.use_tool(desk, visit.ids[0], "Withdraw")
        dialog = desk.get_by_role("dialog")
        if leave == "Escape":
            desk.keyboard.press("Escape")
        else:
            dialog.get_by_role("button", name=leave).click()
        expect(dialog).to_be_hidden()
        expect(tools.get_by_role("button", name="Withdraw")).to_be_enabled()
    at_desk.use_tool(desk, visit.ids[0], "Pin")
    expect(desk.locator("#pinned")).to_contain_text("Update 1 of the talks.")


def test_saving_one_form_of_the_set_up_leaves_what_is_typed_in_another(people: People, visit: Visit) -> None:
    page = people.editor(f"{visit.desk_path}/set-up")
    page.get_by_label("Another topic").fill("Half a top")
    page.get_by_label("Summary").fill("They talk.")
    page.get_by_role("button", name="Change the description").click()
    expect(page.locator("#description #said")).to_contain_text("Saved.")
    expect(page.get_by_role("button", name="Change the description")).to_be_focused()
    expect(page.get_by_label("Another topic")).to_have_value("Half a top")
    expect(page.get_by_label("Summary")).to_have_value("They talk.")


def test_a_wrong_password_is_said_and_the_next_try_signs_in(people: People, watch: Watch) -> None:
    watch.expect(*REFUSED)
    page = people.reader("/desk/sign-in?next=/desk/visits/new")
    page.get_by_label("Email").fill(EDITOR)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    expect(page.get_by_label("Password")).to_have_value("")
    expect(page.get_by_label("Password")).to_be_focused()
    at_desk.sign_in(page)
    expect(page).to_have_url("/desk/visits/new")


@BREADTH
def test_what_a_cleared_banner_held_is_not_in_its_form_any_more(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.set_banner(desk, "The talks are on.")
    expect(desk.locator("#said")).to_contain_text("The banner is set.")
    at_desk.open_panel(desk, "banner")
    desk.locator("#banner-expires_at").fill("2126-03-04T18:10")
    at_desk.clear_banner(desk)
    expect(desk.locator("#said")).to_contain_text("The banner was cleared.")
    expect(desk.locator("#banner-text")).to_have_value("")
    expect(desk.locator("#banner-expires_at")).to_have_value("")


def test_a_withdrawal_with_an_old_token_is_sent_again_without_asking_again(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    watch.expect("answered 400", "status of 400")
    desk.context.clear_cookies(name="dateline_form")
    at_desk.use_tool(desk, visit.ids[0], "Withdraw")
    desk.get_by_label("Reason, shown to readers").fill("It was wrong.")
    desk.get_by_role("dialog").get_by_role("button", name="Withdraw it").click()
    expect(desk.locator(f"#u-{visit.ids[0]}")).to_contain_text("It was wrong.")
    expect(desk.locator("#said")).to_contain_text("Withdrawn")
    expect(desk.locator("[data-notice]").filter(has_text="Not sent")).to_have_count(0)
