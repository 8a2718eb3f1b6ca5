"""The pinned copy of an update names who says so, and covers no more of the text than it cuts off."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.layout_checks import resize
from tests.browser.site import Visit

SENTENCE = "We agree to go on talking in this room until there is a text that both of us can sign. "


def test_a_pinned_statement_names_its_speaker_however_long_it_is(people: People, visit: Visit) -> None:
    page = people.reader(visit.path)
    resize(page, {"width": 1440, "height": 900})
    for times, is_cut in ((20, True), (2, False)):
        visit.pin(visit.publish(SENTENCE * times, kind="statement", speaker="ada-nord"))
        text = (SENTENCE * times).strip()
        check(page, text, is_cut)
        page.reload()
        check(page, text, is_cut)
    page.locator(".pinned-all").press("Shift")  # a key: from now on the focus shows
    assert bottom(page.locator(".pinned-all")) <= bottom(page.locator("#pinned .update-words"))


def test_a_pinned_report_says_who_says_so_and_names_its_source_however_long_it_is(people: People, visit: Visit) -> None:
    page = people.reader(visit.path)
    source = {"speaker": "ada-nord", "source": "North Wire", "source_url": "https://wire.example.org/1"}
    visit.pin(visit.publish(SENTENCE * 20, headline="They go on", **source))
    said = page.locator("#pinned .pinned-source")
    for size in ({"width": 360, "height": 740}, {"width": 1440, "height": 900}):
        resize(page, size)
        expect(said.get_by_text("Ada Nord, Spokesperson")).to_be_visible()
        expect(said.get_by_role("link", name="North Wire")).to_have_attribute("href", source["source_url"])
        assert bottom(said) <= top(page.locator("#pinned .update-body"))
        assert bottom(said) <= top(page.locator(".pinned-all"))


def check(page: Page, said: str, is_cut: bool) -> None:
    words, link = page.locator("#pinned .update-words"), page.locator(".pinned-all")
    speaker, text = page.locator("#pinned figcaption"), page.locator("#pinned .update-body")
    expect(text).to_have_text(said)  # a page that was loaded again may show the one before for a moment
    expect(speaker).to_have_text("Ada Nord, Spokesperson North")
    assert bottom(speaker) <= top(text)
    assert bottom(speaker) <= top(link)
    assert (top(link) < bottom(words)) == is_cut
    assert is_cut or bottom(text) <= bottom(words)


def top(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box
    return box["y"]


def bottom(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box
    return box["y"] + box["height"]
