"""What a screen reader says of the live page: where one is, what there is, and each piece of news once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from playwright.sync_api import expect

from blog import newsroom
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from tests.browser.accessibility_tree import read_aloud
from tests.browser.conftest import People
from tests.browser.site import Site, Visit

MORNING, NIGHT = (datetime(2026, 3, 4, hour, 20, tzinfo=UTC) for hour in (8, 23))
# Everything that changes inside these is said without being asked for.
SAID_BY_ITSELF = "[role=alert], [role=status], [aria-live]"
LISTEN = """selector => {
  window.changes = [];
  window.sentences = [];
  const observer = new MutationObserver(records => {
    const regions = records.map(({ target }) => (target.closest ? target : target.parentElement)?.closest('[id]')?.id);
    window.changes.push(...regions.filter(Boolean));
    const said = document.getElementById('arrivals-said');
    if (said.textContent && records.some(({ target }) => target === said)) window.sentences.push(said.textContent);
  });
  const options = { childList: true, subtree: true, characterData: true };
  for (const element of document.querySelectorAll(selector)) observer.observe(element, options);
}"""
# Resolves when so many updates were announced, and not one more.
COUNT = """wanted => window.sentences.map(parseFloat).reduce((sum, count) => sum + count, 0) === wanted"""


def test_the_live_page_is_heard_in_order_with_a_name_for_everything(people: People, site: Site) -> None:
    visit = site.new_visit()
    with as_of(MORNING):
        visit.publish("They met at nine.", headline="The sides meet", standing="confirmed")
        visit.publish("> We agree.", kind="statement", speaker="ada-nord", standing="official")
        wrong = visit.publish("Said too early.")
    with as_of(NIGHT):
        visit.withdraw(wrong, "It was not so.")
        visit.set_banner("The talks have begun")
    page = people.live_reader(visit.path)
    heard = read_aloud(page)
    assert heard[:4] == [
        "navigation Skip links",
        "link Skip to the updates",
        "link Skip to the key events",
        "link Skip to the breaking news",
    ]
    expected = [
        *("banner", "navigation Site", "combobox Times in", "button Colours: as on your device"),
        *("alert", "BREAKING", "The talks have begun", "00.20", "Vienna"),
        *("region Talks in Vienna", "LIVE", "heading 1 Talks in Vienna", "status", "navigation Itinerary"),
        *("heading 2 Updates", "main Updates"),
        *("article Withdrawn update of 09.20 Vienna", "WEDNESDAY 4 MARCH 2026", "00.20", ": It was not so."),
        *("article 09.20 Vienna: We agree.", "link 09.20 Vienna", "link Official", "heading 3 09.20 Vienna: We agree."),
        *("article The sides meet", "link 09.20 Vienna", "4 March", "link Confirmed", "heading 3 The sides meet"),
        *("complementary KEY EVENTS", "heading 2 KEY EVENTS", "complementary THE SIDES", "heading 3 North"),
        "contentinfo",
    ]
    assert missing(expected, heard) == [], "\n".join(heard)
    for landmark in ("navigation", "region", "complementary", "main", "article"):
        assert landmark not in heard, f"a {landmark} has no name"
    assert "navigation Pages" not in heard, "there are no other pages"


def test_an_update_of_just_now_is_heard_with_its_time_and_not_with_how_long_ago_it_was(
    people: People, visit: Visit
) -> None:
    page = people.live_reader(visit.path)
    expect(page.locator("#updates .update-date[data-ago]")).to_have_count(3)
    heard = read_aloud(page)
    assert len([line for line in heard if re.fullmatch(r"link \d\d\.\d\d Vienna", line)]) == 3
    assert not [line for line in heard if "just now" in line or " ago" in line]


def test_what_did_not_change_is_not_said_again(people: People, visit: Visit, site: Site) -> None:
    visit.set_banner("The talks have begun")
    page = people.live_reader(visit.path, timezone_id="America/New_York")
    page.get_by_label("Times in").select_option("your time zone")
    expect(page.locator("#banner .city")).to_have_text("New York")
    page.evaluate(LISTEN, SAID_BY_ITSELF)

    add = newsroom.itinerary.add_stop  # the banner is sent again, because a stop may change the place of its time
    site.act(add, visit.id, SYSTEM, "Tokyo", zone="Asia/Tokyo")
    visit.edit(visit.ids[0], "In other words.")
    visit.pin(visit.ids[1])
    expect(page.locator("#itinerary")).to_contain_text("Tokyo")
    expect(page.locator("#updates")).to_contain_text("In other words.")
    expect(page.locator("#pinned")).to_be_visible()
    assert page.evaluate("window.changes") == []

    visit.set_banner("The talks are over")
    expect(page.locator("#banner")).to_contain_text("The talks are over")
    assert set(page.evaluate("window.changes")) == {"banner"}


def test_each_update_is_announced_once_in_a_sentence_for_several(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    page.evaluate(LISTEN, SAID_BY_ITSELF)
    for number in range(4):
        visit.publish(f"In a burst, {number}.")
    page.wait_for_function(COUNT, arg=4)
    for number in range(5, 7):
        visit.publish(f"One by one, {number}.")
        page.wait_for_function(COUNT, arg=number)
    sentences = page.evaluate("window.sentences")
    whole = re.compile(r"(1 new update was|[234] new updates were) added to this page\.")
    assert all(whole.fullmatch(sentence) for sentence in sentences)
    assert sentences[-2] == sentences[-1], "the same words, of another update"
    expect(page.locator("#arrivals")).to_be_hidden()


def missing(expected: Iterable[str], heard: Iterable[str]) -> list[str]:
    """What of the expected lines was not heard, or not after the one before it."""
    rest = iter(heard)
    return [line for line in expected if line not in rest]
