"""Who asks for it is told of a new banner while the page lies in another tab; nobody else is asked or told."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.test_reading_place import hide, show

# This browser has no place to show notifications in: what the page would show is written down. Without PushManager, as
# in some browsers, the page is all that can notify.
STAND_IN = """
delete window.PushManager;
const kept = location.protocol === 'http:' ? localStorage : {}; // a page without an address may keep nothing
window.told = [];
window.asked = 0;
window.Notification = class extends EventTarget {
  static permission = kept['test:permission'] ?? 'default';
  static async requestPermission() {
    window.asked += 1;
    this.permission = ANSWER;
    kept['test:permission'] = ANSWER;
    return ANSWER;
  }
  constructor(title, { body, tag }) { super(); told.push(title); }
  close() {}
};
"""


def reader_who(people: People, answer: str) -> BrowserContext:
    reader = people.context()
    reader.add_init_script(STAND_IN.replace("ANSWER", f"'{answer}'"))
    return reader


def opened(reader: BrowserContext, path: str) -> Page:
    page = reader.new_page()
    page.goto(path)
    expect_live(page)
    return page


def test_a_reader_who_asked_is_told_of_a_banner_in_another_tab_and_it_is_remembered(
    people: People, visit: Visit
) -> None:
    reader = reader_who(people, "granted")
    page = opened(reader, visit.path)
    button = page.get_by_role("button", name="Alert me to breaking news")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("asked") == 0
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    visit.set_banner("Seen on the page")
    expect(page.locator("#banner")).to_contain_text("Seen on the page")
    assert page.evaluate("told") == []

    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect_live(page)
    hide(page)
    visit.set_banner("The talks have broken down")
    expect(page.locator("#banner")).to_contain_text("broken down")
    visit.publish("An update is no alert.")
    visit.set_banner("The talks go on tomorrow")
    expect(page.locator("#banner")).to_contain_text("tomorrow")
    visit.clear_banner()
    expect(page.locator("#banner")).to_have_text("")
    assert page.evaluate("told") == ["Breaking: The talks have broken down", "Breaking: The talks go on tomorrow"]

    show(page)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    hide(page)
    visit.set_banner("Nobody is told")
    expect(page.locator("#banner")).to_contain_text("Nobody is told")
    assert len(page.evaluate("told")) == 2


@BREADTH
def test_a_reader_who_refuses_is_not_asked_again(people: People, visit: Visit) -> None:
    page = opened(reader_who(people, "denied"), visit.path)
    page.get_by_role("button", name="Alert me to breaking news").click()
    expect(page.locator("#alerts")).to_be_hidden()
    page.reload()
    expect_live(page)
    expect(page.locator("#alerts")).to_be_hidden()
    assert page.evaluate("asked") == 0


def test_a_feed_on_another_site_offers_no_alerts(people: People, visit: Visit) -> None:
    page = opened(reader_who(people, "granted"), visit.embed_path)
    expect(page.locator("#alerts")).to_have_count(0)
