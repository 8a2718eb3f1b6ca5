"""The two readouts of the demonstration are marked from plain text to the finished comparison; the keys are counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from blog import newsroom
from blog.demo.story import Story
from blog.permissions import SYSTEM
from tests.browser.conftest import People
from tests.browser.site import Visit

# At a key a second, which leaves time to read, this is well under three minutes.
MOST_KEYS = 90


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def go_to(self, selector: str) -> None:
        """Moves the focus on until it is there."""
        target = self.page.locator(selector)
        while not target.evaluate("element => element === document.activeElement"):
            self.press("Tab")
            assert self.count <= MOST_KEYS, f"{selector} is too far away"


@pytest.mark.breadth
def test_the_readouts_of_the_demonstration_are_compared_in_under_three_minutes(people: People, visit: Visit) -> None:
    story = Story.read()
    entries = {entry["ref"]: entry for entry in story.timeline if "ref" in entry and entry["do"] == "publish"}
    wanted = {entry["ref"]: entry["passages"] for entry in story.timeline if entry["do"] == "mark"}
    act = visit.site.act
    for topic in story.script["topics"]:
        if topic["slug"] != "trade":
            act(newsroom.people.add_topic, visit.id, SYSTEM, topic["name"], slug=topic["slug"])
    act(newsroom.removal.drop_speaker, visit.id, SYSTEM, "ada-nord")
    act(newsroom.removal.drop_delegation, visit.id, SYSTEM, "north")
    act(newsroom.people.add_delegation, visit.id, SYSTEM, "Beijing")
    act(newsroom.people.add_delegation, visit.id, SYSTEM, "Washington")
    sides = {"us-readout": "washington", "china-readout": "beijing"}
    made = {
        ref: visit.publish(entries[ref]["body"], headline=entries[ref]["headline"], kind="readout", delegation=side)
        for ref, side in sides.items()
    }

    page = people.editor(f"{visit.desk_path}/updates/{made['china-readout']}/passages")
    keys = Keys(page)
    for ref, other in (("china-readout", "us-readout"), ("us-readout", "")):
        expect(page.locator(f"#marking[action*='{made[ref]}']")).to_be_visible()
        for marks in wanted[ref]:
            keys.press("ArrowDown")
            passage = page.locator("[data-passage]:focus-within")
            for slug in marks:
                keys.press(passage.locator(f"[value$=':{slug}']").get_attribute("data-key") or "")
        keys.press("Control+Enter")
        expect(page.locator("#said")).to_contain_text("Readers now see what it says")
        if other:
            keys.go_to(f".marking-other a[href*='{made[other]}']")
            keys.press("Enter")

    page.goto(f"{visit.path}/readouts")
    compared = page.locator("#comparison [data-topic]")
    expect(compared).to_have_count(len(story.script["topics"]))
    said = {each.get_attribute("data-topic"): each.get_attribute("data-said") for each in compared.all()}
    assert said == {
        **dict.fromkeys(("climate", "iran", "north-korea", "trade"), "washington"),
        **dict.fromkeys(("relations", "taiwan"), "both"),
        "tibet": "beijing",
    }
    print(f"{keys.count} keys")
    assert keys.count <= MOST_KEYS
