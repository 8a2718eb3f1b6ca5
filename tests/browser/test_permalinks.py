"""A link to one update leads to its place among the others, and can be passed on from every update."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit

SHARE = "navigator.share = (what) => { window.shared = what; return Promise.resolve(); }"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


@pytest.fixture
def long(site: Site) -> Visit:
    return site.new_visit(updates=45)


def address(visit: Visit, public_id: str, *, marked: bool = True) -> str:
    return f"{visit.path}/updates/{public_id}" + (f"#u-{public_id}" if marked else "")


@pytest.mark.parametrize(
    ("number", "marked"),
    [(5, False), *(pytest.param(*each, marks=BREADTH) for each in ((35, True), (5, True), (35, False)))],
    ids=["archive", "front-with-fragment", "archive-with-fragment", "front"],
)
def test_a_permalink_opens_at_its_update(people: People, long: Visit, number: int, marked: bool) -> None:
    page = people.live_reader(address(long, long.ids[number], marked=marked))
    followed = page.locator("#updates > [aria-current=true]")
    expect(followed).to_contain_text(f"Update {number + 1} of the talks.")
    expect(followed).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("The update you followed a link to", exact=True)).to_be_in_viewport()
    expect(page).to_have_url(re.compile(f"#u-{long.ids[number]}$"))
    expect(followed).to_be_focused()
    top = top_of(followed)

    long.edit(long.ids[number], "It has other words now.")
    expect(followed).to_contain_text("It has other words now.")
    long.publish("It arrives while somebody reads an older one.")
    expect(page.locator("#arrivals")).to_have_text("Show 1 new update")
    assert top_of(followed) == pytest.approx(top, abs=1)
    expect(followed).to_be_focused()

    page.locator("#arrivals").click()
    expect(page.locator("#updates > [data-update]").first).to_contain_text("It arrives while")
    assert page.url.partition("#")[0].endswith(long.path if number == 5 else long.ids[number])

    long.withdraw(long.ids[number], "It was not so.")
    again = people.reader(address(long, long.ids[number]))
    expect(again.locator("#updates > [aria-current=true]")).to_contain_text("It was not so.")
    expect(again).to_have_title("Withdrawn update · Dateline")


def test_a_withdrawal_reaches_the_page_of_the_permalink(people: People, visit: Visit) -> None:
    said = "Words that will be taken back."
    taken_back = visit.publish(said)
    page = people.live_reader(address(visit, taken_back))
    assert page.content().count(said) > 2, "its title, its head and its text have them"
    visit.withdraw(taken_back, "It was not so.")
    expect(page.locator("#updates > [aria-current=true]")).to_contain_text("It was not so.")
    expect(page).to_have_title(re.compile("Withdrawn update · Dateline$"))
    assert said not in page.content()


def test_who_loads_a_permalink_again_stays_where_they_were(people: People, long: Visit) -> None:
    page = people.live_reader(address(long, long.ids[40], marked=False))
    expect(page).to_have_url(re.compile("#u-"))
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    page.wait_for_function("scrollY === 0")
    page.reload()
    expect_live(page)
    assert page.evaluate("scrollY") == 0


def test_a_link_is_copied_and_that_is_seen_and_said_once(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path, permissions=["clipboard-read", "clipboard-write"])
    arrived = visit.publish("It arrives later.")
    share = share_link(page, arrived)
    share.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == f"{visit.site.url}{address(visit, arrived)}"
    assert "Link copied" in share.evaluate("link => getComputedStyle(link, '::after').content")
    expect(share).to_have_accessible_name("Share")
    expect(share).to_be_focused()
    assert page.url.endswith(visit.path)
    visit.publish("Nothing is in the way of the next one.")
    expect(page.locator("#updates > [data-update]").first).to_contain_text("Nothing is in the way")
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_have_count(0)


@BREADTH
def test_a_phone_is_asked_to_share(people: People, visit: Visit) -> None:
    phone: dict[str, Any] = {"has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 740}}
    context = people.context(**phone)
    context.add_init_script(SHARE)
    page = context.new_page()
    page.goto(visit.path)
    expect_live(page)
    share_link(page, visit.ids[0]).tap()
    page.wait_for_function("window.shared")
    assert page.evaluate("window.shared") == {
        "title": "Update 1 of the talks.",
        "url": f"{visit.site.url}{address(visit, visit.ids[0])}",
    }


@BREADTH
def test_a_link_is_copied_where_the_page_is_not_secure(people: People, visit: Visit) -> None:
    context = people.context()
    context.add_init_script(NO_CLIPBOARD)
    page = context.new_page()
    page.goto(visit.path)
    expect_live(page)
    share_link(page, visit.ids[0]).click()
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_have_count(1)


def test_the_line_for_other_sites_is_copied(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Put it on your site").click()
    page.get_by_role("button", name="Copy this line").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    line = page.evaluate("navigator.clipboard.readText()")
    assert line.startswith("<script async src=")
    assert f'data-visit="{visit.slug}"' in line
    page.get_by_label("HTML to paste").focus()
    selected = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert page.get_by_label("HTML to paste").evaluate(selected) == line


def share_link(page: Page, public_id: str) -> Locator:
    return page.locator(f"#u-{public_id}").get_by_role("link", name="Share")


def top_of(article: Locator) -> float:
    return float(article.evaluate("article => article.getBoundingClientRect().top"))
