"""A text that is not sent yet follows its account from device to device and from tab to tab, and loses no word."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from blog.queries import accounts, autosaves
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.layout_checks import resize
from tests.browser.site import EDITOR, Site, Visit
from tests.browser.test_accessibility import ALL_RULES, axe
from tests.browser.watch import Watch
from tests.wait import until

TEXT = "Four hours of talks, and not one word to the press."
CONFLICT = ("answered 409", "status of 409")
GONE = ("answered 410", "status of 410")
PHONE = {"viewport": {"width": 360, "height": 740}, "user_agent": "Mozilla/5.0 (Android 16; Mobile) Firefox/140.0"}


AXE_OF_DRAFTS = """async options => {
  const place = { include: [['.unsent'], ['#composer']] };
  const { violations } = await axe.run(place, { resultTypes: ['violations'], ...options });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help} ${html.slice(0, 200)}`));
}"""


def saved(page: Page) -> Locator:
    return page.locator("[data-saved-state=saved]")


def type_on(page: Page, words: str) -> None:
    at_desk.body_field(page).press("Control+End")
    at_desk.body_field(page).press_sequentially(words)


def type_and_save(page: Page, words: str) -> None:
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        type_on(page, words)


def put_away(page: Page) -> None:
    """The device goes into a pocket: until somebody turns to it, its page does not look what the other one writes."""
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")


def turn_to(page: Page) -> None:
    """The window comes to the front; a driver's windows all think that they are there already."""
    page.evaluate("delete document.hidden; dispatchEvent(new Event('focus'))")


def both(page: Page) -> Locator:
    return page.get_by_role("region", name="The same text from another device")


def findings(page: Page) -> list[str]:
    """What axe-core finds in what is shown of unsent texts, in a window whose lower buttons cover nothing."""
    size = page.viewport_size
    assert size
    resize(page, {"width": size["width"], "height": 1600})
    page.evaluate(axe())
    found: list[str] = page.evaluate(AXE_OF_DRAFTS, ALL_RULES)
    resize(page, {"width": size["width"], "height": size["height"]})
    return found


def at_server(site: Site, visit: Visit, email: str = EDITOR) -> list[str]:
    """What the server keeps of an account's texts."""

    def asked() -> list[str]:
        account = accounts.by_email(email)
        assert account is not None
        return [text.excerpt for text in autosaves.unsent(visit.id, account.id)]

    return site.act(asked)


def test_a_text_follows_its_account_and_both_wordings_of_two_devices_are_kept(
    people: People, visit: Visit, watch: Watch
) -> None:
    phone = people.editor(visit.desk_path, **PHONE)
    at_desk.write(phone, TEXT)
    expect(saved(phone)).to_be_visible()

    laptop = people.editor(visit.desk_path)
    offer = laptop.locator("#unsent > li")
    expect(offer).to_contain_text("Your text from Firefox on Android")
    expect(offer).to_contain_text("Vienna")
    expect(offer).to_contain_text("Four hours of talks")
    expect(at_desk.body_field(laptop)).to_be_focused()
    assert not findings(laptop)
    expect(at_desk.body_field(laptop)).to_have_value("")
    offer.get_by_role("link", name="Continue here").click()
    expect(at_desk.body_field(laptop)).to_have_value(TEXT)
    expect(offer).to_be_hidden()
    put_away(phone)
    type_on(laptop, " From the laptop.")
    expect(saved(laptop)).to_be_visible()
    laptop.wait_for_function("() => Object.values(localStorage).some((draft) => draft.includes('\"version\":2'))")

    watch.expect(*CONFLICT)
    type_on(phone, " From the phone.")
    expect(both(phone)).to_contain_text("From the laptop.")
    expect(phone.get_by_text("Saved on this device only").first).to_be_visible()
    expect(at_desk.body_field(phone)).to_be_focused()
    assert not findings(phone)
    type_and_save(laptop, " Still going on.")
    turn_to(phone)
    expect(both(phone)).to_contain_text("Still going on.")  # the question follows what it is about
    both(phone).get_by_role("button", name="Join both").click()
    joined = f"{TEXT} From the phone.\n\nFrom the laptop. Still going on."
    expect(at_desk.body_field(phone)).to_have_value(joined)
    expect(saved(phone)).to_be_visible()

    # Who types on one device while the other lies there is asked nothing.
    turn_to(laptop)
    expect(at_desk.body_field(laptop)).to_have_value(joined)
    for here, there, words in (
        (laptop, phone, " Once more."),
        (phone, laptop, " And again."),
        (laptop, phone, " Now."),
    ):
        type_and_save(here, words)
        joined += words
        turn_to(there)
        expect(at_desk.body_field(there)).to_have_value(joined)
        expect(saved(there)).to_be_visible()
    expect(both(phone)).to_have_count(0)
    expect(both(laptop)).to_have_count(0)

    watch.expect(*GONE)
    at_desk.publish_button(laptop).click()
    expect(at_desk.body_field(laptop)).to_have_value("")
    turn_to(phone)
    expect(phone.get_by_text("This text was already sent from another device")).to_be_visible()
    expect(at_desk.body_field(phone)).to_have_value(joined)


@BREADTH
def test_continuing_one_text_keeps_the_other_and_discarding_asks_the_server_too(
    people: People, site: Site, visit: Visit, watch: Watch
) -> None:
    phone = people.editor(visit.desk_path, **PHONE)
    at_desk.write(phone, TEXT)
    expect(saved(phone)).to_be_visible()
    laptop = people.editor(visit.desk_path)
    at_desk.write(laptop, "Another text.")
    expect(saved(laptop)).to_be_visible()
    laptop.locator("#unsent > li").get_by_role("link", name="Continue here").click()
    expect(at_desk.body_field(laptop)).to_have_value(TEXT)
    other = laptop.locator("#unsent > li").filter(visible=True)
    expect(other).to_contain_text("Another text.")
    other.get_by_role("button", name="Discard").click()
    other.get_by_role("button", name="Discard it for good").click()
    expect(laptop.locator("#unsent > li").filter(visible=True)).to_have_count(0)
    expect(at_desk.body_field(laptop)).to_have_value(TEXT)
    assert at_server(site, visit) == [TEXT]

    watch.expect(*GONE)  # the phone may look for what became of its text
    at_desk.publish_button(laptop).click()
    expect(at_desk.body_field(laptop)).to_have_value("")
    type_on(laptop, "The next text.")
    expect(saved(laptop)).to_be_visible()
    expect(laptop.locator("#unsent > li").filter(visible=True)).to_have_count(0)
    at_desk.body_field(laptop).fill("")
    until(lambda: not at_server(site, visit))
    laptop.reload()
    expect(laptop.locator("#unsent > li").filter(visible=True)).to_have_count(0)
    expect(at_desk.body_field(laptop)).to_have_value("")


def test_two_tabs_with_one_text_lose_no_word_of_either(people: People, site: Site, visit: Visit) -> None:
    first = people.editor(visit.desk_path)
    at_desk.write(first, TEXT)
    expect(saved(first)).to_be_visible()
    second = first.context.new_page()
    second.goto(visit.desk_path)
    expect(at_desk.body_field(second)).to_have_value(TEXT)
    type_on(first, " More.")
    expect(at_desk.body_field(second)).to_have_value(f"{TEXT} More.")
    # A tab that the phone has put to sleep hears nothing of the other one.
    asleep = second
    asleep.evaluate(
        """() => {
            const [name] = Object.keys(localStorage).filter((name) => name.includes(':new:'));
            const draft = JSON.parse(localStorage[name]);
            draft.fields = draft.fields.map(([name, value]) => [name, name === 'body' ? `${value} Unheard.` : value]);
            localStorage[name] = JSON.stringify({ ...draft, stamp: 'of another tab' });
        }"""
    )
    type_on(asleep, " Typed here.")
    kept = asleep.locator("#unsent > li").filter(visible=True)
    expect(kept).to_contain_text("Unheard.")
    expect(at_desk.body_field(asleep)).to_have_value(f"{TEXT} More. Typed here.")
    kept.get_by_text("Continue here").click()
    expect(at_desk.body_field(asleep)).to_have_value(f"{TEXT} More. Unheard.")
    expect(kept).to_contain_text("Typed here.")
