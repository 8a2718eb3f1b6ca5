"""So much is released at once that open pages load again: not all in the same moment, and each where its reader was."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from blog.wire.replay import MAX_EVENTS
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit

UPDATES, READING = 12, 4
# Each is published, pinned and made the banner, and unpins the one before it.
EVENTS_OF_EACH = 4
# Notes how long the page would wait at the latest. It waits a little, because a page may be kept for a second.
NOTE_THE_DELAY = """() => {
  const wait = setTimeout.bind(window);
  Math.random = () => 1;
  window.setTimeout = (act, delay, ...rest) => {
    if (delay !== 11_500) return wait(act, delay, ...rest);
    sessionStorage.setItem('waited', String(delay));
    return wait(act, 1_500);
  };
}"""


def release(site: Site, visit: Visit) -> None:
    """More than an open page is sent, in one transaction."""
    embargo_id = site.act(newsroom.embargoes.set_embargo, visit.id, site.editor_id, "When he speaks")
    kept = {"state": State.HELD, "embargo": embargo_id, "also": ["pin", "banner"]}
    for number in range(MAX_EVENTS // EVENTS_OF_EACH + 1):
        post = Post(f"Held {number}.", kind="logistics")
        site.act(newsroom.drafts.save, visit.id, site.editor_id, post, **kept)
    site.act(newsroom.embargoes.release, visit.id, site.editor_id, embargo_id)


def top(article: Locator) -> float:
    return float(article.evaluate("article => article.getBoundingClientRect().top"))


def read(page: Page, visit: Visit) -> Locator:
    """Scrolls to a line in the middle of the list."""
    article = page.locator(f'#updates > [data-update="{visit.ids[READING]}"]')
    article.evaluate("article => scrollBy(0, article.getBoundingClientRect().top + 20)")
    assert page.evaluate("scrollY") > 500
    page.evaluate(NOTE_THE_DELAY)
    return article


def test_pages_that_load_again_spread_over_ten_seconds_and_keep_their_lines(people: People, site: Site) -> None:
    visit = site.new_visit(updates=UPDATES)
    size = {"width": 390, "height": 500}
    front = people.live_reader(visit.path, viewport=size, fonts=False)
    filtered = people.live_reader(f"{visit.path}?kind=report", viewport=size, fonts=False)
    at_top = people.live_reader(visit.path, viewport=size, fonts=False)
    at_top.evaluate(NOTE_THE_DELAY)
    reading = [read(page, visit) for page in (front, filtered)]
    before = [top(article) for article in reading]

    release(site, visit)

    # It is on an older page by now, which its permalink opens.
    front.wait_for_url(f"**/updates/{visit.ids[READING]}*")
    expect(filtered.locator("#banner")).to_contain_text("Held")
    expect(at_top.locator("#updates > [data-update]").first).to_contain_text("Held")
    for page in (front, filtered, at_top):
        expect_live(page)
        assert page.evaluate("sessionStorage.getItem('waited')") == "11500"
    for article, place in zip(reading, before, strict=True):
        expect(article).to_be_in_viewport()
        assert abs(top(article) - place) <= 1
    assert at_top.evaluate("scrollY") == 0
