"""Nothing moves while the live page loads: not for its folds, not for its pictures, not for its fonts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.breadth import breadth
from tests.browser.conftest import People
from tests.browser.layout_checks import TWO_FRAMES
from tests.browser.site import DEMO, Site
from tests.wait import until

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
SUM_SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { shifted += value; }))
  .observe({ type: 'layout-shift', buffered: true });"""
PUSH_DOWN = "document.body.prepend(Object.assign(document.createElement('p'), { textContent: 'Pushed.' }))"
THERE = "image => image.complete && image.naturalWidth > 0"
# The families that a page names for its words, and those of them that its styles describe.
NAMED = """(variable) => getComputedStyle(document.documentElement).getPropertyValue(variable)
  .split(',').map((name) => name.trim().replaceAll(/["']/g, '').toLowerCase())"""
DESCRIBED = """() => [...document.fonts].map(({ family, style, weight }) =>
  [family.replaceAll(/["']/g, '').toLowerCase(), style, weight].join(' '))"""


@pytest.mark.parametrize(("place", "count"), [("", 6), ("?page=1", 3)], ids=["newest", "older"])
@pytest.mark.parametrize("size", [PHONE, *breadth(DESK)], ids=["phone", "desk"])
def test_nothing_moves_while_a_page_with_folds_and_pictures_loads(
    people: People, demo: Site, size: dict[str, int], place: str, count: int
) -> None:
    page = people.context(viewport=size, fonts=False).new_page()
    page.add_init_script(SUM_SHIFTS)
    held: list[Route] = []
    page.route("**/media/**", lambda route: held.append(route))
    page.goto(f"/live/{DEMO}{place}", wait_until="domcontentloaded")
    expect(page.locator("html")).to_have_attribute("data-scripted", "")
    assert shifted(page) == 0
    pictures = page.locator(".media-image, .document-page")
    expect(pictures).to_have_count(count)
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        until(lambda: bool(held) or picture.evaluate(THERE), "the picture is asked for")  # noqa: B023 — called at once
        page.evaluate(TWO_FRAMES)
        while held:
            held.pop().continue_()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate(THERE)
        assert shifted(page) == 0
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(PUSH_DOWN)
    until(lambda: page.evaluate("shifted") > 0, "what moves is counted")


def test_every_family_of_a_page_is_described_by_its_styles(people: People, demo: Site) -> None:
    """A family that a browser rejects is missed by nobody until a font is late: then every line moves."""
    page = people.reader(f"/live/{DEMO}")
    described = page.evaluate(DESCRIBED)
    for variable, faces in (
        ("--serif", ("normal normal", "normal 700", "italic normal")),
        ("--sans", ("normal normal",)),
    ):
        adjusted = [name for name in page.evaluate(NAMED, variable) if name.startswith("adjusted ")]
        assert len(adjusted) == 3
        assert {f"{name} {face}" for name in adjusted for face in faces} <= set(described)


def shifted(page: Page) -> float:
    """To three decimals, as a browser reports it."""
    page.evaluate(TWO_FRAMES)
    return round(float(page.evaluate("shifted")), 3)
