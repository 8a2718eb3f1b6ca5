"""A web editor chooses how a feed is to look, sees it at once, and copies one line."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.host import Host
from tests.browser.site import Site, Visit


def test_what_is_chosen_is_seen_at_once_and_the_line_works_elsewhere(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    page = people.reader(f"{visit.path}/share")
    feed = page.frame_locator(".sharing-frame")
    expect_live(feed)
    expect(feed.locator("#updates > article")).to_have_count(3)

    page.get_by_label("Number of updates").fill("2")
    page.get_by_label("Dark", exact=True).check()
    expect(feed.locator("html")).to_have_attribute("data-scheme", "dark")
    expect(feed.locator("#updates > article")).to_have_count(2)
    assert page.url.endswith("?limit=2&theme=dark")
    line = page.get_by_label("One line", exact=True)
    expect(line).to_have_value(
        f'<script async src="{site.url}/embed.js" data-visit="{visit.slug}" data-theme="dark" data-limit="2"></script>'
    )
    page.get_by_label("Phone").check()
    assert page.locator(".sharing-frame").bounding_box()["width"] == 360  # type: ignore[index]

    elsewhere = people.reader(host.show_strictly(site.url, line.input_value()))
    expect_live(elsewhere.frame_locator("iframe"))
    expect(elsewhere.frame_locator("iframe").locator("#updates > article")).to_have_count(2)


@BREADTH
def test_without_javascript_the_form_shows_what_was_chosen(people: People, visit: Visit) -> None:
    page = people.reader(f"{visit.path}/share", java_script_enabled=False)
    page.get_by_label("Light", exact=True).check()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_label("One line", exact=True)).to_contain_text('data-theme="light"')
    expect(page.frame_locator(".sharing-frame").locator("#updates > article")).to_have_count(3)
