"""States of the desk that only `make shots` takes: what somebody has begun to write, has opened, or has just done.

They are dear to come to, and the axe walk sees their parts on the pages of `pages.py`.
"""

from __future__ import annotations

from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from tests.browser import crowd
from tests.browser import desk as at_desk
from tests.browser.embargo_pages import EMBARGO_KINDS
from tests.browser.layout_checks import resize
from tests.browser.numbers_pages import NUMBERS_KINDS
from tests.browser.pages import DEMO_DESK, Kind, Places
from tests.browser.picture_pages import PICTURE_KINDS
from tests.browser.queue_pages import QUEUE_KINDS
from tests.browser.site import SECOND_EDITOR
from tests.browser.test_desk_phone import KEYBOARD, SEEN

HEADLINE = "Beijing names the first stop of the talks"
TEXT = """The Foreign Ministry said on Friday that **both sides** had settled the order of the talks.

> We will begin with trade, and we will not end with it.

A spokesperson did not say whether [the joint statement](https://example.org/statement) was ready."""
LATER = "2126-03-04T18:10"


def _keep_to_itself(page: Page) -> None:
    """Texts are not saved at the server, where the next picture would offer them."""
    page.route("**/drafts/*", lambda route: route.fulfill(status=204, headers={"ETag": '"1"', "X-Draft-Version": "1"}))


def _write(page: Page, _places: Places) -> None:
    _keep_to_itself(page)
    at_desk.write(page, TEXT, headline=HEADLINE)
    page.get_by_label("Kind", exact=True).select_option("statement")
    page.get_by_label("Standing", exact=True).select_option("official")
    page.locator("#composer").get_by_role("checkbox", name="Banner").check()
    page.get_by_label("Key", exact=True).check()


def _open_the_chips(page: Page, places: Places) -> None:
    _write(page, places)
    crowd.open_fields(page)


def _open_one_chip(page: Page, places: Places) -> None:
    _write(page, places)
    at_desk.open_chip(page, "Topics")


def _preview(page: Page, places: Places) -> None:
    _keep_to_itself(page)
    at_desk.write(page, TEXT, headline=HEADLINE)
    button = page.locator("#composer").get_by_role("button", name="Preview")
    if button.is_visible():
        button.click()
    expect(page.locator("#preview")).to_contain_text("the joint statement")


def _preview_on_a_phone(page: Page, places: Places) -> None:
    resize(page, {"width": 360, "height": 740})
    _preview(page, places)


def _write_without_a_connection(page: Page, _places: Places) -> None:
    _keep_to_itself(page)
    expect(page.locator("#wire")).to_have_attribute("data-state", "live")
    page.context.set_offline(True)
    for number, text in enumerate((TEXT, "The second day begins at nine."), 1):
        at_desk.publish(page, text)
        expect(page.locator("#outbox")).to_have_attribute("data-count", str(number))
        expect(at_desk.body_field(page)).to_have_value("")


def _write_elsewhere(page: Page, _places: Places) -> None:
    """At another device, which leaves; this one offers the text."""
    assert page.context.browser
    device = page.context.browser.new_context(storage_state=page.context.storage_state())
    other = device.new_page()
    other.goto(page.url)
    with other.expect_response(lambda response: response.request.method == "PUT"):
        at_desk.write(other, "The talks begin in Beijing.")
    device.close()
    page.reload()
    expect(page.locator("#unsent > li").first).to_be_visible()


def _nothing_sent_twice(page: Page) -> str:
    """A sentence of its own for each colour scheme: the desk asks before it sends the same text again."""
    scheme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    return f"The room is {scheme}."


def _schedule(page: Page, _places: Places) -> None:
    at_desk.write(page, f"{TEXT} {_nothing_sent_twice(page)}", headline=HEADLINE)
    page.locator("details.schedule > summary").click()
    page.locator("#new-publish_at").fill(LATER)
    page.locator("#main-action").click()
    expect(page.locator("#said")).to_contain_text("Scheduled for")


def _edit_scheduled(page: Page, _places: Places) -> None:
    page.locator("#queue [data-state=scheduled] a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Edit")


def _ask_to_add_a_speaker(page: Page, places: Places) -> None:
    _keep_to_itself(page)
    crowd.open_fields(page)
    at_desk.write(page, TEXT)
    crowd.field(page).fill("Li Qiang")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Add a speaker")).to_be_visible()


def _open_the_speakers(page: Page, places: Places) -> None:
    crowd.open_fields(page)
    crowd.field(page).fill("e")
    expect(crowd.option(page).first).to_be_visible()


def _raise_the_keyboard(page: Page, places: Places) -> None:
    resize(page, {"width": 360, "height": 740})
    page.add_init_script(f"({KEYBOARD})()")
    page.reload()
    expect(page.locator("#wire")).to_have_attribute("data-state", "live")
    _keep_to_itself(page)
    at_desk.write(page, TEXT)
    page.evaluate(f"keyboard({SEEN})")


def _publish(page: Page, _places: Places) -> None:
    expect(page.locator("#wire")).to_have_attribute("data-state", "live")
    at_desk.publish(page, f"The delegations are in the hall. {_nothing_sent_twice(page)}")
    expect(page.locator("#said")).to_contain_text("Published")
    expect(page.get_by_role("button", name="Take back").first).to_be_visible()


def _leave(page: Page, _places: Places) -> None:
    undo, leave = page.locator("#here-undo"), page.locator("#here-next")
    at_desk.open_panel(page, "status")
    if leave.count():
        leave.click()
        expect(page.locator("#said")).not_to_be_empty()
    expect(undo).to_be_visible()


