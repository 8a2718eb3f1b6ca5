"""The desk's pages in each language: axe-core and html-validate find nothing, and they fit the narrowest phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from blog import newsroom
from blog.languages import LANGUAGES, spoken
from tests.breadth import breadth, is_whole
from tests.browser import desk as at_desk
from tests.browser import layout_checks
from tests.browser.conftest import People
from tests.browser.numbers_pages import count_readers
from tests.browser.pages import DEMO_DESK, Places
from tests.browser.test_accessibility import ALL_RULES, RUN, SHORTEN, axe
from tests.browser.test_markup import complaints
from tests.browser.watch import Watch
from tests.sample_visit import PASSWORD

ADDRESSES: dict[str, Callable[[Places], str]] = {
    "front": lambda places: "/desk",
    "visit": lambda places: DEMO_DESK,
    "edit": lambda places: f"{DEMO_DESK}/updates/{places.corrected}",
    "withdraw": lambda places: f"{DEMO_DESK}/updates/{places.corrected}/withdraw",
    "marking": lambda places: f"{DEMO_DESK}/updates/{places.sourced}/passages",
    "set-up": lambda places: f"{DEMO_DESK}/set-up",
    "portrait": lambda places: f"{DEMO_DESK}/set-up/speakers/steinberg/portrait",
    "schedule": lambda places: f"{DEMO_DESK}/schedule",
    "guidance": lambda places: f"{DEMO_DESK}/schedule/guidance",
    "team": lambda places: f"{DEMO_DESK}/team",
    "log": lambda places: f"{DEMO_DESK}/log",
    "numbers": lambda places: f"{places.short.desk_path}/numbers",
    "media": lambda places: f"{DEMO_DESK}/media",
    "search": lambda places: f"{DEMO_DESK}/search?q=Taiwan",
    "handover": lambda places: f"{DEMO_DESK}/handover",
    "embargo": lambda places: f"{DEMO_DESK}/embargoes",
    "new-visit": lambda places: "/desk/visits/new",
    "people": lambda places: "/desk/people",
    "deliveries": lambda places: "/desk/webhooks",
    "keys": lambda places: "/desk/keys",
    "audit": lambda places: "/desk/audit",
    "account": lambda places: "/desk/account",
}
# The composer has the most controls, and the log and the schedule the most sentences that are put together.
USUAL = ("visit", "schedule")


def signed_in(people: People, places: Places, tag: str) -> Page:
    """An administrator, as nobody else sees every page, whose desk is in the language."""
    site, email = places.short.site, f"admin-{tag.lower()}@languages.example"
    added = site.act(newsroom.reporters.add, email, name="Lin Yue", role="admin", password=PASSWORD)
    site.act(newsroom.own_account.set_language, added, tag)
    page = people.reader("/desk/sign-in")
    at_desk.sign_in(page, email)
    return page


@pytest.mark.parametrize("tag", ["zh", "ar", *breadth(*(tag for tag in spoken() if tag not in ("en", "zh", "ar")))])
def test_axe_finds_nothing_at_a_desk_in_another_language_nor_does_a_narrow_phone(
    people: People, places: Places, tmp_path: Path, watch: Watch, tag: str
) -> None:
    page = signed_in(people, places, tag)
    count_readers(places.short, 60)
    findings, pages = [], {}
    for name, address in ADDRESSES.items():
        if not is_whole() and name not in USUAL:
            continue
        page.goto(address(places))
        html = page.locator("html")
        expect(html).to_have_attribute("lang", tag)
        expect(html).to_have_attribute("dir", LANGUAGES[tag].direction)
        pages[f"{name}-{tag}"] = page.request.get(address(places)).text()
        if name == "visit":
            page.locator("#composer [name=body]").fill("The ministers have met.")
            page.locator("#composer details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        page.evaluate(SHORTEN)
        page.evaluate(axe())
        findings += [f"{name}: {finding}" for finding in page.evaluate(RUN, ALL_RULES)]
        page.locator("#composer details").evaluate_all("all => all.forEach((one) => (one.open = false))")
        findings += [f"{name}: {finding}" for finding in layout_checks.findings(page)]
        layout_checks.resize(page, {"width": 1280, "height": 900})
    assert not findings, "\n".join(findings)
    assert complaints(pages, tmp_path) == ""
