"""Publishing at the desk: what the main button says, what goes with it, and what takes it back."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, ViewportSize, expect

from blog import newsroom
from blog.models.visit import now
from blog.newsroom import transaction
from blog.permissions import SYSTEM
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.watch import Watch


def fill_in_time(page: Page, value: str, prefix: str = "new") -> None:
    fold = page.locator("details.schedule")
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    page.locator(f"#{prefix}-publish_at").fill(value)


@BREADTH
def test_a_time_makes_the_main_button_the_schedule_and_it_says_which(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    main = desk.locator("#main-action")
    at_desk.write(desk, "They land.", headline="Landing")
    expect(main).to_have_text("Publish")
    fill_in_time(desk, "2126-03-04T18:10")
    expect(main).to_have_text("Schedule for 18.10 Vienna, 4 March 2126")
    desk.locator("#new-stop").select_option("")
    expect(main).to_have_text("Schedule for 18.10 UTC, 4 March 2126")
    desk.locator("#new-stop").select_option("vienna")
    today = now().astimezone(ZoneInfo("Europe/Vienna"))
    fill_in_time(desk, f"{today:%Y-%m-%d}T23:59")
    expect(main).to_have_text("Schedule for 23.59 Vienna")
    fill_in_time(desk, "")
    expect(main).to_have_text("Publish")
    expect(desk.get_by_role("button", name="Schedule it")).to_be_hidden()
    fill_in_time(desk, "2126-03-04T18:10")
    at_desk.body_field(desk).press("Control+Enter")
    expect(desk.locator("#said")).to_contain_text("Scheduled for 18.10 Vienna, 4 March 2126")
    expect(main).to_have_text("Publish")
    expect(desk.locator("#updates")).not_to_contain_text("They land.")


@BREADTH
def test_without_scripts_a_time_has_a_button_of_its_own_and_publish_asks(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 422", "status of 422")
    desk = people.editor(visit.desk_path, java_script_enabled=False)
    at_desk.write(desk, "They land.", headline="Landing")
    fill_in_time(desk, "2126-03-04T18:10")
    desk.locator("#main-action").click()
    question = desk.get_by_role("alert").filter(has_text="You chose a time to publish this: 18.10 Vienna, 4 March 2126")
    expect(question).to_be_visible()
    expect(desk.locator("#main-action")).to_have_text("Schedule for 18.10 Vienna, 4 March 2126")
    expect(at_desk.body_field(desk)).to_have_value("They land.")
    desk.get_by_role("button", name="Schedule it").click()
    expect(desk.locator(".said")).to_contain_text("Scheduled for 18.10 Vienna, 4 March 2126")


@BREADTH
def test_one_click_publishes_pins_and_sets_the_banner(people: People, visit: Visit) -> None:
    reader = people.live_reader(visit.path)
    desk = people.editor(visit.desk_path)
    at_desk.write(desk, "They agreed on a text. More soon.")
    desk.locator("#composer").get_by_role("checkbox", name="Banner").check()
    desk.locator("#composer").get_by_role("checkbox", name="Pin").check()
    at_desk.publish_button(desk).click()
    expect(reader.get_by_role("alert")).to_contain_text("They agreed on a text.")
    expect(reader.locator("#pinned")).to_contain_text("They agreed on a text. More soon.")
    expect(desk.locator("#composer").get_by_role("checkbox", name="Banner")).not_to_be_checked()


def test_a_slip_is_taken_back_with_one_click(people: People, visit: Visit) -> None:
    reader = people.live_reader(visit.path)
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    at_desk.publish(desk, "A slip of the hand.")
    expect(reader.locator("#updates")).to_contain_text("A slip of the hand.")
    offered = desk.locator("#just-published")
    expect(offered).to_contain_text("A slip of the hand.")
    expect(offered.get_by_role("status")).to_contain_text("You can take it back for")
    # The updates before it are as new, and can be taken back as well.
    form = f"form[action='{offered.locator('form.take-back').get_attribute('action')}']"
    ways = desk.locator(form).get_by_role("button", name="Take back")
    expect(ways).to_have_count(2)
    offered.get_by_role("button", name="Take back").click()
    expect(desk.locator("#said")).to_contain_text("Taken back")
    expect(reader.locator("#updates > [data-update]").first).to_contain_text("Published by mistake")
    expect(reader.locator("#updates")).not_to_contain_text("A slip of the hand.")
    expect(ways).to_have_count(0)
    # The words are not lost; nor are those of the next update.
    at_desk.write(desk, "The next update.")
    expect(offered.get_by_role("link", name="Edit")).to_have_count(0)
    offered.get_by_role("link", name="Write it again").click()
    expect(at_desk.body_field(desk)).to_have_value("A slip of the hand.")
    expect(desk.locator("#unsent")).to_contain_text("The next update.")
    expect(desk).not_to_have_url(re.compile("again="))
    at_desk.body_field(desk).fill("A text put right.")
    at_desk.publish_button(desk).click()
    expect(reader.locator("#updates > [data-update]").first).to_contain_text("A text put right.")
    expect(desk.locator("#updates .update-quiet + .tools")).to_have_text("Write it again", use_inner_text=True)


@BREADTH
def test_the_offer_to_take_back_counts_for_eyes_only_and_ends(people: People, visit: Visit) -> None:
    narrow = ViewportSize(width=1100, height=900)  # no preview beside the text, whose request the clock would end
    desk = people.context(storage_state=people.editor().context.storage_state(), viewport=narrow).new_page()
    desk.clock.install()
    desk.goto(visit.desk_path)
    expect_live(desk)
    at_desk.publish(desk, "Meant just so.")
    offered, tool = desk.locator("#just-published"), desk.locator(".tools .take-back").first
    expect(tool.get_by_role("button", name="Take back", exact=True)).to_be_visible()
    expect(offered.locator(".take-back-left")).to_have_text(re.compile(r"^\d+ s$"))
    desk.clock.fast_forward(61_000)
    expect(desk.locator(".take-back")).to_have_count(0)
    expect(offered.get_by_role("status")).to_have_count(0)


@BREADTH
def test_a_scheduled_update_corrected_goes_out_at_its_time_with_the_correction(
    people: People, site: Site, visit: Visit
) -> None:
    reader = people.live_reader(visit.path)
    desk = people.editor(visit.desk_path)
    due = (now() + timedelta(days=1)).astimezone(ZoneInfo("Europe/Vienna"))
    at_desk.write(desk, "They land at six.")
    fill_in_time(desk, f"{due:%Y-%m-%dT%H:%M}")
    desk.locator("#main-action").click()
    expect(desk.locator("#said")).to_contain_text("Scheduled for")
    desk.reload()
    desk.get_by_role("link", name="They land at six.").click()
    at_desk.body_field(desk).fill("They land at seven.")
    desk.locator("#main-action").click()
    waiting = desk.locator("#queue [data-waiting]", has_text="They land at seven.")
    public_id = waiting.get_attribute("data-waiting")
    with transaction.as_of(due + timedelta(seconds=1)):  # for this one alone: other tests have updates that are not due
        site.act(newsroom.drafts.publish_if_due, visit.id, SYSTEM, public_id)
    expect(reader.locator("#updates > [data-update]").first).to_contain_text("They land at seven.")


def test_two_wordings_are_merged_in_the_form_before_anything_is_published(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 409", "status of 409")
    public_id = visit.ids[0]
    visit.edit(public_id, "The talks lasted two days. Both sides will meet again.")
    slower = people.editor(f"{visit.desk_path}/updates/{public_id}")
    expect(at_desk.body_field(slower)).to_be_focused()
    visit.edit(public_id, "The talks lasted two days. Both sides will meet again in Tokyo.", version=2)
    at_desk.body_field(slower).fill("The talks lasted three days. Both sides will meet again.")
    slower.locator("#main-action").click()
    expect(slower.get_by_role("heading", name="Someone else was faster")).to_be_visible()
    body = at_desk.body_field(slower)
    merged = "The talks lasted three days. Both sides will meet again in Tokyo."
    for button, text in (
        ("Take theirs", "The talks lasted two days. Both sides will meet again in Tokyo."),
        ("Merge both", merged),
        ("Take mine", "The talks lasted three days. Both sides will meet again."),
        ("Merge both", merged),
    ):
        slower.get_by_role("button", name=button).click()
        expect(slower.get_by_role("button", name=button)).to_have_attribute("aria-pressed", "true")
        expect(body).to_have_value(text)
    slower.get_by_role("button", name="Publish the change").click()
    expect(slower.locator("#updates")).to_contain_text(merged)


@BREADTH
def test_the_text_is_in_view_after_publishing_from_a_composer_with_open_chips(people: People, visit: Visit) -> None:
    for number in range(12):
        visit.publish(f"Update {number}.")
    desk = people.editor(visit.desk_path, viewport={"width": 1440, "height": 900})
    expect_live(desk)
    text = at_desk.body_field(desk)
    for number in range(2):
        at_desk.write(desk, f"Flash {number}.")
        for chip in ("Who says so", "Topics", "By you"):
            at_desk.open_chip(desk, chip)
        desk.mouse.move(700, 600)
        desk.mouse.wheel(0, 130)
        desk.locator("#main-action").click()
        expect(desk.locator("#updates > [data-update]").first).to_contain_text(f"Flash {number}.")
        expect(text).to_be_focused()
        expect(text).to_be_in_viewport(ratio=1)
        expect(desk.locator("#main-action")).to_be_in_viewport(ratio=1)


@BREADTH
def test_what_was_taken_back_from_its_place_is_offered_nowhere_any_more(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    at_desk.publish(desk, "A slip.")
    article = desk.locator("#updates > [data-update]").first
    expect(article).to_contain_text("A slip.")
    tools = at_desk.tools(desk, str(article.get_attribute("data-update")))
    expect(desk.locator("#just-published .take-back")).to_be_visible()
    tools.get_by_role("button", name="Take back").click()
    expect(article).to_contain_text("Published by mistake")
    expect(desk.locator("#just-published .take-back")).to_have_count(0)


@BREADTH
def test_the_keys_of_the_main_button_work_from_a_chip(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    at_desk.write(desk, "By the keys.")
    desk.locator("[data-chip] > summary").filter(has_text="Topics").press("Control+Enter")
    expect(desk.locator("#updates > [data-update]").first).to_contain_text("By the keys.")
