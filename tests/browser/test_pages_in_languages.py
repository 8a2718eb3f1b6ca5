"""Readers' pages in each language: axe-core and html-validate find nothing, and they fit the narrowest phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from blog.languages import LANGUAGES, spoken
from tests.breadth import breadth, is_whole
from tests.browser import layout_checks
from tests.browser.conftest import People
from tests.browser.pages import KINDS, REFUSED, Kind, Places
from tests.browser.test_accessibility import ALL_RULES, RUN, SHORTEN, axe
from tests.browser.test_markup import complaints
from tests.browser.watch import Watch

# One of each template that readers meet.
MAIN = (
    *("front", "live", "update", "withdrawn", "history", "report", "itinerary", "people", "standing", "corrections"),
    *("readouts", "search", "embed", "embed-update", "share", "missing"),
)
PAGES = [kind for kind in KINDS if kind.name in MAIN]
OTHERS = [tag for tag in spoken() if tag != "en"]
# Of the languages, the one that is mirrored differs most; German has the longest words.
USUAL = ("live", "itinerary")


def address(kind: Kind, places: Places, tag: str) -> str:
    plain = kind.address(places)
    return f"{plain}{'&' if '?' in plain else '?'}ui={tag}"


@pytest.mark.parametrize("tag", ["ar", *breadth(*(tag for tag in OTHERS if tag != "ar"))])
def test_axe_finds_nothing_on_the_pages_of_a_language_nor_does_a_narrow_phone(
    people: People, places: Places, watch: Watch, tag: str
) -> None:
    watch.expect(*REFUSED)
    page = people.reader("about:blank")
    findings = []
    for kind in PAGES:
        if not is_whole() and kind.name not in USUAL:
            continue
        page.goto(address(kind, places, tag))
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
            tag,
            LANGUAGES[tag].direction,
        ]
        page.evaluate(SHORTEN)
        page.evaluate(axe())
        findings += [f"{kind.name}: {finding}" for finding in page.evaluate(RUN, ALL_RULES)]
        findings += [f"{kind.name}: {finding}" for finding in layout_checks.findings(page)]
        layout_checks.resize(page, {"width": 1280, "height": 900})
    assert not findings, "\n".join(findings)


def test_the_html_of_the_pages_of_each_language_is_valid(
    people: People, places: Places, watch: Watch, tmp_path: Path
) -> None:
    watch.expect(*REFUSED)
    request = people.context().request
    kinds = PAGES if is_whole() else [kind for kind in PAGES if kind.name in USUAL]
    pages = {f"{kind.name}-{tag}": request.get(address(kind, places, tag)).text() for tag in OTHERS for kind in kinds}
    assert all(html.startswith("<!DOCTYPE html>") for html in pages.values())
    assert complaints(pages, tmp_path) == ""
