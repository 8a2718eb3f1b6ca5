"""What Enter does at the desk: in a single-line field it publishes nothing, with Ctrl what the main button says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.queries import desk as queries
from tests.breadth import BREADTH, is_whole
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.watch import Watch

FORMS = "form[method=post]:not(.sign-out)"
SINGLE_LINE = f"{FORMS} input:not([type=hidden], dialog:not([open]) *)"
PLACES = "fields => [...fields.keys()]"
FIRST_OF_FORMS = """fields =>
  [...fields.keys()].filter((place) => fields.findIndex(({ form }) => form === fields[place].form) === place)"""
# What may lie over a field or move it: a preview, what is said, and other fields.
AROUND = f"""() => [
  document.querySelectorAll('#preview:not([hidden])').length,
  document.querySelectorAll({SINGLE_LINE!r}).length,
  ...[...document.querySelectorAll('[role=alert]')].map((alert) => alert.textContent),
]"""
# The fields of a new embargo are there when one is chosen, and the time of a schedule otherwise.
CHOOSE = """field => {
  for (const select of field.form.querySelectorAll('.schedule select')) {
    select.value = field.closest('.embargo-new') ? 'new' : '';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }
}"""
# The Enter of an input method in Safari: the composition is over when the key is told of, and only the code says so.
CONFIRM = """field => field.dispatchEvent(new KeyboardEvent('keydown', {
  key: 'Enter', code: 'Enter', keyCode: 229, ctrlKey: true, metaKey: true, bubbles: true, cancelable: true,
}))"""


def waiting(site: Site, visit: Visit, state: State) -> str:
    """The id of an update that waits, in this state; due tomorrow if it is scheduled."""
    due_at = now() + timedelta(days=1) if state is State.SCHEDULED else None
    post = Post("It waits.", stop="vienna", source="A hall")
    return str(site.act(newsroom.drafts.save, visit.id, site.editor_id, post, state=state, due_at=due_at))


def state_of(site: Site, visit: Visit, public_id: str) -> str:
    update = site.act(queries.update, visit.id, public_id)
    assert update is not None
    return update.state.value


def sent_by(page: Page) -> list[str]:
    """The forms that the page sends from now on, but for previews beside the text, which come by themselves."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and not request.url.endswith("/preview"):
            sent.append(f"{request.url} {request.post_data or ''}")

    page.on("request", note)
    return sent


# By script, one handler has all forms of a page; without scripts Enter is the browser's, which presses the first button
# of a form from any of its fields. The composer's fields, which have scripts of their own as well, are tried each.
@pytest.mark.parametrize(
    ("scripted", "in_all"),
    [(True, False), *(pytest.param(*each, marks=BREADTH) for each in ((False, False), (True, True), (False, True)))],
    ids=["by script", "without", "in every field, by script", "in every field, without"],
)
def test_enter_in_a_single_line_field_sends_nothing_but_a_preview(
    people: People, site: Site, visit: Visit, watch: Watch, scripted: bool, in_all: bool
) -> None:
    watch.expect("answered 422", "status of 422")
    scheduled, submitted = (waiting(site, visit, state) for state in (State.SCHEDULED, State.SUBMITTED))
    embargo_id = site.act(newsroom.embargoes.set_embargo, visit.id, site.editor_id, "When he speaks")
    # Where there is no room for a preview beside the text, which asks for it by itself.
    page = people.editor(visit.desk_path, java_script_enabled=scripted, viewport={"width": 1024, "height": 900})
    sent, pressed = sent_by(page), 0
    edits = [f"{visit.desk_path}/updates/{public_id}" for public_id in (scheduled, submitted, visit.ids[0])]
    embargoes = [f"{visit.desk_path}/embargoes{each}" for each in ("", f"/{embargo_id}")]
    others = (f"{edits[-1]}/withdraw", f"{visit.desk_path}/set-up", "/desk/visits/new")
    for path in (visit.desk_path, *edits, *embargoes, *others):
        around = open_wide(page, path)
        every = in_all or (scripted and path == visit.desk_path)
        fields: list[int] = page.locator(SINGLE_LINE).evaluate_all(PLACES if every else FIRST_OF_FORMS)
        for number in fields:
            press_enter(page.locator(SINGLE_LINE).nth(number))
            pressed += 1
            # Without scripts the answer may still be under way, with everything folded up.
            if not scripted or page.evaluate(AROUND) != around:
                around = open_wide(page, path)
    assert pressed > (40 if in_all else 10)
    page.goto("/desk")
    assert not [form[:2000] for form in sent if 'name="action"\r\n\r\npreview' not in form]
    assert bool(sent) is not scripted, "without scripts Enter previews; with them it leads on"
    assert state_of(site, visit, scheduled) == "scheduled"


def open_wide(page: Page, path: str) -> list[int | str]:
    """Opens the page with everything in it that a form hides, and says what is around its fields."""
    page.goto(path)
    unfold(page)
    around: list[int | str] = page.evaluate(AROUND)
    return around


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    page.evaluate("document.querySelectorAll('html[data-scripted] dialog').forEach((dialog) => dialog.show())")


def press_enter(field: Locator) -> None:
    unfold(field.page)  # what one was in before may have folded the others away
    field.evaluate(CHOOSE)
    if field.get_attribute("type") == "text":
        field.fill("Words")
    field.press("Enter")


