"""What an update says about itself, as it is seen, heard and reached: its standing, its changes, the other side."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.layout_checks import resize
from tests.browser.pages import Places
from tests.browser.site import DEMO, Site, Visit

HINT = "link => getComputedStyle(link, '::after').content"


def test_a_standing_says_what_it_means_by_keyboard_and_leads_to_its_explanation(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    link = page.locator("#updates .standing").first
    page.locator("#updates .update-time").first.focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    assert "attributed to them" in str(link.evaluate(HINT))
    expect(page.get_by_role("link", name="Reported", exact=True).first).to_have_accessible_description(
        "Reported by others and attributed to them"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/standing#reported")
    expect(page.get_by_role("heading", name="Reported")).to_be_in_viewport()


def test_a_change_is_heard_and_not_only_seen(people: People, demo: Site, places: Places) -> None:
    page = people.reader(f"/live/{DEMO}/updates/{places.corrected}/history")
    newest = page.locator("article.revision").first
    expect(newest).to_match_aria_snapshot("""
      - article /Corrected .*Beijing/:
        - heading /Corrected/ [level=2]
        - paragraph: The talks lasted two days, not three. The stay in Beijing touched three dates, 2 to 4 March.
        - paragraph:
          - text: "Headline: Steinberg leaves Beijing after"
          - deletion: /removed. three/
          - insertion: /added. two/
          - text: days of talks
    """)
    for mark, line in (("ins", "underline"), ("del", "line-through")):
        assert line in newest.locator(mark).first.evaluate("mark => getComputedStyle(mark).textDecorationLine")


def test_the_sides_stand_next_to_each_other_where_there_is_room_and_by_time_where_there_is_none(
    people: People, demo: Site
) -> None:
    page = people.reader(f"/live/{DEMO}/readouts", viewport={"width": 1024, "height": 800})
    accounts = page.locator("#accounts-readout + .columns .account")
    expect(accounts).to_have_count(2)
    american, chinese = (accounts.nth(number).bounding_box() for number in range(2))
    assert american
    assert chinese
    assert abs(american["y"] - chinese["y"]) < 1
    assert american["x"] + american["width"] < chinese["x"]

    resize(page, {"width": 360, "height": 740})
    american, chinese = (accounts.nth(number).bounding_box() for number in range(2))
    assert american
    assert chinese
    assert american["y"] + american["height"] <= chinese["y"]
    assert american["x"] == chinese["x"]
    moments = page.locator("#accounts-statement + .columns .update-time time").evaluate_all(
        "all => all.map(time => time.dateTime)"
    )
    assert moments == sorted(moments, reverse=True)
    assert len(moments) > 5
