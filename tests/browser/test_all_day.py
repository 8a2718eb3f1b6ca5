"""A page that stays open all day stays light: the oldest updates leave it, and those that wait are not on it yet."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.test_reading_place import article, hide, show, stays, top

PHONE = {"width": 390, "height": 700}
ARRIVALS = 200
MOST = 60
ON_THE_PAGE = "#updates > [data-update]"
COUNT_ELEMENTS = "document.querySelectorAll('*').length"


def test_many_arrivals_weigh_nothing_until_one_asks_for_them_and_then_no_more_than_a_fresh_page(
    people: People, site: Site
) -> None:
    visit = site.new_visit(updates=12)
    page = people.live_reader(visit.path, viewport=PHONE, fonts=False)
    reading = article(page, visit.ids[4])
    reading.evaluate("article => scrollBy(0, article.getBoundingClientRect().top - 200)")
    place, before = top(reading), page.evaluate(COUNT_ELEMENTS)

    ids = [visit.publish(f"Arrival {number}.") for number in range(1, ARRIVALS + 1)]
    expect(page.locator("#arrivals")).to_have_text(f"Show {ARRIVALS} new updates")
    assert stays(reading, place)
    assert page.evaluate(COUNT_ELEMENTS) <= before + 2

    visit.edit(ids[-1], "The last one, reworded.")
    visit.withdraw(ids[-2], "It was not so.")
    expect(page.locator("#arrivals")).to_have_text(f"Show {ARRIVALS - 1} new updates")
    expect(article(page, ids[-2])).to_contain_text("It was not so.")
    assert stays(reading, place)

    page.locator("#arrivals").click()
    expect(article(page, ids[-1])).to_be_focused()
    expect(article(page, ids[-1])).to_contain_text("The last one, reworded.")
    expect(article(page, ids[-1])).to_be_in_viewport()
    assert shown(page) == ids[-1 : -MOST - 1 : -1]
    assert page.evaluate(COUNT_ELEMENTS) <= 2 * fresh(people, visit).evaluate(COUNT_ELEMENTS)
    expect_the_rest_on_the_way_down(page, ids)


@BREADTH
def test_at_the_top_the_oldest_go_as_new_ones_come_but_never_what_has_the_focus(people: People, site: Site) -> None:
    visit = site.new_visit(updates=45)
    page = people.live_reader(visit.path, fonts=False)
    assert len(shown(page)) == 25
    expect(page.locator(".pager-older")).to_have_attribute("href", f"{visit.path}?page=1")

    ids = [*visit.ids, *(visit.publish(f"Arrival {number}.") for number in range(MOST - 25))]
    expect(article(page, ids[-1])).to_be_visible()
    assert shown(page) == ids[-MOST:][::-1]
    last = article(page, ids[20]).locator("a").first
    last.evaluate("link => link.focus({ preventScroll: true })")
    ids.append(visit.publish("One more than fits."))
    expect(article(page, ids[-1])).to_be_visible()
    expect(last).to_be_focused()

    page.evaluate("document.activeElement.blur()")
    ids.append(visit.publish("Now the focus is elsewhere."))
    expect(article(page, ids[20])).not_to_be_attached()
    assert shown(page) == ids[-MOST:][::-1]
    expect(page.locator(".pager-older")).to_have_attribute("href", f"{visit.path}?page=2")
    expect_the_rest_on_the_way_down(page, ids)


@BREADTH
def test_a_tab_that_was_hidden_for_long_shows_the_newest_and_leads_on(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path, fonts=False)
    hide(page)
    ids = [*visit.ids, *(visit.publish(f"Arrival {number}.") for number in range(MOST + 5))]
    expect(page).to_have_title(f"({MOST + 5}) Live: Talks in Vienna · Dateline")
    assert shown(page) == visit.ids[::-1]
    show(page)
    expect(article(page, ids[-1])).to_be_visible()
    assert shown(page) == ids[-MOST:][::-1]
    expect_the_rest_on_the_way_down(page, ids)


@BREADTH
def test_at_the_desk_the_tools_go_with_their_updates(people: People, site: Site) -> None:
    visit = site.new_visit(updates=42)
    page = people.editor(visit.desk_path)
    expect_live(page)
    ids = [*visit.ids, *(visit.publish(f"Arrival {number}.") for number in range(MOST - 19))]
    expect(article(page, ids[-1])).to_be_visible()
    expect(page.locator(f'#updates > .tools[data-for="{ids[-1]}"]')).to_be_attached()
    assert shown(page) == ids[-MOST:][::-1]
    tools = page.locator("#updates > .tools").evaluate_all("all => all.map(one => one.dataset.for)")
    assert tools == shown(page)
    expect(page.locator("#pager .pager-older")).to_have_attribute("href", f"{visit.desk_path}?page=2")


def shown(page: Page) -> list[str]:
    return page.locator(ON_THE_PAGE).evaluate_all("all => all.map(one => one.dataset.update)")


def fresh(people: People, visit: Visit) -> Page:
    return people.live_reader(visit.path, viewport=PHONE, fonts=False)


def expect_the_rest_on_the_way_down(page: Page, ids: list[str]) -> None:
    """The next older update is the first on the page that the pager leads to, or is on it below what was shown."""
    oldest = shown(page)[-1]
    page.locator(".pager-older").click()
    expect(page.locator("#updates")).not_to_have_attribute("data-front", "")
    found = shown(page)
    assert ids[ids.index(oldest) - 1] in found
