"""A page that shows some of the updates stays live, says what it hides, and its choices can be combined."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.breadth import BREADTH, breadth
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.test_reading_place import ADD_STYLE, LONG, NO_ANCHORING, article, stays, top


def test_a_filter_stays_live_and_says_what_it_hides(people: People, visit: Visit) -> None:
    old, older = visit.ids[2], visit.ids[0]
    visit.key(older)
    page = people.live_reader(f"{visit.path}?key=1")
    hidden = page.locator("#filtered-out")
    expect(shown(page)).to_have_count(1)
    expect(hidden).to_have_text("")

    first = visit.publish("Of no weight.")
    expect(hidden).to_have_text("1 new update is hidden by this filter.")
    visit.publish("Of no weight either.")
    expect(hidden).to_have_text("2 new updates are hidden by this filter.")
    assert page.title().startswith("Live")
    new = visit.publish("A turning point.", key=True)
    assert ids(page, 2) == [new, older]

    visit.key(old)
    assert ids(page, 3) == [new, old, older]
    visit.key(first)
    assert ids(page, 4) == [new, first, old, older]
    expect(hidden).to_have_text("1 new update is hidden by this filter.")
    visit.unkey(older)
    visit.withdraw(old, "It was not so.")
    assert ids(page, 2) == [new, first]
    visit.pin(new)
    visit.edit(new, "No turning point after all.")
    assert ids(page, 1) == [first]

    page.get_by_role("link", name="Show all").click()
    expect(article(page, visit.ids[1])).to_be_visible()
    expect_query(page, "")


def test_an_update_that_gets_the_topic_that_is_looked_at_appears_at_its_place_and_one_that_loses_it_goes(
    people: People, visit: Visit
) -> None:
    about = [visit.publish(f"On trade, {number}.", topics=["trade"]) for number in range(2)]
    between = visit.publish("On nothing yet.")
    about.append(visit.publish("On trade, at last.", topics=["trade"]))
    page = people.live_reader(f"{visit.path}?topic=trade")
    assert ids(page, 3) == about[::-1]
    visit.edit(between, "On trade after all.", topics=["trade"])
    assert ids(page, 4) == [about[2], between, about[1], about[0]]
    article(page, between).evaluate("article => { article.tabIndex = -1; article.focus(); }")
    visit.edit(between, "On nothing again.", version=2)
    assert ids(page, 3) == about[::-1]
    expect(article(page, about[1])).to_be_focused()


@pytest.mark.parametrize("style", [*breadth(""), NO_ANCHORING], ids=["anchoring", "no-anchoring"])
def test_what_comes_and_goes_in_a_filter_moves_nothing_for_who_reads_further_down(
    people: People, visit: Visit, style: str
) -> None:
    about = [visit.publish(LONG, topics=["trade"]) for _ in range(9)]
    page = people.live_reader(f"{visit.path}?topic=trade", viewport={"width": 390, "height": 700})
    page.evaluate(ADD_STYLE, style)
    reading = article(page, about[3])
    reading.evaluate("article => scrollBy(0, article.getBoundingClientRect().top - 200)")
    place = top(reading)
    assert page.evaluate("scrollY") > 500

    visit.edit(about[6], LONG)
    expect(article(page, about[6])).to_have_count(0)
    assert stays(reading, place)
    visit.publish("Hidden here.")
    expect(page.locator("#filtered-out")).to_contain_text("1 new update is hidden")
    visit.edit(visit.ids[2], LONG, topics=["trade"])
    visit.edit(about[6], LONG, version=2, topics=["trade"])
    arrivals = page.locator("#arrivals")
    expect(arrivals).to_have_text("Show 2 new updates")
    expect(article(page, about[6])).to_be_hidden()
    assert stays(reading, place)
    arrivals.click()
    expect(article(page, about[6])).to_be_focused()
    expect(article(page, about[6])).to_be_in_viewport()


@BREADTH
def test_choices_join_one_another_and_each_can_be_taken_off(people: People, visit: Visit, site: Site) -> None:
    page = people.live_reader(visit.path)
    choose(page, "Key events")
    choose(page, "Trade")
    open_panel(page)
    choose(page, "North")
    open_panel(page)
    site.act(newsroom.people.add_speaker, visit.id, SYSTEM, "Bo Nord", title="Envoy", delegation="north")
    expect_live(page)
    choose(page, "Bo Nord")
    expect_query(page, "topic=trade&speaker=bo-nord&delegation=north&key=1")
    expect(page.locator("#filters [aria-current]")).to_have_text(["Key events", "Trade", "North", "Bo Nord"])

    page.locator(".chosen").get_by_role("link", name="Trade").click()
    expect_query(page, "speaker=bo-nord&delegation=north&key=1")
    choose(page, "Key events")
    expect_query(page, "speaker=bo-nord&delegation=north")
    page.go_back()
    expect_query(page, "speaker=bo-nord&delegation=north&key=1")
    page.get_by_role("link", name="Show all", exact=True).click()
    expect_query(page, "")


@BREADTH
def test_an_open_panel_of_choices_stays_open_and_holds_nothing_back_because_updates_come_below_it(
    people: People, visit: Visit, site: Site
) -> None:
    page = people.live_reader(visit.path)
    open_panel(page)
    choice = page.locator("#filters").get_by_role("link", name="North", exact=True)
    choice.focus()
    place = top(choice)
    new = visit.publish("While somebody chooses.")
    site.act(newsroom.people.add_speaker, visit.id, SYSTEM, "Bo Nord", title="Envoy", delegation="north")
    expect(page.locator("#filters").get_by_role("link", name="Bo Nord")).to_be_visible()
    expect(article(page, new)).to_be_visible()
    expect(choice).to_be_focused()
    assert stays(choice, place)


def test_a_frame_of_three_updates_shows_three_however_long_it_stays_open(people: People, visit: Visit) -> None:
    page = people.live_reader(f"{visit.embed_path}?limit=3")
    new = [visit.publish(f"More, {number}.") for number in range(5)]
    expect(article(page, new[-1])).to_be_visible()
    assert ids(page, 3) == new[:1:-1]


@BREADTH
def test_what_a_visit_does_not_know_is_said_until_the_desk_adds_it_and_updates_then_come(
    people: People, visit: Visit, site: Site
) -> None:
    words = {"a-new-topic": "A new topic", "another-topic": "Another topic"}
    pages = [people.live_reader(f"{path}?topic={word}") for path in (visit.path, visit.embed_path) for word in words]
    for page in pages:
        expect(page.locator("#updates > .empty")).to_contain_text("This visit has no such topic.")
    for word, name in words.items():
        site.act(newsroom.people.add_topic, visit.id, SYSTEM, name)
        for page in pages:
            if query(page).endswith(word):
                expect(page.locator("#updates > .empty")).not_to_contain_text("no such topic")
                expect(page.locator(f'[data-chosen="topic={word}"]')).to_have_text(name)
    new = visit.publish("On the topic.", topics=["another-topic"])
    for page in pages:
        assert ids(page, int(query(page).endswith("another-topic"))) == [new][: int("another" in query(page))]


def choose(page: Page, name: str) -> None:
    before = page.url
    page.locator("#filters").get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(lambda url: url != before)


def expect_query(page: Page, query: str) -> None:
    page.wait_for_url(lambda url: url.partition("?")[2] == query)


def open_panel(page: Page) -> None:
    page.locator("#filters summary").click()


def query(page: Page) -> str:
    return page.url.partition("?")[2]


def shown(page: Page) -> Locator:
    return page.locator("#updates > [data-update]:visible")


def ids(page: Page, count: int) -> list[Any]:
    """The updates that can be seen, once there are so many."""
    expect(shown(page)).to_have_count(count)
    return list(shown(page).evaluate_all("all => all.map(one => one.dataset.update)"))
