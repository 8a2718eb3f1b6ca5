"""Beside an update are its city and date where the one above has others; a screen reader hears them with each."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.site import Visit


@pytest.fixture
def page(people: People, visit: Visit) -> Page:
    """A page with three updates from Vienna, and from Tokyo two below them and one above."""
    visit.add_stop("Tokyo", "Asia/Tokyo")
    visit.publish("From Tokyo.", stop="tokyo")
    return people.live_reader(visit.path)


def test_cities_are_shown_where_they_change_and_stay_right_as_updates_come_and_go(page: Page, visit: Visit) -> None:
    assert shown(page) == ["T", "V", "", ""]
    visit.publish("From Vienna again.")
    expect(page.locator("#updates > [data-update]")).to_have_count(5)
    assert shown(page) == ["V", "T", "V", "", ""]
    top = newest(page)
    expect(top).to_contain_text("Vienna")
    visit.publish("From Vienna once more.")
    expect(page.locator("#updates > [data-update]")).to_have_count(6)
    assert shown(page) == ["V", "", "T", "V", "", ""]
    page.reload()
    expect(page.locator("#updates > [data-update]")).to_have_count(6)
    assert shown(page) == ["V", "", "T", "V", "", ""], "the server follows the same rule"
    between = page.locator("#updates > [data-update]").nth(2)
    visit.withdraw(str(between.get_attribute("data-update")), "It was not so.")
    expect(between).to_have_attribute("data-state", "withdrawn")
    expect(page.locator("#updates > [data-repeats~=city]")).to_have_count(4)
    assert shown(page) == ["V", "", "-", "", "", ""]


def test_in_one_zone_there_is_one_city(page: Page) -> None:
    page.get_by_label("Times in").select_option("Tokyo")
    expect(page.locator("#updates .city").last).to_have_text("Tokyo")
    assert shown(page) == ["T", "", "", ""]


def test_what_is_not_shown_is_still_said(page: Page) -> None:
    last = page.locator("#updates > [data-update]").last
    expect(last.get_by_role("link", name=re.compile(r"^\d\d\.\d\d Vienna$"))).to_have_count(1)


def shown(page: Page) -> list[str]:
    """The first letter of each city that is seen beside an update; a dash for what was withdrawn."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('#updates > [data-update]:not([hidden])')].map((article) => {
             const city = article.querySelector('.update-rail .city');
             if (!city) return '-';
             return city.getBoundingClientRect().width > 1 ? city.textContent[0] : '';
           })"""
    )
    return found


def newest(page: Page) -> Locator:
    return page.locator("#updates > [data-update]").first
