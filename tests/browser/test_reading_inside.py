"""The lines being read stay where they are when the very update that they belong to is changed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.breadth import BREADTH, breadth, one_in
from tests.browser.conftest import People
from tests.browser.site import Site, Visit
from tests.browser.test_reading_place import ADD_STYLE, NO_ANCHORING

# Paragraphs of which each fills some lines of a phone, and says which one it is.
TEXT = [f"Paragraph {number} begins. " + f"It has words of its own, {number}. " * 12 for number in range(1, 7)]
MORE = "What was not known before takes some lines of its own here. " * 8
# Scrolls so far that a paragraph begins so many pixels above the upper edge.
SCROLL = """([words, above]) => {
  const paragraph = [...document.querySelectorAll('#updates p')].find((one) => one.textContent.includes(words));
  scrollBy(0, paragraph.getBoundingClientRect().top + above);
}"""
# Where the first letter of some words is, in view or not.
TOP_OF_WORDS = """words => {
  const walker = document.createTreeWalker(document.getElementById('updates'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect().top;
  }
  throw new Error(`no words ${words}`);
}"""
# The words of the first line that is whole in view.
FIRST_LINE = """() => {
  for (let y = 1; y < innerHeight; y += 2) {
    const { offsetNode: node, offset } = document.caretPositionFromPoint(innerWidth / 2, y);
    if (node.nodeType !== Node.TEXT_NODE || !node.parentElement.closest('.update-body')) continue;
    const range = new Range();
    range.setStart(node, offset);
    range.setEnd(node, offset + 1);
    if (range.getBoundingClientRect().top >= 0) return node.data.slice(offset, offset + 30);
  }
}"""


def text(paragraphs: Sequence[str] = TEXT) -> str:
    return "\n\n".join(paragraphs)


@pytest.fixture
def visit(site: Site) -> Visit:
    visit = site.new_visit(updates=4)
    visit.ids.append(visit.publish(text()))
    visit.ids += [visit.publish(f"Later {number}. {MORE}") for number in range(3)]
    return visit


# Where the browser itself keeps the place, it does half of the work.
@pytest.fixture(params=[NO_ANCHORING, *breadth("")], ids=["no-anchoring", "anchoring"])
def page(request: pytest.FixtureRequest, people: People, visit: Visit) -> Page:
    """A phone that shows a long update, with others above and below it."""
    page = people.live_reader(visit.path, viewport={"width": 390, "height": 700})
    page.evaluate(ADD_STYLE, request.param)
    return page


CHANGED = {
    "more above what is read": [TEXT[0] + MORE, *TEXT[1:]],
    "a paragraph more above": [TEXT[0], MORE, *TEXT[1:]],
    "a paragraph less above": TEXT[1:],
    "more at the beginning of the paragraph that is cut off": [*TEXT[:2], MORE + TEXT[2], *TEXT[3:]],
    "the paragraph that is cut off is another": [*TEXT[:2], MORE, *TEXT[3:]],
    "all but what comes next is another": [MORE, MORE, MORE, *TEXT[3:]],
    "more below": [*TEXT[:5], TEXT[5] + MORE],
    "emphasis": [TEXT[0], f"**{TEXT[1].strip()}**", *TEXT[2:]],
}


@pytest.mark.parametrize("changed", one_in(2, CHANGED.values()), ids=list(CHANGED))
def test_what_comes_next_stays_whatever_is_changed_in_the_update_that_the_edge_cuts(
    page: Page, visit: Visit, changed: Sequence[str]
) -> None:
    page.evaluate(SCROLL, ["Paragraph 3 begins", 50])
    assert page.evaluate("scrollY") > 300
    before = page.evaluate(TOP_OF_WORDS, "Paragraph 4 begins")
    assert 0 < before < 600
    visit.edit(visit.ids[4], text(changed), reason="correction", note="It was not so. " * 6)
    expect(page.locator(f"#u-{visit.ids[4]} .update-notes")).to_be_attached()
    after = page.evaluate(TOP_OF_WORDS, "Paragraph 4 begins")
    # Where words were put before those of the cut paragraph, its lines break elsewhere, and may be one more or less.
    slack = 30 if changed == CHANGED["more at the beginning of the paragraph that is cut off"] else 1
    assert abs(after - before) <= slack


@BREADTH
def test_the_first_line_stays_when_there_is_more_before_it_in_its_own_paragraph(page: Page, visit: Visit) -> None:
    page.evaluate(SCROLL, ["Paragraph 3 begins", 50])
    words = page.evaluate(FIRST_LINE)
    before = page.evaluate(TOP_OF_WORDS, words)
    visit.edit(visit.ids[4], text([*TEXT[:2], MORE + TEXT[2], *TEXT[3:]]), reason="correction", note="There is more.")
    expect(page.locator(f"#u-{visit.ids[4]} .update-notes")).to_be_attached()
    last = page.evaluate(TOP_OF_WORDS, words)
    assert abs(last - before) <= 1


def test_the_next_update_stays_when_the_one_that_is_cut_off_is_withdrawn(page: Page, visit: Visit) -> None:
    page.evaluate(SCROLL, ["Paragraph 6 begins", 50])
    words = "Update 4 of the talks"
    before = page.evaluate(TOP_OF_WORDS, words)
    assert 0 < before < 700
    visit.withdraw(visit.ids[4], "It was not so.")
    expect(page.locator(f"#u-{visit.ids[4]}")).to_contain_text("Withdrawn")
    assert abs(page.evaluate(TOP_OF_WORDS, words) - before) <= 1


def test_it_stays_through_many_changes_in_a_row(page: Page, visit: Visit) -> None:
    page.evaluate(SCROLL, ["Paragraph 4 begins", 20])
    before = page.evaluate(TOP_OF_WORDS, "Paragraph 5 begins")
    for number in range(1, 6):
        visit.edit(visit.ids[4], text([*(f"Added {number}. " + MORE for _ in range(number)), *TEXT]), version=number)
        visit.publish(f"Above, {number}.")
        expect(page.locator(f"#u-{visit.ids[4]}")).to_contain_text(f"Added {number}.")
        expect(page.locator("#arrivals")).to_contain_text(f"Show {number} new update")
        assert abs(page.evaluate(TOP_OF_WORDS, "Paragraph 5 begins") - before) <= 1
