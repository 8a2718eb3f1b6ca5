"""axe-core finds nothing on any page, in either colour scheme, on a phone or on a desk; and what axe cannot see."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import People
from tests.browser.pages import KINDS, NAMES, REFUSED, Kind, Places
from tests.browser.watch import Watch
from tests.servers.node import AXE, npm_tool

PHONE, DESK = {"width": 360, "height": 780}, {"width": 1440, "height": 900}
Scheme = Literal["light", "dark"]
# All rules once in either scheme and at either width; what depends on both is looked at in every combination.
ALL_RULES: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
COLOURS: dict[str, Any] = {"runOnly": ["color-contrast", "link-in-text-block"]}
LOOKS: tuple[tuple[Scheme, dict[str, int], dict[str, Any]], ...] = (
    ("light", PHONE, ALL_RULES),
    ("light", DESK, COLOURS),
    ("dark", DESK, ALL_RULES),
    ("dark", PHONE, COLOURS),
)
RUN = """async options => {
  const { violations, incomplete } = await axe.run(document, { resultTypes: ['violations'], ...options });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\\n    ${html.slice(0, 300)}\\n    ${failureSummary}`));
}"""


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_axe_finds_nothing_on_the_page(people: People, places: Places, kind: Kind, watch: Watch) -> None:
    watch.expect(*REFUSED)
    page = open_page(people, places, kind)
    page.evaluate(axe())
    findings = []
    for scheme, size, options in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)  # type: ignore[arg-type]
        findings += [f"{scheme}, {size['width']} px: {finding}" for finding in page.evaluate(RUN, options)]
    assert not findings, "\n".join(findings)


def open_page(people: People, places: Places, kind: Kind, **options: Any) -> Page:
    open_as = people.editor if kind.signed_in else people.reader
    page = open_as(kind.address(places), **options)
    kind.act(page, places)
    return page


@cache
def axe() -> str:
    return (npm_tool(*AXE) / "axe.min.js").read_text(encoding="utf-8")
