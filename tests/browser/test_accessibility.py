"""axe-core finds nothing on any page, in either colour scheme, on a phone or on a desk; and what axe cannot see."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.breadth import breadth, is_whole
from tests.browser import layout_checks
from tests.browser.conftest import People
from tests.browser.pages import KINDS, NAMES, REFUSED, VARIANTS, Kind, Places
from tests.browser.site import DEMO, Site, Visit
from tests.browser.watch import Watch
from tests.servers.node import AXE, npm_tool

PHONE, DESK = {"width": 360, "height": 780}, {"width": 1440, "height": 900}
Scheme = Literal["light", "dark"]
ALL_RULES: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
COLOURS: dict[str, Any] = {"runOnly": ["color-contrast", "link-in-text-block"]}
Look = tuple[Scheme, dict[str, int]]
LOOKS: tuple[Look, ...] = (("light", PHONE), ("dark", DESK), ("light", DESK), ("dark", PHONE))
# States of a page whose controls and notices other kinds of pages have, in the same colours and sizes; and the page of
# a report, which `test_reports` looks at.
LIKE_OTHERS = VARIANTS | {"report", "filter-choices", "arrivals", "upcoming", "menu", "corrections"}
LIKE_OTHERS |= {"refused", "kept", "purge-sure", "withdraw-dialog"}
# The demonstration's stream is looked at as a whole on the live page; on others its first updates stand for it.
SHORTEN = """() => document.querySelectorAll('#updates > [data-update]:nth-of-type(n + 8):not([aria-current])')
  .forEach((one) => one.remove())"""
RUN = """async options => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'], ...options });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\\n    ${html.slice(0, 300)}\\n    ${failureSummary}`));
}"""


@pytest.mark.parametrize("kind", [breadth(kind)[0] if kind.name in LIKE_OTHERS else kind for kind in KINDS], ids=NAMES)
def test_axe_finds_nothing_on_the_page_nor_does_a_narrow_phone(
    people: People, site: Site, places: Places, kind: Kind, watch: Watch
) -> None:
    watch.expect(*REFUSED)
    page = open_page(people, places, kind)
    if kind.name != "live":
        page.evaluate(SHORTEN)
    page.evaluate(axe())
    findings = []
    for (scheme, size), options in looks(kind, site.footing):
        page.emulate_media(color_scheme=scheme)
        layout_checks.resize(page, size)
        findings += [f"{scheme}, {size['width']} px: {finding}" for finding in page.evaluate(RUN, options)]
    findings += layout_checks.findings(page)
    assert not findings, "\n".join(findings)


def looks(kind: Kind, footing: str) -> list[tuple[Look, dict[str, Any]]]:
    """All rules in one look, which differs from page to page and on the other footing; in `make test-all` the colours
    in the other scheme as well. The pages share their parts, so that each part is seen in every look."""
    first = KINDS.index(kind) + (0 if footing == "sqlite" else 2)
    return [(LOOKS[first % 4], ALL_RULES), (LOOKS[(first + 1) % 4], COLOURS)][: 2 if is_whole() else 1]


def open_page(people: People, places: Places, kind: Kind, **options: Any) -> Page:
    open_as = people.editor if kind.signed_in else people.reader
    page = open_as(kind.address(places), **options)
    if kind.act:
        kind.act(page, places)
    return page


@cache
def axe() -> str:
    return (npm_tool(*AXE) / "axe.min.js").read_text(encoding="utf-8")


def axe_findings(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds in a state that a test has brought about: by all rules, and in `make test-all` of the colours
    in the dark, which the kinds of pages have in every run."""
    page.evaluate(axe())
    rules = ALL_RULES["rules"] | {name: {"enabled": False} for name in without}
    found: list[str] = page.evaluate(RUN, {"rules": rules})
    if not is_whole():
        return found
    page.emulate_media(color_scheme="dark")
    page.evaluate(layout_checks.TWO_FRAMES)
    found += [f"dark: {finding}" for finding in page.evaluate(RUN, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def test_the_keyboard_comes_first_to_the_skip_links_and_in_order_to_the_arrivals(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    focused = page.locator(":focus")
    for words in ("Skip to the updates", "Skip to the key events", "Skip to the breaking news"):
        page.keyboard.press("Tab")
        expect(focused).to_have_text(words)
        expect(focused).to_be_in_viewport(ratio=1)
    page.evaluate("document.getSelection().selectAllChildren(document.querySelector('#visit-title'))")
    visit.publish("It comes while the reader is busy.")
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")

    page.get_by_role("link", name="Skip to the updates").focus()
    order = [page.evaluate("document.activeElement.id || document.activeElement.className")]
    while order[-1] != "arrivals":
        assert len(order) < 40, f"the keyboard never comes to the button: {order}"
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert not any("update" in name for name in order), f"the button comes after the updates: {order}"
    page.keyboard.press("Enter")
    expect(page.locator("#updates > [data-update]").first).to_be_focused()


def test_the_live_page_has_one_of_each_landmark_and_headings_in_order(people: People, demo: Site) -> None:
    page = people.reader(f"/live/{DEMO}")
    assert page.locator("main").count() == 1
    assert page.get_by_role("banner").count() == 1
    assert page.get_by_role("contentinfo").count() == 1
    for name in ("Skip links", "Itinerary", "Show"):
        expect(page.get_by_role("navigation", name=name)).to_have_count(1)
    for name in ("Key events", "The sides"):
        expect(page.get_by_role("complementary", name=name)).to_have_count(1)
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
