"""A video plays in its card when a reader asks for it, and not before; a change of its update lets it play on."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, expect

from tests.breadth import BREADTH
from tests.browser.site import Site, Visit
from tests.video_card import VIDEO_URL, fill_cards

PLAYER = "www.youtube-nocookie.com"


def with_card(visit: Visit) -> str:
    public_id = visit.publish(f"They have arrived.\n\n{VIDEO_URL}")
    visit.site.act(fill_cards, visit.id, public_id)
    return public_id


def watched(page: Page) -> list[str]:
    """The hosts that the page asks from now on; the player's answers from here."""
    hosts: list[str] = []

    def answer(route: Route) -> None:
        route.fulfill(body="<title>player</title><p>It plays.</p>", content_type="text/html")

    page.on("request", lambda request: hosts.append(urlsplit(request.url).netloc))
    page.route(f"https://{PLAYER}/**", answer)
    return hosts


def test_a_player_opens_by_keyboard_and_plays_on(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    visit = site.new_visit()
    public_id = with_card(visit)
    hosts = watched(page)
    page.goto(site.url + visit.path)
    expect(page.locator("#wire[data-state=live]")).to_be_attached()
    link = page.get_by_role("link", name="Play on this page (YouTube)")
    link.focus()
    expect(link).to_be_focused()
    assert PLAYER not in hosts

    page.keyboard.press("Enter")
    frame = page.locator(".link-card-play > iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "YouTube: The arrival")
    ours = frame.content_frame
    expect(ours.locator("iframe").content_frame.get_by_text("It plays.")).to_be_visible()
    expect(ours.get_by_role("link")).to_be_hidden()
    assert hosts.count(PLAYER) == 1

    visit.edit(public_id, f"They have landed.\n\n{VIDEO_URL}")
    expect(page.locator(".update-body", has_text="They have landed.")).to_be_visible()
    expect(ours.locator("iframe").content_frame.get_by_text("It plays.")).to_be_visible()
    assert hosts.count(PLAYER) == 1, "it began again"

    visit.withdraw(public_id, "It was another plane.")
    expect(page.locator(".update-gone")).to_be_visible()
    expect(frame).to_have_count(0)
    page.close()


@BREADTH
def test_without_scripts_the_link_leads_to_the_player_and_back(browser: Browser, site: Site) -> None:
    visit = site.new_visit()
    with_card(visit)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    watched(page)
    page.goto(site.url + visit.path)
    page.get_by_role("link", name="Play on this page (YouTube)").click()
    expect(page.locator("iframe").content_frame.get_by_text("It plays.")).to_be_visible()
    page.get_by_role("link", name="Back to the update").click()
    expect(page.locator(".update-body", has_text="They have arrived.")).to_be_visible()
    context.close()