def test_enter_leads_from_field_to_field_and_at_last_to_what_can_be_done(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    desk.get_by_label("Headline").press("Enter")
    expect(at_desk.body_field(desk)).to_be_focused()
    at_desk.open_chip(desk, "Source")
    desk.locator("#new-source").press("Enter")
    expect(desk.locator("#new-source_url")).to_be_focused()
    desk.locator("#composer").get_by_text("Publish later").click()
    desk.locator("#new-publish_at").press("Enter")
    expect(desk.locator("#main-action")).to_be_focused()


def test_ctrl_enter_does_what_the_main_button_says(people: People, site: Site, visit: Visit) -> None:
    for state in (State.SCHEDULED, State.SUBMITTED) if is_whole() else (State.SUBMITTED,):
        public_id = waiting(site, visit, state)
        page = people.editor(f"{visit.desk_path}/updates/{public_id}")
        at_desk.body_field(page).fill("It waits, in better words.")
        at_desk.body_field(page).press("Control+Enter")
        expect(page.locator(".waiting")).to_contain_text("It waits, in better words.")
        assert state_of(site, visit, public_id) == state.value
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    at_desk.body_field(desk).fill("They met.")
    at_desk.body_field(desk).press("Meta+Enter")
    expect(desk.locator("#updates")).to_contain_text("They met.")


@BREADTH
def test_ctrl_enter_schedules_where_a_time_is_filled_in(people: People, site: Site, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.write(desk, "They land.", headline="Landing")
    desk.locator("#composer").get_by_text("Publish later").click()
    desk.locator("#new-publish_at").fill("2126-03-04T18:10")
    expect(desk.locator("#main-action")).to_have_text("Schedule for 18.10 Vienna, 4 March 2126")
    at_desk.body_field(desk).press("Control+Enter")
    expect(desk.locator("#said")).to_contain_text("Scheduled for 18.10 Vienna, 4 March 2126")
    desk.reload()
    expect(desk.locator("#queue [data-state=scheduled]")).to_contain_text("Landing")


def test_ctrl_enter_keeps_under_embargo_where_one_is_chosen(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.write(desk, "He says it.")
    desk.locator("#composer").get_by_text("Publish later").click()
    desk.locator("#new-publish_at").fill("2126-03-04T18:10")
    desk.locator("#new-embargo").select_option("new")
    main = desk.locator("#main-action")
    expect(main).to_have_text("Keep under embargo")
    desk.locator("#new-embargo").select_option("")
    expect(main).to_have_text("Schedule for 18.10 Vienna, 4 March 2126")
    desk.locator("#new-embargo").select_option("new")
    desk.locator("#new-embargo_title").fill("When he speaks")
    desk.locator("#new-embargo_title").press("Enter")
    expect(desk.locator("#new-until")).to_be_focused()
    desk.locator("#new-embargo_title").press("Control+Enter")
    expect(desk.locator("#said")).to_contain_text("Under the embargo “When he speaks”, until an editor releases it.")
    expect(desk.locator("#queue [data-state=held]")).to_contain_text("He says it.")
    expect(desk.locator("#updates > [data-update]")).to_have_count(3)


def test_ctrl_enter_publishes_nothing_scheduled_before_it_has_asked(
    people: People, site: Site, visit: Visit, watch: Watch
) -> None:
    watch.expect("answered 422", "status of 422")
    public_id = waiting(site, visit, State.SCHEDULED)
    page = people.editor(f"{visit.desk_path}/updates/{public_id}")
    main = page.locator("#main-action")
    expect(main).to_contain_text("Schedule for")
    page.locator("#edit-publish_at").fill("")
    expect(main).to_have_text("Publish now")
    at_desk.body_field(page).press("Control+Enter")
    question = page.get_by_role("alert").filter(has_text="This is scheduled for")
    expect(question).to_be_focused()
    assert state_of(site, visit, public_id) == "scheduled"
    question.get_by_role("button", name="Publish now").click()
    expect(page.locator("#updates")).to_contain_text("It waits.")


@BREADTH
def test_a_preview_leaves_the_form_alone_and_is_seen(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    at_desk.write(desk, "They **met**.", headline="A meeting")
    desk.locator("#composer").get_by_role("button", name="Preview").click()
    preview = desk.locator("#preview")
    expect(preview.locator("strong").first).to_have_text("met")
    expect(preview).to_be_in_viewport()
    expect(desk.locator("#preview-title")).to_be_focused()
    expect(at_desk.body_field(desk)).to_have_value("They **met**.")
    at_desk.publish_button(desk).click()
    expect(at_desk.body_field(desk)).to_have_value("")
    expect(preview.locator("article")).to_have_count(0)


def test_the_enter_that_confirms_a_conversion_is_no_command(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    at_desk.open_panel(desk, "banner")
    sent = sent_by(desk)
    at_desk.write(desk, "会談は終わった。", headline="会談")
    at_desk.open_panel(desk, "banner")
    for field in (desk.get_by_label("Headline"), at_desk.body_field(desk), desk.locator("#banner-text")):
        field.focus()
        assert field.evaluate(CONFIRM), "the key is the input method's: nothing may keep it from it"
        expect(field).to_be_focused()
    assert sent == []
    reader = people.live_reader(visit.path)
    reader.locator(".menu > summary").evaluate("summary => summary.click()")
    reader.locator(".menu").evaluate(f"menu => ({CONFIRM.replace('Enter', 'Escape')})(menu)")
    expect(reader.locator(".menu")).to_have_attribute("open", "")
