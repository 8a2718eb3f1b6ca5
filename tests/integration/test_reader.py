"""What anyone may read: the front page, the live page with its filters and pages, one update, its history."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from blog import newsroom
from blog.permissions import SYSTEM
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit


def test_the_front_page_lists_visits_live_ones_first(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.visits.open_visit("later", title="Talks in Tokyo", by_id=SYSTEM)
    newsroom.visits.set_status(newsroom.visits.open_visit("over", title="Talks in Bonn", by_id=SYSTEM), SYSTEM, "ended")
    page = parse(client.get("/"))
    links = [link.get("href") for link in page.cssselect("article.entry .entry-title a")]
    assert links == ["/live/talks", "/live/later", "/live/over"]


def test_a_front_page_without_visits_says_so(client: FlaskClient) -> None:
    assert "No visits yet" in client.get("/").text


def test_the_live_page_has_every_region_even_when_it_is_empty(client: FlaskClient, talks: SampleVisit) -> None:
    page = parse(client.get("/live/talks"))
    for region in (
        *("#banner", "#visit-head", "#itinerary", "#pinned", "#filters", "#key-events", "#sides", "#pager"),
        *("main#updates[data-front]", "button#arrivals[hidden]", "#wire", "header.masthead"),
    ):
        one(page, region)
    assert len({element.get("id") for element in page.cssselect("[id]")}) == len(page.cssselect("[id]"))
    assert not page.cssselect("#banner[role=alert]")
    assert "The first one will appear here by itself" in words(one(page, "#updates"))


def test_skip_links_come_first_and_lead_somewhere(client: FlaskClient, talks: SampleVisit) -> None:
    page = parse(client.get("/live/talks"))
    links = page.cssselect("a")[:3]
    assert [link.get("href") for link in links] == ["#updates", "#key-events", "#banner"]
    for link in links:
        assert one(page, link.get("href")).get("tabindex") == "-1"


def test_the_wire_says_where_the_page_stands(client: FlaskClient, talks: SampleVisit) -> None:
    wire = one(parse(client.get("/live/talks")), "#wire")
    assert wire.get("data-state") == "connecting"
    assert wire.get("data-slug") == "talks"
    assert client.get(f"/live/talks/since/{wire.get('data-cursor')}").status_code == 204
    talks.publish()
    assert client.get(f"/live/talks/since/{wire.get('data-cursor')}").status_code == 200


def test_new_updates_are_announced_politely(client: FlaskClient, talks: SampleVisit) -> None:
    one(parse(client.get("/live/talks")), "[aria-live=polite] button#arrivals")


def test_an_update_carries_what_scripts_and_checks_rely_on(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish(
        "Words.",
        headline="Talks open",
        kind="statement",
        standing="official",
        stop="vienna",
        speaker="ada-nord",
        topics=["trade", "borders"],
        key=True,
    )
    page = parse(client.get("/live/talks"))
    article = one(page, f'main#updates > article[data-update="{public_id}"]')
    expected = {
        "data-number": "1",
        "data-kind": "statement",
        "data-topics": "borders trade",
        "data-speaker": "ada-nord",
        "data-delegation": "north",
        "data-standing": "official",
        "data-key": "1",
        "data-version": "1",
    }
    assert {name: article.get(name) for name in expected} == expected
    text = words(article)
    for part in ("Talks open", "Words.", "Official", "Vienna", "Ada Nord", "Spokesperson", "An reporter", "Trade"):
        assert part in text
    assert words(one(page, "#key-events li")).endswith("Talks open")
    time = one(article, ".update-rail a.update-time time")
    assert time.get("datetime").endswith("Z")
    assert time.get("data-zone") == "Europe/Vienna"


def test_the_newest_update_stands_first(client: FlaskClient, talks: SampleVisit) -> None:
    ids = [talks.publish(f"Number {n}.") for n in range(3)]
    assert shown(parse(client.get("/live/talks"))) == ids[::-1]


FILTERS = [
    ("topic=trade", {0, 1}),
    ("speaker=ada-nord", {1}),
    ("kind=readout", {2}),
    ("delegation=north", {1}),
    ("delegation=north&topic=trade&speaker=ada-nord", {1}),
    ("delegation=south", set()),
    ("delegation=nowhere", set()),
    ("stop=vienna", {0}),
    ("stop=tokyo", {3}),
    ("stop=tokyo&key=1", {3}),
    ("stop=nowhere", set()),
    ("key=1", {3}),
    ("lang=zh", {4}),
    ("topic=trade&speaker=ada-nord", {1}),
    ("topic=trade&kind=readout", set()),
    ("topic=nothing", set()),
    ("speaker=nobody", set()),
    ("kind=rumour", set()),
    ("key=0", {0, 1, 2, 3, 4}),
    ("topic=", {0, 1, 2, 3, 4}),
    ("topic=%27%20OR%201%3D1--", set()),
]


def test_filters_show_what_they_say(client: FlaskClient, talks: SampleVisit) -> None:
    ids = [
        talks.publish("Trade.", topics=["trade"], stop="vienna"),
        talks.publish("Ada on trade.", topics=["trade", "borders"], speaker="ada-nord"),
        talks.publish("Readout.", kind="readout"),
        talks.publish("Key.", key=True, stop="tokyo"),
        talks.publish("中文。", lang="zh"),
    ]
    for query, found in FILTERS:
        answer = client.get(f"/live/talks?{query}")
        assert answer.status_code == 200, query
        assert set(shown(parse(answer))) == {ids[n] for n in found}, query


def test_a_filter_that_finds_nothing_shows_the_way_back(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish()
    empty = one(parse(client.get("/live/talks?topic=trade")), "#updates .empty")
    assert one(empty, "a").get("href") == "/live/talks"


def test_the_filter_that_is_chosen_is_marked_and_told_to_the_script(client: FlaskClient, talks: SampleVisit) -> None:
    page = parse(client.get("/live/talks?topic=trade&key=1"))
    assert one(page, "#updates").get("data-filter") == "topic=trade&key=1"
    assert [
        words(link) for link in parse(client.get("/live/talks?topic=trade")).cssselect("#filters [aria-current=true]")
    ] == ["Trade"]


def test_choosing_one_keeps_the_others_and_each_that_is_chosen_can_be_taken_off(
    client: FlaskClient, talks: SampleVisit
) -> None:
    page = parse(client.get("/live/talks?key=1&topic=trade"))
    links = {words(link): link.get("href") for link in page.cssselect("#filters a")}
    assert links["All"] == "/live/talks"
    assert links["Key events"] == "/live/talks?topic=trade"
    assert links["Borders"] == "/live/talks?topic=borders&key=1"
    assert links["South"] == "/live/talks?topic=trade&delegation=south&key=1"
    assert links["Ada Nord"] == "/live/talks?topic=trade&speaker=ada-nord&key=1"
    taken_off = {words(link): link.get("href") for link in page.cssselect(".chosen a")}
    assert taken_off == {
        "Trade, remove filter": "/live/talks?key=1",
        "Key events, remove filter": "/live/talks?topic=trade",
        "Show all": "/live/talks",
    }


def test_what_was_withdrawn_leaves_one_quiet_line_under_no_speaker(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A secret word.", headline="Secret headline", speaker="ada-nord", topics=["trade"])
    talks.withdraw(public_id, "The name was wrong.")
    for address in ("/live/talks", f"/live/talks/updates/{public_id}", "/live/talks?topic=trade"):
        page = client.get(address).text
        assert "ecret" not in page, address
        assert "The name was wrong." in page, address
    article = one(parse(client.get("/live/talks")), f'[data-update="{public_id}"]')
    assert article.get("data-speaker") is None
    assert article.get("data-delegation") is None
    assert shown(parse(client.get("/live/talks?delegation=north"))) == []
    assert shown(parse(client.get("/live/talks?speaker=ada-nord"))) == []
    history = client.get(f"/live/talks/updates/{public_id}/history").text
    assert "ecret" not in history
    assert "can no longer be shown" in history


def test_a_page_that_did_not_change_is_not_sent_again(client: FlaskClient, talks: SampleVisit) -> None:
    first = client.get("/live/talks")
    again = client.get("/live/talks", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    talks.publish()
    changed = client.get("/live/talks", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_page_is_never_shown_past_the_change_that_outdated_it(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A word to withdraw.")
    addresses = ("/live/talks", "/live/talks?topic=trade", "/live/talks/embed", f"/live/talks/updates/{public_id}")
    for address in addresses:
        for _ in range(3):
            client.get(address)
    talks.withdraw(public_id)
    for address in addresses:
        assert "A word to withdraw" not in client.get(address).text, address


def test_head_and_the_address_without_a_slug_answer(client: FlaskClient, talks: SampleVisit) -> None:
    head = client.head("/live/talks")
    assert (head.status_code, head.data) == (200, b"")
    assert client.get("/live/").status_code == 308


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("upcoming", "Live coverage has not begun."),
        ("paused", "Coverage is paused."),
        ("ended", "This coverage has ended."),
    ],
)
def test_the_head_says_how_the_visit_stands(
    client: FlaskClient, talks: SampleVisit, status: str, sentence: str
) -> None:
    newsroom.visits.set_status(talks.visit_id, SYSTEM, status)
    head = one(parse(client.get("/live/talks")), "#visit-head")
    assert head.get("data-status") == status
    assert sentence in words(head)
