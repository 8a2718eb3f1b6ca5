"""The bar of a visit: it comes when the head has gone, says what the head says, and covers nothing that is focused."""

from __future__ import annotations

from playwright.sync_api import expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.browser.conftest import People
from tests.browser.site import Site, Visit

PHONE = {"width": 360, "height": 740}
TO_THE_MIDDLE = "scrollTo({ top: document.body.scrollHeight / 2, behavior: 'instant' })"
TOP = "one => one.getBoundingClientRect().top"


def test_the_bar_comes_when_the_head_has_gone_and_follows_the_visit(people: People, site: Site) -> None:
    visit = site.new_visit(updates=12)
    page = people.live_reader(visit.path, viewport=PHONE)
    bar = page.locator("#bar")
    expect(bar).not_to_be_visible()
    page.evaluate(TO_THE_MIDDLE)
    expect(bar).to_be_visible()
    expect(bar).to_contain_text("Talks in Vienna")
    expect(bar.locator(".status-live")).to_have_text("Live")
    expect(bar.locator(".updated time").first).to_have_text(page.locator("#visit-updated time").first.inner_text())
    reading = page.locator("#updates > article").nth(6)
    before = reading.evaluate(TOP)

    site.act(newsroom.visits.describe, visit.id, SYSTEM, title="Talks by the Danube", summary="")
    expect(bar).to_contain_text("Talks by the Danube")
    site.act(newsroom.visits.set_status, visit.id, SYSTEM, "paused")
    expect(bar.locator(".status-paused")).to_have_text("Paused")
    assert abs(reading.evaluate(TOP) - before) <= 1

    bar.get_by_role("link", name="To the top").click()
    expect(bar).not_to_be_visible()
    expect(page.locator("#visit-title")).to_be_focused()
    assert page.evaluate("location.hash") == ""


def test_the_bar_covers_nothing_that_is_focused_or_jumped_to(people: People, site: Site) -> None:
    visit = site.new_visit(updates=12)
    page = people.live_reader(visit.path, viewport=PHONE)
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    bar = page.locator("#bar")
    expect(bar).to_be_visible()
    under = bar.evaluate("one => one.getBoundingClientRect().bottom")
    links = page.locator("#updates .update-time")
    links.last.focus()
    for nth in range(10, 4, -1):
        links.nth(nth).focus()
        expect(links.nth(nth)).to_be_focused()
        assert links.nth(nth).evaluate(TOP) >= under
    page.goto(f"{visit.path}#u-{visit.ids[3]}")
    followed = page.locator(f"#u-{visit.ids[3]}")
    expect(followed).to_be_in_viewport()
    expect(bar).to_be_visible()
    assert followed.locator(".update-time").evaluate(TOP) >= under


def test_without_scripts_there_is_no_bar(people: People, visit: Visit) -> None:
    page = people.reader(visit.path, java_script_enabled=False)
    expect(page.locator("#bar")).not_to_be_visible()
