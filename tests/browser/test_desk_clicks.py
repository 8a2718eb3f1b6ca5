"""What each task at the desk costs in clicks, or taps on a phone, besides the words: counted, and within its limit."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.breadth import BREADTH, breadth
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
SCREEN: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}


class Reporter:
    """Somebody at the desk, whose clicks or taps are counted. What is typed goes where the keyboard is."""

    def __init__(self, people: People, visit: Visit, options: dict[str, Any]) -> None:
        self.page = people.editor(visit.desk_path, **options)
        self.has_touch = "has_touch" in options
        self.clicks = 0
        self.wait()

    def wait(self) -> None:
        """Until the page is live, and the keyboard is in the text."""
        expect_live(self.page)
        expect(at_desk.body_field(self.page)).to_be_focused()

    def press(self, target: Locator) -> None:
        self.clicks += 1
        if self.has_touch:
            target.tap()
        else:
            target.click()

    def begin_in(self, field: Locator) -> None:
        """Says where the words go, which belongs to the words: one press, straight into the field."""
        self.press(field)
        expect(field).to_be_focused()
        self.clicks -= 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def replace(self, words: str) -> None:
        """Types over what is in the field."""
        self.page.keyboard.press("Control+A")
        self.type(words)

    def publish(self) -> None:
        self.press(self.page.locator("#main-action"))
        expect(self.page.locator("#said")).to_contain_text("Published")

    def show_stream(self) -> None:
        """What a phone shows is chosen before the count begins: the task is about what is on the screen."""
        if self.has_touch:
            self.page.get_by_role("link", name="Stream", exact=True).tap()

    def spent(self) -> int:
        clicks, self.clicks = self.clicks, 0
        return clicks


# A task that is counted on one is counted on the other in `make test-all`: they have the same buttons.
on_a_phone = pytest.mark.parametrize("reporter", [PHONE, *breadth(SCREEN)], ids=["360", "1440"], indirect=True)
on_a_screen = pytest.mark.parametrize("reporter", [SCREEN, *breadth(PHONE)], ids=["1440", "360"], indirect=True)


@pytest.fixture
def reporter(request: pytest.FixtureRequest, people: People, visit: Visit) -> Reporter:
    return Reporter(people, visit, request.param)


def newest(page: Page) -> Locator:
    return page.locator("#updates > [data-update]").first


@BREADTH
@on_a_phone
def test_a_flash_takes_one(reporter: Reporter) -> None:
    reporter.type("They met.")
    reporter.publish()
    expect(newest(reporter.page)).to_contain_text("They met.")
    assert reporter.spent() == 1
    expect(at_desk.body_field(reporter.page)).to_be_focused()
    reporter.begin_in(reporter.page.get_by_label("Headline"))
    for headline in ("Talks begin", "Talks end"):
        reporter.type(headline)
        reporter.publish()
        expect(newest(reporter.page)).to_contain_text(headline)
        assert reporter.spent() == 1
        expect(reporter.page.get_by_label("Headline")).to_be_focused()
    reporter.type("By the keyboard alone")
    reporter.page.keyboard.press("Control+Enter")
    expect(newest(reporter.page)).to_contain_text("By the keyboard alone")
    assert reporter.spent() == 0


@on_a_phone
def test_a_statement_by_a_known_speaker_takes_four_and_the_banner_one_more(
    people: People, visit: Visit, reporter: Reporter
) -> None:
    visit.publish("> Before.", kind="statement", standing="official", speaker="ada-nord", topics=["trade"])
    page = reporter.page
    page.reload()
    reporter.wait()
    for also in (None, "banner", "pin", "key"):
        reporter.type(f"> We agree, {also}.")
        expect(page.locator("#new-speaker-typed")).to_be_attached()
        reporter.press(page.locator("[data-chip] > summary", has_text="Who says so"))
        expect(page.locator("#new-speaker-typed")).to_be_focused()
        reporter.type("ada")
        reporter.press(page.get_by_role("option", name="Ada Nord"))
        if also:
            reporter.press(page.locator(f"#composer .chip-check:has([value={also}], [name={also}])"))
        reporter.publish()
        expect(at_desk.body_field(page)).to_have_value("")
        expect(at_desk.body_field(page)).to_be_focused()
        article = newest(page)
        expect(article).to_contain_text(f"We agree, {also}.")
        for name, value in (("kind", "statement"), ("standing", "official"), ("topics", "trade")):
            expect(article).to_have_attribute(f"data-{name}", value)
        assert reporter.spent() <= 4 + bool(also)
    expect(page.locator("#banner")).to_contain_text("We agree, banner.")
    expect(page.locator("#pinned")).to_contain_text("We agree, pin.")
    expect(page.locator("#key-events")).to_contain_text("We agree, key.")


@BREADTH
@on_a_screen
def test_the_banner_takes_two(reporter: Reporter) -> None:
    page = reporter.page
    for opener, words in (("Set a banner", "The talks are on"), ("Change", "The talks are off")):
        reporter.press(page.locator("#banner-panel > summary", has_text=opener))
        reporter.replace(words)
        reporter.press(page.locator("#banner-form").get_by_role("button", name="the banner").first)
        expect(page.locator("#banner")).to_contain_text(words)
        assert reporter.spent() <= 2
        page.reload()
    reporter.press(page.get_by_role("button", name="Clear it", exact=True))
    expect(page.locator("#banner")).to_have_text("")
    assert reporter.spent() <= 2


@BREADTH
@on_a_phone
def test_they_have_left_and_arrived_take_one_each(reporter: Reporter, visit: Visit) -> None:
    page = reporter.page
    visit.add_stop("Oslo", "Europe/Oslo")
    page.reload()
    for words in ("They have left Vienna", "They have arrived in Oslo"):
        reporter.press(page.get_by_role("button", name=words, exact=True))
        assert reporter.spent() == 1
    expect(page.locator("#itinerary .stop-past")).to_contain_text("Vienna")
    expect(page.locator("#itinerary .stop-now")).to_contain_text("Oslo")
    expect(page.get_by_label("Dateline", exact=True)).to_have_value("oslo")


@BREADTH
@on_a_screen
def test_taking_back_takes_one(reporter: Reporter) -> None:
    reporter.type("They did not meet.")
    reporter.publish()
    assert reporter.spent() == 1
    reporter.press(reporter.page.locator("#just-published").get_by_role("button", name="Take back"))
    expect(newest(reporter.page)).to_contain_text("Published by mistake")
    assert reporter.spent() == 1


@on_a_phone
def test_a_correction_of_what_is_on_the_screen_takes_three(reporter: Reporter, visit: Visit) -> None:
    reporter.show_stream()
    reporter.press(at_desk.tools(reporter.page, visit.ids[-1]).get_by_role("link", name="Edit"))
    correct(reporter)
    expect(reporter.page.locator(f"#u-{visit.ids[-1]}")).to_contain_text("It was two days, not three.")
    assert reporter.spent() <= 3


@BREADTH
@on_a_phone
def test_a_correction_of_what_was_just_published_takes_three(reporter: Reporter) -> None:
    reporter.type("They talked for three days.")
    reporter.publish()
    assert reporter.spent() == 1
    reporter.press(reporter.page.locator("#just-published").get_by_role("link", name="Edit"))
    correct(reporter)
    expect(newest(reporter.page)).to_contain_text("It was two days, not three.")
    assert reporter.spent() <= 3


@BREADTH
@on_a_phone
def test_a_correction_of_yesterdays_update_takes_five(reporter: Reporter, site: Site, people: People) -> None:
    visit = site.new_visit(updates=70)
    page = reporter.page
    page.goto(visit.desk_path)
    expect_live(page)
    if reporter.has_touch:
        reporter.press(page.get_by_role("link", name="Stream", exact=True))
    reporter.press(page.get_by_role("searchbox").first)
    reporter.type("Update 1 of")
    results = page.locator("#found .results")
    reporter.press(results.locator(f"[data-for='{visit.ids[0]}']").get_by_role("link", name="Edit"))
    correct(reporter)
    expect(page.locator("#said, [role=status]").filter(has_text="published").first).to_be_visible()
    assert reporter.spent() <= 5


def correct(reporter: Reporter) -> None:
    page = reporter.page
    expect(at_desk.body_field(page)).to_be_focused()
    reporter.replace("They talked for two days.")
    reporter.press(page.locator("label:has([name=change][value=correction])"))
    expect(page.get_by_label("Note for readers")).to_be_focused()
    reporter.type("It was two days, not three.")
    reporter.press(page.get_by_role("button", name="Publish the change"))
