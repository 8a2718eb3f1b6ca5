"""A text that is not sent yet outlives tabs, devices, sessions and servers, and belongs to its account alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.breadth import BREADTH, breadth
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.site import SECOND_EDITOR, Site, Visit
from tests.browser.test_two_devices import TEXT, at_server, saved, type_on
from tests.browser.watch import Watch
from tests.wait import until


def test_nothing_of_one_account_shows_or_leaves_under_the_next_on_the_same_device(
    people: People, site: Site, visit: Visit, watch: Watch
) -> None:
    desk = people.reader("/desk/sign-in")
    at_desk.sign_in(desk)
    desk.goto(visit.desk_path)
    at_desk.write(desk, TEXT)
    expect(saved(desk)).to_be_visible()
    left_open = desk.context.new_page()
    left_open.goto(visit.desk_path)
    expect(at_desk.body_field(left_open)).to_have_value(TEXT)
    # A socket that was being opened when the session ended is refused.
    watch.expect("answered (400|401)", "status of (400|401)", "WebSocket connection to .* failed")
    at_desk.sign_out(desk)
    expect(desk.get_by_text("1 unsent text of yours stays on this device.")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("stays on this device")).to_be_hidden()

    at_desk.sign_in(desk, SECOND_EDITOR)
    desk.goto(visit.desk_path)
    expect(desk.locator("#wire")).to_have_attribute("data-state", "live")
    expect(at_desk.body_field(desk)).to_have_value("")
    expect(desk.locator("#unsent > li").filter(visible=True)).to_have_count(0)
    assert "Four hours" not in desk.content()
    type_on(left_open, " Still mine.")
    expect(left_open.get_by_text("Saved on this device only").first).to_be_visible()
    assert (at_server(site, visit, SECOND_EDITOR), at_server(site, visit)) == ([], [TEXT])

    at_desk.sign_out(desk)
    at_desk.sign_in(desk)
    desk.goto(visit.desk_path)
    expect(at_desk.body_field(desk)).to_have_value(f"{TEXT} Still mine.")
    expect(saved(desk)).to_be_visible()
    assert at_server(site, visit) == [f"{TEXT} Still mine."]


def test_a_session_that_ends_in_mid_sentence_and_a_server_that_is_away_cost_no_word(
    people: People, site: Site, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.write(desk, "Before.")
    expect(saved(desk)).to_be_visible()
    watch.expect("answered (400|401)", "status of (400|401)", "net::ERR_", "WebSocket connection to .* failed")
    desk.context.clear_cookies()
    type_on(desk, " In mid-sentence.")
    expect(desk.get_by_text("Saved on this device only").first).to_be_visible()
    again = desk.context.new_page()
    again.goto("/desk/sign-in")
    at_desk.sign_in(again)
    desk.bring_to_front()
    desk.evaluate("dispatchEvent(new Event('online'))")
    expect(saved(desk)).to_be_visible()
    assert at_server(site, visit) == ["Before. In mid-sentence."]

    desk.context.set_offline(True)
    type_on(desk, " Without a net.")
    expect(desk.get_by_text("Offline. Saved on this device").first).to_be_visible()
    desk.context.set_offline(False)
    expect(saved(desk)).to_be_visible()
    assert at_server(site, visit) == ["Before. In mid-sentence. Without a net."]


def test_a_server_that_is_killed_and_a_tab_that_is_closed_meanwhile_cost_no_word(
    people: People, visit: Visit, mortal_site: Site, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.write(desk, "Before.")
    expect(saved(desk)).to_be_visible()
    watch.expect("net::ERR_", "WebSocket connection to .* failed")
    mortal_site.kill()
    type_on(desk, " While it was away.")
    expect(desk.get_by_text("Offline. Saved on this device").first).to_be_visible()
    context = desk.context
    desk.close(run_before_unload=False)
    mortal_site.start()
    again = context.new_page()
    again.goto(visit.desk_path)
    expect(at_desk.body_field(again)).to_have_value("Before. While it was away.")
    expect(saved(again)).to_be_visible()
    assert at_server(mortal_site, visit) == ["Before. While it was away."]


def test_a_device_that_stores_nothing_says_so_and_the_server_keeps_the_text(
    people: People, site: Site, visit: Visit
) -> None:
    desk = people.editor(visit.desk_path)
    desk.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    at_desk.write(desk, TEXT)
    expect(desk.get_by_text("This browser cannot save drafts.")).to_be_visible()
    expect(saved(desk)).to_be_visible()
    assert at_server(site, visit) == [TEXT]


@BREADTH
def test_one_press_discards_a_restored_text_on_the_device_at_the_server_and_in_the_preview(
    people: People, site: Site, visit: Visit
) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.write(desk, TEXT)
    expect(saved(desk)).to_be_visible()
    desk.reload()
    shown = desk.locator("#preview .preview-page")
    expect(shown).to_contain_text(TEXT)
    desk.get_by_role("button", name="Discard it", exact=True).click()
    expect(at_desk.body_field(desk)).to_have_value("")
    expect(desk.locator("#unsent > li").filter(visible=True)).to_have_count(0)
    expect(shown).to_be_empty()
    until(lambda: not at_server(site, visit))
    desk.reload()
    expect(desk.locator("#wire")).to_have_attribute("data-state", "live")
    expect(at_desk.body_field(desk)).to_have_value("")
    expect(desk.locator("#unsent > li").filter(visible=True)).to_have_count(0)


@BREADTH
def test_what_was_said_of_a_restored_text_goes_with_it_into_the_outbox(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.write(desk, TEXT)
    expect(saved(desk)).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("was restored")).to_be_visible()
    expect(saved(desk)).to_be_visible()
    watch.expect("net::ERR_", "WebSocket connection to .* failed")
    desk.context.set_offline(True)
    type_on(desk, " Without a net.")
    expect(desk.get_by_text("Offline. Saved on this device").first).to_be_visible()
    at_desk.publish_button(desk).click()
    expect(at_desk.body_field(desk)).to_have_value("")
    expect(desk.get_by_text("was restored")).to_have_count(0)
    desk.context.set_offline(False)
    expect(desk.locator("#updates")).to_contain_text(f"{TEXT} Without a net.")


@pytest.mark.parametrize("ends", ["closed", *breadth("killed")])
def test_an_edit_is_put_back_and_offered_elsewhere(people: People, visit: Visit, ends: str) -> None:
    path = f"{visit.desk_path}/updates/{visit.ids[0]}"
    page = people.editor(path)
    at_desk.body_field(page).fill(TEXT)
    if ends == "closed":
        expect(saved(page)).to_be_visible()
    else:
        page.wait_for_function("() => Object.values(localStorage).some((draft) => draft.includes('Four hours'))")
    context = page.context
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(path)
    expect(at_desk.body_field(again)).to_have_value(TEXT)
    expect(again.get_by_text("was restored")).to_be_visible()
    expect(saved(again)).to_be_visible()
    laptop = people.editor(visit.desk_path)
    laptop.locator("#unsent > li").get_by_role("link", name="Continue here").click()
    expect(laptop.get_by_role("heading", name="Edit this update")).to_be_visible()
    expect(at_desk.body_field(laptop)).to_have_value(TEXT)
    at_desk.publish_change(laptop)
    expect(laptop.locator(f"#u-{visit.ids[0]}")).to_contain_text(TEXT)
    expect(laptop.locator("#unsent > li")).to_have_count(0)
