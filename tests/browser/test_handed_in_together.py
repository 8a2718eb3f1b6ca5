"""A reporter and an editor at one text, each in a browser: what one decides is seen by the other, and acted on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from tests.breadth import BREADTH, breadth
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.site import Site, Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_desk_together import expect_desk_live
from tests.browser.test_outbox import UNREACHED
from tests.browser.watch import Watch
from tests.sample_visit import PASSWORD

EMAIL = "rita.reed@example.org"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
on_a_phone = pytest.mark.parametrize("size", [PHONE, *breadth(DESK)], ids=["phone", "desk"])
on_a_screen = pytest.mark.parametrize("size", [DESK, *breadth(PHONE)], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def rita(site: Site) -> int:
    return site.act(newsroom.reporters.add, EMAIL, name="Rita Reed", role="reporter", password=PASSWORD)


def reporter(people: People, path: str, size: dict[str, int]) -> Page:
    page = people.reader("/desk/sign-in", viewport=size, has_touch=size == PHONE)
    at_desk.sign_in(page, EMAIL)
    page.goto(path)
    expect_desk_live(page)
    return page


@on_a_phone
def test_an_editor_is_asked_before_publishing_under_the_hands_of_the_author_who_puts_the_rest_in(
    people: People, visit: Visit, watch: Watch, rita: int, size: dict[str, int]
) -> None:
    watch.expect("answered 409", "status of 409")
    text = Post("They met.", stop="vienna")
    public_id = visit.site.act(newsroom.drafts.save, visit.id, rita, text, state=State.SUBMITTED)
    editor = people.editor(f"{visit.desk_path}#queue", viewport=size)
    row, dialog = editor.locator(f"#w-{public_id}"), editor.locator("#edited-dialog")
    page = reporter(people, f"{visit.desk_path}/updates/{public_id}", size)
    at_desk.write(page, "They met. And more.")
    expect(row).to_have_attribute("data-edited-by", "Rita Reed")
    expect(row).to_contain_text("Rita Reed is editing this now.")
    row.get_by_role("button", name="Claim").dblclick()
    expect(row).to_contain_text("Claimed by you")
    publish = row.get_by_role("button", name="Publish")
    expect(publish).to_have_accessible_description("They met.")
    expect(row.locator(".waiting-text")).to_be_visible()
    publish.press("Enter")
    expect(dialog).to_contain_text("Rita Reed is editing this now.")
    dialog.get_by_role("button", name="Wait").click()
    expect(row).to_contain_text("Claimed by you")
    publish.press("Enter")
    dialog.get_by_role("button", name="Publish it now").click()
    expect(row).to_have_count(0)

    notice = page.locator("#meanwhile")
    expect(notice).to_contain_text("An Editor published this text at")
    expect(page.locator("#state")).to_contain_text("Published")
    expect(page.locator("#editor [name=action]:visible")).to_have_text(["Save as a new draft", "Preview"])
    assert axe_findings(page) == []
    at_desk.body_field(page).press("Control+Enter")
    expect(page.get_by_role("heading", name="Published meanwhile")).to_be_visible()
    page.get_by_role("button", name="Publish the change").click()
    expect(page.locator(f"#u-{public_id}")).to_contain_text("They met. And more.")


@on_a_screen
def test_an_open_composer_hands_in_once_an_editor_approves_and_so_does_what_left_before_it_knew(
    people: People, visit: Visit, watch: Watch, rita: int, size: dict[str, int]
) -> None:
    watch.expect("answered 422", "status of 422")
    page = reporter(people, visit.desk_path, size)
    own = visit.site.act(newsroom.updates.publish, visit.id, rita, Post("Rita was here.", stop="vienna"))
    edit = at_desk.tools(page, own).get_by_role("link", name="Edit", include_hidden=True)
    expect(edit).to_have_count(1)
    at_desk.write(page, "Half a sentence")
    with page.expect_response("**/updates") as sent:
        # The answer to the press is under way while an editor changes the rule.
        page.route("**/updates", lambda route: (demand(visit), route.continue_()), times=1)
        page.locator("#main-action").click()
    assert sent.value.status == 422
    question = page.locator(".form-question")
    expect(question).to_contain_text("An editor approves every text")
    expect(page.locator("#main-action")).to_have_text("Hand in")
    expect(page.locator("#composer-why")).to_contain_text("Hand yours in.")
    expect(edit).to_be_hidden()
    assert axe_findings(page) == []
    question.get_by_role("button", name="Hand in").click()
    expect(page.locator("#said")).to_contain_text("Handed to the editors.")
    expect(page.locator("#queue-count")).to_have_text("1")
    demand(visit, False)
    expect(page.locator("#main-action")).to_have_text("Publish")
    expect(page.locator("#composer-why")).to_be_empty()


@BREADTH
@on_a_phone
def test_who_writes_hears_what_became_of_a_text_and_a_message_goes_with_the_text_it_is_about(
    people: People, visit: Visit, rita: int, size: dict[str, int]
) -> None:
    act, editor = visit.site.act, visit.site.editor_id
    texts = [Post("They met.", stop="vienna"), Post("They parted.", stop="vienna")]
    first, second = (act(newsroom.drafts.save, visit.id, rita, text, state=State.SUBMITTED) for text in texts)
    page = reporter(people, visit.desk_path, size)
    news, field = page.locator("#desk-news"), at_desk.body_field(page)
    at_desk.write(page, "A thought")
    page.locator("#composer [name=action][value=draft]").evaluate("(button) => button.click()")
    expect(page.locator("#said")).to_contain_text("Saved as a draft.")
    expect(field).to_have_value("")
    field.focus()
    expect(field).to_be_focused()
    page.keyboard.type("Half a sentence")
    expect(page.locator("#said")).to_be_empty()

    act(newsroom.handins.return_, visit.id, editor, first, "Who met whom?")
    line = news.locator(f"#news-{first}")
    expect(line).to_contain_text("An Editor returned your text: They met. Who met whom?")
    act(newsroom.handins.approve, visit.id, editor, second, version=1)
    expect(news).to_contain_text("An Editor published your text: They parted.")
    expect(field).to_be_focused()
    expect(field).to_have_value("Half a sentence")
    assert axe_findings(page) == []
    news.locator(f"#news-{second}").get_by_role("button", name="Close").click()
    expect(news.locator(".desk-news-line")).to_have_count(1)
    expect(field).to_be_focused()
    line.get_by_role("link").click()
    expect(page.locator(f"#w-{first}")).to_be_visible()
    expect(line).to_have_count(0)
    act(newsroom.updates.withdraw, visit.id, editor, second, "It was another hall.")
    expect(news.locator(f"#news-{second}")).to_be_visible()  # whatever part of the desk a phone shows


@BREADTH
def test_what_waited_for_the_connection_asks_to_be_handed_in_once_an_editor_approves(
    people: People, visit: Visit, watch: Watch, rita: int
) -> None:
    watch.expect(*UNREACHED, "answered 422", "status of 422")
    page = reporter(people, visit.desk_path, PHONE)
    page.context.set_offline(True)
    expect(page.locator("#main-action")).to_have_text("Send when online")
    at_desk.publish(page, "They met.")
    expect(page.locator("#outbox")).to_have_attribute("data-count", "1")
    demand(visit)
    page.context.set_offline(False)
    entry = page.locator("#outbox li")
    expect(entry).to_contain_text("An editor approves every text of this visit")
    entry.get_by_role("button", name="Hand in").click()
    expect(page.locator("#outbox")).to_have_attribute("data-count", "0")
    expect(page.locator("#queue [data-state=submitted]")).to_contain_text("They met.")


def demand(visit: Visit, approval: bool = True) -> None:
    visit.site.act(newsroom.visits.demand_approval, visit.id, visit.site.editor_id, approval)


@BREADTH
def test_a_form_in_which_nothing_was_typed_goes_on_from_what_became_of_its_text(
    people: People, visit: Visit, rita: int
) -> None:
    act, who = visit.site.act, (visit.id, rita)
    public_id = act(newsroom.drafts.save, *who, Post("They met.", stop="vienna"))
    page = reporter(people, f"{visit.desk_path}/updates/{public_id}", DESK)
    main, notice, field = page.locator("#main-action"), page.locator("#meanwhile"), at_desk.body_field(page)
    expect(main).to_have_text("Publish")
    demand(visit)
    expect(main).to_have_text("Hand in")
    act(newsroom.drafts.edit, *who, public_id, Post("They met twice.", stop="vienna"), version=1, state=State.SUBMITTED)
    expect(main).to_have_text("Save as handed in")
    expect(field).to_have_value("They met twice.")
    expect(page.locator("#editor [name=version]")).to_have_value("2")
    expect(page.locator("#said")).to_contain_text("This update was saved from elsewhere at")
    expect(notice).to_be_hidden()
    at_desk.write(page, "They met thrice.")
    demand(visit, False)
    act(newsroom.handins.return_, visit.id, visit.site.editor_id, public_id, "Who says so?")
    expect(notice).to_contain_text("Your text is kept.")
    expect(field).to_have_value("They met thrice.")
    notice.get_by_role("button", name="Hand in again").click()
    expect(page.locator("#said")).to_contain_text("Handed")
