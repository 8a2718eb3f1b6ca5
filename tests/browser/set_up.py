"""What a person does on the page that sets a visit up, with or without JavaScript."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Page, expect

from tests.browser.site import Visit


class WithShort(Protocol):
    """The visits that pages are about, of which one is short."""

    @property
    def short(self) -> Visit: ...


def add_a_topic(page: Page, _places: object) -> None:
    topics = page.get_by_role("button", name="Rename").count()
    page.locator("#new-topic-name").fill(f"Fisheries {topics}")
    page.get_by_role("button", name="Add the topic").click()
    expect(page.locator("#new-topic #said")).to_be_visible()


def remove_in_vain(page: Page, _places: object) -> None:
    page.get_by_text("Change this stop").click()
    page.locator("#stop-vienna").get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("alert")).to_contain_text("filed from Vienna")


def be_slower(page: Page, places: WithShort) -> None:
    """Renames a topic after somebody else has."""
    topic = page.locator("#topics form").first
    topic.get_by_role("textbox").fill("The word of the one who was slower")
    places.short.rename_topic(str(topic.get_attribute("id")).removeprefix("topic-"))
    topic.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("button", name="Keep theirs")).to_be_visible()
