"""Pictures without a connection: kept on the device, also when it is closed, and sent before their text."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.pictures import alt, choose, choose_document, expect_there, rows, source
from tests.browser.site import SECOND_EDITOR, Visit
from tests.browser.test_desk_offline import desk_with_worker, expect_waiting_none
from tests.browser.test_outbox import REFUSED
from tests.browser.watch import Watch
from tests.wait import until

WORDS = "They have sat down."
UNREACHED = ("net::ERR_", "WebSocket connection to .* failed")
IS_KEPT = "words => words.every((each) => Object.values(localStorage).some((kept) => kept.includes(each)))"
KEPT = """() => new Promise((resolve) => {
  const opened = indexedDB.open('dateline-pictures');
  opened.onsuccess = () => {
    const { result } = opened;
    if (!result.objectStoreNames.contains('files')) return resolve([]);
    const asked = result.transaction('files').objectStore('files').getAllKeys();
    asked.onsuccess = () => {
      result.close();
      resolve(asked.result);
    };
  };
})"""


def write_offline(people: People, visit: Visit, watch: Watch) -> Page:
    """A text with a picture that waits for the connection."""
    watch.expect(*UNREACHED)
    desk = people.editor(visit.desk_path)
    expect_live(desk)
    desk.context.set_offline(True)
    expect(desk.locator("#main-action")).to_have_text("Send when online")
    choose(desk, "hall")
    expect(rows(desk)).to_contain_text("Waits for the connection.")
    alt(desk).fill("The flags in the hall")
    return desk


def test_a_picture_a_document_and_their_text_wait_in_the_outbox_and_leave_when_the_connection_is_back(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = write_offline(people, visit, watch)
    choose_document(desk)
    expect(rows(desk)).to_have_count(2)
    expect(rows(desk).nth(1)).to_contain_text("Waits for the connection.")
    source(desk, 1).fill("https://ministry.example/communique.pdf")
    until(lambda: len(desk.evaluate(KEPT)) == 2)
    at_desk.publish(desk, "They have sat down.")
    expect(desk.locator("#outbox")).to_have_attribute("data-count", "1")
    expect(rows(desk)).to_have_count(0)
    assert len(desk.evaluate(KEPT)) == 2
    uploads: list[str] = []
    desk.on("request", lambda request: uploads.append(request.url) if request.method == "POST" else None)
    desk.context.set_offline(False)
    expect(desk.locator("#said")).to_contain_text("Published.")
    newest = desk.locator("#updates > [data-update]").first
    expect(newest).to_contain_text("They have sat down.")
    expect(newest.get_by_role("img")).to_have_attribute("alt", "The flags in the hall")
    original = newest.get_by_role("link", name="Original")
    expect(original).to_have_attribute("href", "https://ministry.example/communique.pdf")
    sent = [address.rsplit("/", 1)[-1] for address in uploads if "/desk/visits/" in address]
    assert [each for each in sent if each in ("media", "updates")] == ["media", "media", "updates"]
    assert desk.evaluate(KEPT) == []


def test_a_picture_that_was_not_sent_is_there_again_after_a_reload_and_for_nobody_else(
    people: People, visit: Visit, watch: Watch
) -> None:
    desk = write_offline(people, visit, watch)
    at_desk.write(desk, "They have sat down.")
    until(lambda: desk.evaluate(IS_KEPT, ["They have sat down.", "The flags in the hall"]))
    address = desk.url
    desk.goto("about:blank")
    desk.context.set_offline(False)
    # Somebody else at the same device.
    cookies = desk.context.cookies()
    desk.context.clear_cookies()
    desk.goto("/desk/sign-in")
    at_desk.sign_in(desk, SECOND_EDITOR)
    desk.goto(address)
    expect_live(desk)
    expect(rows(desk)).to_have_count(0)
    assert len(desk.evaluate(KEPT)) == 1
    desk.context.clear_cookies()
    desk.context.add_cookies(cookies)  # type: ignore[arg-type]
    desk.goto(address)
    expect_there(desk, 1)
    expect(alt(desk)).to_have_value("The flags in the hall")
    expect(at_desk.body_field(desk)).to_have_value("They have sat down.")
    at_desk.publish_button(desk).click()
    expect(desk.locator("#said")).to_contain_text("Published")
    expect(desk.locator("#updates > [data-update]").first.locator("img")).to_have_count(1)


def test_the_files_of_a_text_come_back_with_the_page_without_a_connection_and_leave_when_the_line_is_back(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect(*UNREACHED, *REFUSED)
    desk = desk_with_worker(people, visit)
    at_desk.write(desk, WORDS)
    choose(desk, "hall")
    expect_there(desk, 1)
    alt(desk).fill("The flags in the hall")
    desk.context.set_offline(True)
    choose(desk, "table")
    choose_document(desk)
    expect(rows(desk)).to_have_count(3)
    alt(desk, 1).fill("A long table")
    until(lambda: desk.evaluate(IS_KEPT, [WORDS, "The flags in the hall", "A long table"]))
    until(lambda: len(desk.evaluate(KEPT)) == 2)

    desk.goto(visit.desk_path)
    expect(desk.get_by_role("heading", name="No connection")).to_be_visible()
    expect(rows(desk)).to_have_count(3)
    expect(rows(desk).nth(0)).to_contain_text("Uploaded before.")
    for number, name in ((1, "table.webp"), (2, "communique.pdf")):
        expect(rows(desk).nth(number)).to_contain_text(name)
        expect(rows(desk).nth(number)).to_contain_text("Waits for the connection.")
    expect(alt(desk, 1)).to_have_value("A long table")

    desk.context.set_offline(False)
    expect(desk.locator("[data-tray-list] > [data-state=there]")).to_have_count(2)
    expect(alt(desk, 1)).to_have_value("A long table")
    at_desk.publish_button(desk).click()
    expect_waiting_none(desk)
    desk.goto(visit.desk_path)
    newest = desk.locator("#updates > [data-update]").first
    expect(newest).to_contain_text(WORDS)
    expect(newest.get_by_role("img")).to_have_count(2)
    expect(newest.get_by_role("img").first).to_have_attribute("alt", "The flags in the hall")
    expect(newest).to_contain_text("communique.pdf")
