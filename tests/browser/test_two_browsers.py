"""One person writes at the desk; readers elsewhere see it, without a reload and without losing what they had."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.host import Host
from tests.browser.site import Site, Visit

Readers = list[Page | FrameLocator]


@pytest.fixture
def readers(people: People, host: Host, site: Site, visit: Visit) -> Readers:
    """The live page, and on another site the feed in two frames: by the line of script, and by hand."""
    page = people.live_reader(visit.path)
    page.evaluate("window.loadedOnce = true")
    elsewhere = people.reader(host.show(site.url, visit.slug))
    frames = [elsewhere.frame_locator("#by-script iframe"), elsewhere.frame_locator("#by-hand iframe")]
    for frame in frames:
        expect_live(frame)
    return [page, *frames]


def test_what_an_editor_does_at_the_desk_is_seen_on_the_page_and_in_frames_on_another_site(
    people: People, visit: Visit, readers: Readers
) -> None:
    page = readers[0]
    assert isinstance(page, Page)
    desk = people.reader(visit.desk_path)
    at_desk.sign_in(desk)
    expect_live(desk)

    at_desk.publish(desk, "The sides agree on **lunch**.", headline="A first result")
    expect(desk.get_by_role("status").filter(has_text="Readers can see it")).to_be_visible()
    expect(at_desk.body_field(desk)).to_have_value("")
    for reader in readers:
        expect(newest(reader).get_by_role("heading", name="A first result")).to_be_visible()
        expect(newest(reader).locator("strong").first).to_have_text("lunch")
    public_id = newest(page).get_attribute("data-update") or ""

    at_desk.open_edit(desk, public_id)
    at_desk.write(desk, "The sides agree on dinner.")
    at_desk.publish_change(desk, "A correction", note="It was dinner, not lunch.")
    expect_live(desk)
    for reader in readers:
        expect(newest(reader)).to_contain_text("agree on dinner")
        expect(newest(reader)).not_to_contain_text("on lunch")
        expect(newest(reader).locator(".update-note")).to_contain_text("It was dinner, not lunch.")

    at_desk.use_tool(desk, public_id, "Pin")
    expect(page.locator("#pinned")).to_contain_text("agree on dinner")
    at_desk.use_tool(desk, public_id, "Make key event")
    expect(page.locator("#key-events").get_by_role("link", name="A first result")).to_be_visible()
    for reader in readers:
        expect(newest(reader)).to_contain_text("Key event")

    at_desk.use_tool(desk, public_id, "Withdraw")
    desk.get_by_label("Reason, shown to readers").fill("There was no dinner either.")
    desk.get_by_role("button", name="Withdraw it").click()
    for reader in readers:
        expect(newest(reader)).to_contain_text("Withdrawn")
        expect(newest(reader)).to_contain_text("There was no dinner either.")
        expect(newest(reader)).not_to_contain_text("agree on dinner")
    expect(page.locator("#pinned")).to_be_hidden()
    expect(page.locator("#key-events")).not_to_contain_text("A first result")
    assert page.evaluate("window.loadedOnce"), "the page was loaded again"


def test_the_banner_is_set_rewritten_and_cleared_in_the_same_place(
    people: People, visit: Visit, readers: Readers
) -> None:
    desk = people.editor(visit.desk_path)
    banners = [reader.locator("#banner") for reader in readers]
    for banner in banners:
        expect(banner).to_have_text("")
        banner.evaluate("banner => { window.firstBanner = banner; }")

    at_desk.set_banner(desk, "The talks have broken down")
    for banner in banners:
        expect(banner).to_contain_text("The talks have broken down")
        expect(banner).to_have_attribute("role", "alert")

    at_desk.set_banner(desk, "The talks have broken down, and go on tomorrow")
    for banner in banners:
        expect(banner).to_contain_text("and go on tomorrow")

    at_desk.clear_banner(desk)
    for banner in banners:
        expect(banner).to_have_text("")
        assert banner.get_attribute("role") is None
        assert banner.evaluate("banner => banner === window.firstBanner && banner.isConnected")


def newest(reader: Page | FrameLocator) -> Locator:
    return reader.locator("#updates > [data-update]").first
