"""What a window is wide for: wider columns, pages of record in the middle, and in frames a rail where it fits."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.layout_checks import resize
from tests.browser.site import DEMO, Site, Visit

HEIGHT = 900


def test_a_wide_window_is_used_and_a_page_of_record_stands_in_the_middle(people: People, demo: Site) -> None:
    page = people.live_reader(f"/live/{DEMO}", viewport={"width": 1440, "height": HEIGHT})
    columns = page.locator(".visit-columns")
    for width, least in ((1440, 1200), (1920, 1500), (2560, 2000)):
        resize(page, {"width": width, "height": HEIGHT})
        assert box(columns)["width"] >= least
    expect(page.locator("#sides")).to_be_in_viewport()
    page.goto(f"/live/{DEMO}/corrections")
    main = box(page.locator("main"))
    assert abs(main["x"] - (page_width(page) - main["x"] - main["width"])) <= 1


def test_in_a_frame_the_banner_is_first_and_the_rail_is_beside_the_words_where_there_is_room(
    people: People, visit: Visit
) -> None:
    visit.set_banner("They have met.")
    page = people.live_reader(visit.embed_path, viewport={"width": 690, "height": HEIGHT})
    assert box(page.locator("#banner"))["y"] == 0
    rail, words = page.locator(".update-rail").first, page.locator(".update-words").first
    assert box(words)["y"] >= box(rail)["y"] + box(rail)["height"]
    resize(page, {"width": 710, "height": HEIGHT})
    assert box(words)["x"] >= box(rail)["x"] + box(rail)["width"]


def page_width(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.clientWidth")
    return width


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found
    return dict(found)  # type: ignore[arg-type]
