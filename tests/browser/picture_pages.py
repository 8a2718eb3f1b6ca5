"""States with pictures that `make shots` takes: at the desk, and large on a reader's page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import desk as at_desk
from tests.browser.pages import DEMO_DESK, Kind, Places
from tests.browser.pictures import alt, choose, expect_there, rows
from tests.browser.site import DEMO


def _begin(page: Page) -> None:
    """A text that is not saved at the server, where the next picture would offer it."""
    page.route("**/drafts/*", lambda route: route.fulfill(status=204, headers={"ETag": '"1"', "X-Draft-Version": "1"}))
    at_desk.write(page, "They have sat down.", headline="The talks begin")


def _show_pictures(page: Page, _places: Places) -> None:
    _begin(page)
    choose(page, "hall", "lectern")
    expect_there(page, 2)
    alt(page).fill("The flags of both sides in the hall")
    rows(page).nth(1).get_by_text("Caption, credit, rights").click()


def _upload(page: Page, _places: Places) -> None:
    _begin(page)
    page.route("**/media", lambda _route: None)
    choose(page, "hall")
    expect(rows(page).get_by_role("progressbar")).to_be_visible()


def _fail(page: Page, _places: Places) -> None:
    _begin(page)
    page.route("**/media", lambda route: route.fulfill(status=503, body="Busy"))
    choose(page, "hall")
    expect(rows(page).get_by_role("alert")).to_be_visible()


def _crop(page: Page, places: Places) -> None:
    _show_pictures(page, places)
    rows(page).first.get_by_role("button", name="Crop").click()
    expect(page.get_by_role("dialog", name="Crop the picture")).to_be_visible()
    for key in ("Shift+ArrowLeft", "Shift+ArrowUp", "ArrowRight") * 12:
        page.keyboard.press(key)


def _open_a_picture(page: Page, _places: Places) -> None:
    page.locator("a[data-picture]").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()


PICTURE_KINDS = (
    Kind("desk-pictures", lambda places: DEMO_DESK, signed_in=True, act=_show_pictures),
    Kind("desk-picture-sent", lambda places: DEMO_DESK, signed_in=True, act=_upload),
    Kind("desk-picture-failed", lambda places: DEMO_DESK, signed_in=True, act=_fail),
    Kind("desk-picture-crop", lambda places: DEMO_DESK, signed_in=True, act=_crop),
    Kind("desk-picture-plain", lambda places: f"{DEMO_DESK}/media", signed_in=True),
    Kind("lightbox", lambda places: f"/live/{DEMO}", act=_open_a_picture),
)
