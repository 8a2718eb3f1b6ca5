"""What is corrected and taken back at the desk is so in a feed on another newsroom's site, by itself and in order."""

from __future__ import annotations

import requests
from playwright.sync_api import FrameLocator, expect

from tests.browser.conftest import People, expect_live
from tests.browser.frames import article, line
from tests.browser.host import Host
from tests.browser.site import EDITOR, Site, Visit
from tests.serving import Correspondent

# Remembers every state that the feed goes through, as its reader could have seen it.
REMEMBER = """list => {
  window.seen = [list.innerText];
  const all = { childList: true, subtree: true, characterData: true };
  new MutationObserver(() => seen.push(list.innerText)).observe(list, all);
}"""


def test_a_correction_and_a_withdrawal_at_the_desk_are_in_a_feed_elsewhere_and_no_old_word_comes_back(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    whole, alone = (
        f"{line(site, visit)}",
        f'<div data-dateline-embed="{visit.slug}" data-update="{visit.ids[0]}"></div>',
    )
    page = people.reader(host.show_strictly(site.url, alone + whole))
    feeds = [page.frame_locator(f"iframe >> nth={number}") for number in range(2)]
    for feed in feeds:
        expect_live(feed)
        expect(article(feed, visit.ids[0])).to_contain_text("Update 1 of the talks.")
        feed.locator("#updates").evaluate(REMEMBER)

    with requests.Session() as session:
        desk = Correspondent(site.url, session).sign_in(EDITOR)
        note = {"change": "correction", "note": "There were two of them."}
        desk.edit(visit.slug, visit.ids[0], "Two talks were held.", version=1, **note)
        for feed in feeds:
            expect(article(feed, visit.ids[0])).to_contain_text("Two talks were held.")
            expect(article(feed, visit.ids[0])).to_contain_text("There were two of them.")
        desk.act(visit.slug, visit.ids[0], "withdraw", note="There were none.")
        for feed in feeds:
            expect(article(feed, visit.ids[0])).to_contain_text("There were none.")

    for feed in feeds:
        assert steps(feed, "Update 1 of the talks.", "Two talks were held.", "There were none.") == [0, 1, 2]


def steps(feed: FrameLocator, *words: str) -> list[int]:
    """Which of the words were seen, one after the other; two at once are none of them."""
    seen = feed.locator("#updates").evaluate("() => window.seen")
    found: list[int] = []
    for text in seen:
        holds = [number for number, word in enumerate(words) if word in text]
        found += holds if holds != found[-1:] else []
    return found
