"""States of embargoes at the desk, which only `make shots` takes: one is chosen, waits in the queue, is released."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser import desk as at_desk
from tests.browser.layout_checks import resize
from tests.browser.pages import Kind, Places

HEADLINE = "Beijing names the first stop of the talks"
TEXT = "The Foreign Ministry said that both sides had settled the order of the talks."
LATER = "2126-03-04T18:10"


def _choose_an_embargo(page: Page, choice: str, **terms: str) -> None:
    """In the composer: an open one by its words, or a new one with its terms."""
    page.locator("details.schedule > summary").click()
    select = page.locator("#new-embargo")
    select.select_option(label=choice)
    for name, value in terms.items():
        page.locator(f"#new-{name}").fill(value)


def _begin_an_embargo(page: Page, _places: Places) -> None:
    at_desk.write(page, TEXT, headline=HEADLINE)
    _choose_an_embargo(page, "A new embargo …", embargo_title="When the ministers speak", until=LATER, city="Tokyo")
    expect(page.locator("#main-action")).to_have_text("Keep under embargo")


def _keep_under_embargo(page: Page, places: Places) -> None:
    """Two texts under one embargo with a time, in whichever scheme the picture is taken."""
    if page.locator("[data-embargo]").count():
        return
    soon = datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(hours=2)
    terms = {"embargo_title": "When the ministers speak", "until": f"{soon:%Y-%m-%dT%H:%M}", "city": "Tokyo"}
    expect(page.locator("#desk-wire")).to_have_attribute("data-state", "live")
    for number, choice in enumerate(("A new embargo …", "When the ministers speak"), 1):
        at_desk.write(page, f"{TEXT} Part {number}.", headline=f"{HEADLINE} ({number})")
        if number == 1:
            _choose_an_embargo(page, choice, **terms)
        else:
            page.locator("details.schedule > summary").click()
            option = page.locator("#new-embargo option", has_text=choice)
            page.locator("#new-embargo").select_option(value=option.get_attribute("value") or "")
        page.locator("#main-action").click()
        expect(page.locator("#queue [data-state=held]")).to_have_count(number)
    at_desk.open_panel(page, "banner")
    page.locator("#banner-text").fill("The ministers speak of a joint plan")
    option = page.locator("#banner-embargo option", has_text="When the ministers speak")
    page.locator("#banner-embargo").select_option(value=option.get_attribute("value") or "")
    page.locator("#banner-form [type=submit]").last.click()
    expect(page.locator("#queue [data-held-banner]")).to_be_attached()
    page.reload()


def _see_embargo(page: Page, places: Places) -> None:
    _keep_under_embargo(page, places)
    expect(page.locator("#queue [data-embargo] .time-left")).not_to_be_empty()
    page.locator("[data-embargo]").scroll_into_view_if_needed()


def _see_on_a_phone(page: Page, places: Places) -> None:
    resize(page, {"width": 360, "height": 740})
    _keep_under_embargo(page, places)
    page.locator(".view-link[data-shows=queue]").click()
    expect(page.locator("#queue [data-embargo] .time-left")).to_be_visible()


def _ask_to_release(page: Page, places: Places) -> None:
    _keep_under_embargo(page, places)
    if not page.get_by_role("button", name="Release all").is_visible():
        page.locator(".view-link[data-shows=queue]").click()
    page.get_by_role("button", name="Release all").click()
    expect(page.locator("#early-dialog")).to_be_visible()


def _hold_the_banner(page: Page, places: Places) -> None:
    _keep_under_embargo(page, places)
    at_desk.open_panel(page, "banner")


def _edit_held(page: Page, places: Places) -> None:
    _keep_under_embargo(page, places)
    page.locator("#queue [data-state=held] a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Edit")


def _change_terms(page: Page, places: Places) -> None:
    _keep_under_embargo(page, places)
    page.get_by_role("link", name="Change terms").click()
    expect(page.locator("#terms-form")).to_be_visible()


EMBARGO_KINDS = (
    Kind("desk-holding", lambda places: places.empty.desk_path, signed_in=True, act=_begin_an_embargo),
    Kind("desk-embargo", lambda places: places.short.desk_path, signed_in=True, act=_see_embargo),
    Kind(
        "desk-embargo-phone",
        lambda places: places.short.desk_path,
        signed_in=True,
        act=_see_on_a_phone,
        on_a_phone=True,
    ),
    Kind("desk-release", lambda places: places.short.desk_path, signed_in=True, act=_ask_to_release),
    Kind("desk-held-banner", lambda places: places.short.desk_path, signed_in=True, act=_hold_the_banner),
    Kind("edit-held", lambda places: places.short.desk_path, signed_in=True, act=_edit_held),
    Kind("embargo-terms", lambda places: places.short.desk_path, signed_in=True, act=_change_terms),
)