def _write_notes(page: Page, places: Places) -> None:
    """Some for all, one for oneself, one on an update, and one that is resolved; each once, whatever the scheme."""
    resize(page, {"width": 1440, "height": 900})
    expect(page.locator("#desk-wire")).to_have_attribute("data-state", "live")
    said = _nothing_sent_twice(page)
    for words in (f"Who is at the airport? {said}", f"@Ruth Ellery, may we name the envoy before he speaks? {said}"):
        page.locator("#note-text").fill(words)
        page.get_by_role("button", name="Send the note").click()
        expect(page.locator("#notes-list .note-text", has_text=words).first).to_be_visible()
    newest = page.locator("#updates > [data-update]").first.get_attribute("data-update") or ""
    at_desk.use_tool(page, newest, "Note to the desk")
    page.locator("#note-dialog-text").fill(f"The ministry has a longer version. {said}")
    page.get_by_role("dialog").get_by_role("button", name="Send the note").click()
    expect(at_desk.tools(page, newest).locator(".note-mark")).to_be_visible()
    page.locator("#notes-list .note", has_text="airport").first.get_by_role("button", name="Resolve").click()
    expect(page.locator("#notes-resolved")).to_be_visible()
    page.locator("#said").evaluate("said => (said.textContent = '')")


def _notes_on_a_phone(page: Page, places: Places) -> None:
    _write_notes(page, places)
    page.locator("#notes-resolved > summary").click()
    resize(page, {"width": 360, "height": 740})
    page.locator(".view-link[data-shows=queue]").click()
    page.locator("#notes").evaluate("notes => notes.scrollIntoView({block: 'start', behavior: 'instant'})")


def _edit_with_notes(page: Page, places: Places) -> None:
    _write_notes(page, places)
    at_desk.open_edit(page, page.locator("#updates > [data-update]").first.get_attribute("data-update") or "")
    expect(page.locator("#notes-list .note").first).to_be_visible()


def _hand_over(page: Page, places: Places) -> None:
    page.get_by_label("Who is on").fill("Ruth until six, then Ada")
    page.get_by_label("What waits").fill("Handed in: 2\nThe picture of the signing")
    page.get_by_label("What was promised").fill("A call back to the ministry before seven, Beijing time.")


def _take_over(page: Page, places: Places) -> None:
    """A colleague hands over: whoever writes a note is not shown it."""
    assert page.context.browser
    device = page.context.browser.new_context()
    other = device.new_page()
    other.goto(urljoin(page.url, f"{places.short.desk_path}/handover"))
    at_desk.sign_in(other, SECOND_EDITOR)
    _hand_over(other, places)
    other.get_by_role("button", name="Hand over", exact=True).click()
    expect(other.locator("#said")).to_contain_text("Handed over")
    device.close()
    page.reload()
    expect(page.locator(".handover").first).to_be_visible()


DESK_KINDS = (
    *EMBARGO_KINDS,
    *NUMBERS_KINDS,
    *QUEUE_KINDS,
    *PICTURE_KINDS,
    *(
        Kind(name, lambda places: places.long.desk_path, signed_in=True, act=act, on_a_phone=name.endswith("phone"))
        for name, act in (
            ("desk-notes", _write_notes),
            ("desk-notes-phone", _notes_on_a_phone),
            ("edit-notes", _edit_with_notes),
        )
    ),
    Kind("handover-form", lambda places: f"{places.long.desk_path}/handover", signed_in=True, act=_hand_over),
    Kind("handover-front", lambda places: "/desk", signed_in=True, act=_take_over),
    Kind("handover-desk", lambda places: places.short.desk_path, signed_in=True, act=_take_over),
    Kind("desk-written", lambda places: DEMO_DESK, signed_in=True, act=_write),
    Kind("desk-chip", lambda places: DEMO_DESK, signed_in=True, act=_open_one_chip),
    Kind("desk-chips", lambda places: DEMO_DESK, signed_in=True, act=_open_the_chips),
    Kind("desk-speakers", lambda places: DEMO_DESK, signed_in=True, act=_open_the_speakers),
    Kind("desk-add-speaker", lambda places: DEMO_DESK, signed_in=True, act=_ask_to_add_a_speaker),
    Kind("desk-preview", lambda places: DEMO_DESK, signed_in=True, act=_preview_on_a_phone),
    Kind("desk-offline", lambda places: DEMO_DESK, signed_in=True, act=_write_without_a_connection),
    Kind("desk-unsent", lambda places: places.short.desk_path, signed_in=True, act=_write_elsewhere),
    Kind("desk-scheduled", lambda places: places.long.desk_path, signed_in=True, act=_schedule),
    Kind("desk-published", lambda places: places.long.desk_path, signed_in=True, act=_publish),
    Kind("desk-left", lambda places: places.short.desk_path, signed_in=True, act=_leave),
    Kind("desk-keyboard", lambda places: DEMO_DESK, signed_in=True, act=_raise_the_keyboard, on_a_phone=True),
    Kind("edit-scheduled", lambda places: places.long.desk_path, signed_in=True, act=_edit_scheduled),
    Kind("keys", lambda places: "/desk/keys", signed_in=True),
    Kind("edit-withdrawn", lambda places: f"{DEMO_DESK}/updates/{places.withdrawn}", signed_in=True),
    *(
        Kind(f"set-up-{part}", lambda places, part=part: f"{DEMO_DESK}/set-up#{part}", signed_in=True)  # type: ignore[misc]
        for part in ("about", "stops", "sides", "topics", "ready-texts")
    ),
)
