"""A search in a visit finds what is published, by its present words alone, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.queries import search
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings

NOTHING = "No updates match"


def look_for(client: FlaskClient, q: str, status: int = 200, **args: Any) -> Element:
    answer = client.get("/live/talks/search", query_string={"q": q, **args})
    assert answer.status_code == status, answer.text
    return parse(answer)


def found(client: FlaskClient, q: str, **args: Any) -> list[str]:
    """The ids of what is found, in the order of the page."""
    links = [link.get("href") for link in look_for(client, q, **args).cssselect(".results a")]
    return [link.partition("#u-")[2] for link in links]


def test_an_update_is_found_by_its_headline_its_text_its_speaker_and_says_where_it_is(
    client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish(
        "They spoke of *sanctions* for an hour.", headline="Oil & <gas> first", speaker="ada-nord", stop="vienna"
    )
    talks.publish("Nothing of the kind.")
    for q in ("sanction", "OIL", "<gas>", "nord", "ada hour", '"for an hour"', "of sanctions for"):
        assert found(client, q) == [public_id], q
    for q in ("sanctions tariffs", '"hour an"', '"first they"', "em>"):
        assert NOTHING in words(one(look_for(client, q), ".search-said")), q

    page = look_for(client, "gas hour")
    assert [words(mark) for mark in page.cssselect("mark")] == ["gas", "hour"]
    result = one(page, ".result")
    assert "Oil & <gas> first" in words(result)
    assert "Vienna" in words(one(result, ".result-when"))
    assert "Reported" in words(one(result, ".result-when"))
    link = one(result, "a").get("href")
    assert link == f"/live/talks/updates/{public_id}#u-{public_id}"
    assert public_id in client.get(link).text
    assert words(one(page, ".search-said strong")) == "1 update"


@pytest.mark.parametrize(
    ("body", "queries"),
    [
        ("双方就台湾问题交换了意见。", ("台湾", "台湾问题", "湾", "台湾 意见", "“台湾问题”")),
        ("双方就臺灣問題「交換」了意見。", ("台湾问题", "台灣，意见", "交换")),
        ("日米両国は東京で会談した。ｺﾐｭﾆｹ", ("東京", "会談した", "日米両国", "会", "コミュニケ", "東京　会談")),
        ("Le sommet de São Tomé a été reporté.", ("sao tome", "ETE", "été", "a e sommet")),
        ("They met on March 4. No deal; EU out.", ("eu", "no deal", "4. no", "on 4")),
        ("한국 외교부 대변인", ("외교부", "대변", "외교")),
        ("قالَ مُحَمَّدٌ إنّ مـــوسكو", ("محمد", "ان", "موسكو", "مُحَمَّد", "موسکو", "محمد، موسكو")),
        ("وزیر خارجه می‌گوید", ("ميگويد", "می‌گوید", "وزير", "می گوید")),
        ("אמר שָׁלוֹם לארה״ב", ("שלום", "שָׁלוֹם", 'ארה"ב')),
        ("From Łódź to Đà Nẵng", ("lodz", "Łodz", "da nang", "łódź đà")),
        (
            "The “cease-fire” of the U.S. cost 10,000",
            ("ceasefire", "cease-fire", "US", "U.S.", "10000", '"us cost 10 000"'),
        ),
    ],
)
def test_words_of_any_script_and_length_are_found(
    client: FlaskClient, talks: SampleVisit, body: str, queries: tuple[str, ...]
) -> None:
    public_id = talks.publish(body, lang="zh")
    talks.publish("Xyz.")
    for q in queries:
        assert found(client, q) == [public_id], q
        assert look_for(client, q).cssselect("mark"), q
    assert found(client, "東京台湾") == []


SPECIAL = (
    "100%",
    "a_b",
    "back\\slash",
    "xylo NOT zeta",
    "NEAR(x y)",
    "words:x",
    "x*",
    "^x",
    "-x",
    "'--",
    "x/%",
    "a AND NOT b",
)


@pytest.mark.parametrize("q", SPECIAL)
def test_what_means_something_to_a_database_means_nothing_here(client: FlaskClient, talks: SampleVisit, q: str) -> None:
    talks.publish("One hundred of them, acb, backslash: xylo and zeta, words of x.")
    assert found(client, q) == []
    written = talks.publish(f"It is written as `{q}` here.")
    assert found(client, q) == [written]


def test_nothing_but_what_is_published_now_is_found(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    by = talks.visit_id, talks.editor_id
    newsroom.drafts.save(*by, Post("A drafted secret.", headline="Secret"))
    newsroom.drafts.save(*by, Post("A submitted secret.", speaker="ada-nord"), state=State.SUBMITTED)
    newsroom.drafts.save(*by, Post("A secret."), state=State.SCHEDULED, due_at=now() + timedelta(hours=1))
    withdrawn, purged, edited = (talks.publish(f"A secret number {n}.", headline="secret") for n in range(3))
    assert found(client, "secret") == [edited, purged, withdrawn]

    talks.withdraw(withdrawn, "It was a secret.")
    newsroom.updates.purge(talks.visit_id, talks.admin_id, purged, "It was a secret.")
    talks.edit(edited, "Known to everyone.", version=1, reason="correction", note="It was no secret.")
    assert found(client, "secret") == []
    assert found(client, "se") == []
    assert found(client, "known everyone") == [edited]


def test_a_draft_is_found_once_it_is_published(client: FlaskClient, talks: SampleVisit) -> None:
    by = talks.visit_id, talks.editor_id
    first = newsroom.drafts.save(*by, Post("Written first."))
    second = talks.publish("Written second.")
    assert found(client, "written") == [second]
    newsroom.drafts.publish(*by, first, Post("Written first."), version=1)
    assert found(client, "written") == [first, second], "the newest is the one that was published last"


def test_another_visit_is_not_looked_through(client: FlaskClient, talks: SampleVisit) -> None:
    other = SampleVisit.open("other")
    other.publish("They met.")
    mine = talks.publish("They met.")
    other.publish("They met again.")
    assert found(client, "they met") == [mine]
    assert found(client, "me") == [mine]


def test_a_search_can_be_narrowed_to_a_topic_and_a_kind(client: FlaskClient, talks: SampleVisit) -> None:
    both = talks.publish("They met on tariffs.", topics=["trade"], kind="statement", speaker="ada-nord")
    topic = talks.publish("They met on tariffs again.", topics=["trade"])
    talks.publish("They met on tariffs a third time.")
    assert found(client, "tariffs", topic="trade") == [topic, both]
    assert found(client, "tariffs", topic="trade", kind="statement") == [both]
    page = look_for(client, "tariffs", topic="borders")
    assert "words and filters" in words(one(page, ".search-said"))
    assert one(page, ".search-said a").get("href") == "/live/talks/search?q=tariffs"


def test_many_results_come_in_pages(client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "RESULTS_ON_A_PAGE", 2)
    monkeypatch.setattr(search, "MOST_RESULTS", 4)
    ids = [talks.publish(f"Round {n} of the talks.") for n in range(5)]
    first = look_for(client, "round", topic="")
    assert "More than 4 updates, page 1 of 2." in words(one(first, ".search-said"))
    assert found(client, "round") == ids[:2:-1]
    older = one(first, "nav.pager a[rel=next]").get("href")
    assert older == "/live/talks/search?q=round&page=2"
    assert [a.get("href")[-10:] for a in parse(client.get(older)).cssselect(".results a")] == [ids[2], ids[1]]
    for number in ("0", "3", "-1"):
        look_for(client, "round", status=404, page=number)


def test_a_line_that_cannot_be_looked_for_says_why_and_is_kept(client: FlaskClient, talks: SampleVisit) -> None:
    empty = look_for(client, "")
    assert "all of your words" in words(one(empty, ".search-said"))
    assert not empty.cssselect(".results, mark")
    short = look_for(client, "a")
    assert "Too short" in words(one(short, "#search-problem"))
    assert one(short, "input[name=q]").get("aria-describedby") == "search-problem"
    long = look_for(client, "x" * 300, status=422)
    assert "100 characters too long" in words(one(long, "#search-problem"))
    assert one(long, "input[name=q]").get("value") == "x" * 300
    look_for(client, "\x00 they", status=200)


def test_a_search_is_kept_by_no_search_engine(client: FlaskClient, talks: SampleVisit) -> None:
    page = look_for(client, "they")
    assert one(page, "meta[name=robots]").get("content") == "noindex"
    assert client.get("/live/nowhere/search?q=they").status_code == 404


def test_only_the_newest_are_read_one_by_one(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SCANNED_UPDATES", 2)
    ids = [talks.publish(f"台湾 {n}") for n in range(4)]
    assert found(client, "台湾") == ids[:1:-1]
    assert "Only the newest updates were searched." in words(one(look_for(client, "台湾"), ".search-said"))
