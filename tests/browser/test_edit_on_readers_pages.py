"""Whoever is signed in finds *Edit* at each update of the readers' pages; nobody else loads anything for it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.breadth import BREADTH, breadth
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.site import DEMO, SECOND_EDITOR, Site, Visit
from tests.browser.test_accessibility import ALL_RULES, RUN, axe
from tests.wait import until

MARK = "localStorage.getItem('dateline:desk')"
HEIGHTS = (
    """() => [...document.querySelectorAll('article.update')].map((each) => each.getBoundingClientRect().height)"""
)


def edit(page: Page, public_id: str) -> Locator:
    return page.locator(f"#u-{public_id}").get_by_role("link", name="Edit")


@pytest.mark.parametrize(
    "size", [{"width": 360, "height": 740}, *breadth({"width": 1440, "height": 900})], ids=["xs", "lg"]
)
def test_edit_stands_at_every_update_and_no_line_moves_for_it(people: People, demo: Site, size: dict[str, Any]) -> None:
    reader = people.live_reader(f"/live/{DEMO}", viewport=size)
    heights = reader.evaluate(HEIGHTS)
    page = people.editor(f"/live/{DEMO}", viewport=size)
    expect_live(page)
    published = page.locator("article.update:not(.update-quiet)")
    expect(page.locator("article .update-edit")).to_have_count(published.count())
    # A picture that has arrived is up to half a pixel off the proportions that kept its place.
    assert page.evaluate(HEIGHTS) == pytest.approx(heights, abs=0.5)
    page.evaluate(axe())
    assert page.evaluate(RUN, ALL_RULES) == []


@BREADTH
def test_edit_follows_what_arrives_changes_and_goes(people: People, visit: Visit) -> None:
    page = people.editor(visit.path)
    expect_live(page)
    expect(edit(page, visit.ids[0])).to_be_visible()
    with page.expect_response("**/tools?*"):
        late = visit.publish("It arrived while the page was open.")
    expect(edit(page, late)).to_be_visible()
    visit.edit(visit.ids[0], "The talks have ended.", reason="correction", note="They are over.")
    expect(page.locator(f"#u-{visit.ids[0]}")).to_contain_text("They are over.")
    expect(edit(page, visit.ids[0])).to_be_visible()
    visit.withdraw(late, "It was wrong.")
    expect(page.locator(f"#u-{late}")).to_contain_text("It was wrong.")
    expect(edit(page, late)).to_have_count(0)
    edit(page, visit.ids[0]).click()
    expect(page.get_by_role("heading", name="Edit this update")).to_be_visible()


@BREADTH
def test_edit_stands_in_permalinks_searches_corrections_and_versions(people: People, visit: Visit) -> None:
    visit.edit(visit.ids[0], "The talks have ended.", reason="correction", note="They are over.")
    address = f"{visit.desk_path}/updates/{visit.ids[0]}"
    page = people.editor(f"{visit.path}/updates/{visit.ids[0]}")
    expect(edit(page, visit.ids[0])).to_have_attribute("href", address)
    for path in ("/search?q=ended", "/corrections", f"/updates/{visit.ids[0]}/history"):
        page.goto(visit.path + path)
        expect(page.locator("main").get_by_role("link", name="Edit")).to_have_attribute("href", address)


@BREADTH
def test_edit_goes_with_the_session_wherever_it_ends(people: People, visit: Visit) -> None:
    page = people.editor(visit.path)
    expect(edit(page, visit.ids[0])).to_be_visible()
    page.context.clear_cookies()
    page.reload()
    until(lambda: page.evaluate(MARK) is None)
    expect(page.locator(".update-edit")).to_have_count(0)


def test_signing_out_takes_edit_from_every_open_page(people: People, visit: Visit) -> None:
    page = people.reader("/desk/sign-in")
    assert page.evaluate(MARK) is None
    at_desk.sign_in(page, SECOND_EDITOR)
    reading = page.context.new_page()
    reading.goto(visit.path)
    expect(edit(reading, visit.ids[0])).to_be_visible()
    at_desk.sign_out(page)
    expect(reading.locator(".update-edit")).to_have_count(0)


def test_who_is_not_signed_in_and_who_reads_in_a_frame_load_nothing_for_it(people: People, visit: Visit) -> None:
    asked: list[str] = []
    page = people.context().new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(visit.path, wait_until="networkidle")
    framed = people.editor(visit.path)
    expect(edit(framed, visit.ids[0])).to_be_visible()
    framed.on("request", lambda request: asked.append(request.url))
    framed.goto(visit.embed_path, wait_until="networkidle")
    assert asked
    assert not [address for address in asked if "tools" in address]
