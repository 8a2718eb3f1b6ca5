"""A side speaks without a named person, as a ministry does that issues a readout, wherever an update is shown."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import Update
from blog.newsroom.errors import Invalid
from blog.permissions import SYSTEM
from blog.web.syndication.preview import cards
from tests.feeds import FORMATS
from tests.markup import Element, one, parse, shown, words
from tests.sample_visit import SampleVisit

READOUTS = "/live/talks/readouts"
MINISTRY = "Foreign Ministry of the South"


def readout(talks: SampleVisit, body: str = "In depth.", **fields: object) -> str:
    return talks.publish(body, **{"kind": "readout", "delegation": "south", "source": MINISTRY, **fields})


def article(client: FlaskClient, talks: SampleVisit, public_id: str) -> Element:
    return one(parse(client.get(f"/live/{talks.slug}")), f'#updates > [data-update="{public_id}"]')


def without_tags(text: str) -> str:
    """Words as they are read, out of HTML, a feed in XML, or one in JSON."""
    plain = json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else unescape(text)
    return re.sub(r"</?(?:bdi|strong)>", "", plain)


def update_of(public_id: str) -> Update:
    return db.session.scalars(select(Update).where(Update.public_id == public_id)).one()


def test_its_readout_stands_under_its_name_and_it_is_not_called_silent(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = readout(talks, topics=["trade"])
    for address in (READOUTS, f"{READOUTS}?topic=trade"):
        page = parse(client.get(address))
        account = one(page, ".account")
        assert {"column-2", "tint-2"} <= set(account.get("class").split())
        assert words(one(account, ".account-side")) == "South"
        assert one(account, "[data-update]").get("data-update") == public_id
        silent = [words(line) for line in page.cssselect(".account-none")]
        assert not [line for line in silent if line.startswith("Nothing from South")]
        assert [line for line in silent if line.startswith("Nothing from North")]
    head = words(one(article(client, talks, public_id), ".readout-head"))
    assert head == f"South: readout Source: {MINISTRY}"


def test_a_side_whose_readout_is_too_old_to_be_shown_there_is_not_called_silent(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blog.web.reader.readouts.SHOWN", 2)
    readout(talks)
    for number in range(2):
        talks.publish(f"Candid {number}.", kind="readout", speaker="ada-nord")
    page = parse(client.get(READOUTS))
    assert len(page.cssselect(".account")) == 2
    assert not page.cssselect(".account-none")


@pytest.mark.parametrize("kind", ["statement", "report", "analysis", "summary", "logistics"])
def test_whatever_it_says_is_attributed_to_it(client: FlaskClient, talks: SampleVisit, kind: str) -> None:
    public_id = talks.publish("> We agree.", kind=kind, delegation="south")
    found = article(client, talks, public_id)
    assert (found.get("data-delegation"), found.get("data-speaker")) == ("south", None)
    line = ".quotation-source" if kind == "statement" else ".update-meta .attribution"
    assert words(one(found, line)) == "South"


def test_a_statement_needs_a_speaker_a_side_or_a_source(talks: SampleVisit) -> None:
    with pytest.raises(Invalid, match="Choose who made this statement"):
        talks.publish("> We agree.", kind="statement")
    for given in ({"speaker": "ada-nord"}, {"delegation": "north"}, {"source": "Radio"}):
        assert talks.publish("> We agree.", kind="statement", **given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"delegation": "east"}, "not part of the visit"),
        ({"delegation": "ada-nord"}, "not part of the visit"),
        ({"speaker": "ada-nord", "delegation": "south"}, "speaks for another side"),
    ],
)
def test_a_side_has_to_be_one_of_the_talks_and_its_speakers_own(
    talks: SampleVisit, given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        talks.publish("We agree.", **given)
    assert set(refused.value.fields) == {"speaker"}


def test_it_is_found_by_the_filter_for_its_side_and_by_no_speaker(client: FlaskClient, talks: SampleVisit) -> None:
    alone = readout(talks)
    spoken = talks.publish("I agree.", speaker="sam-sud")
    talks.publish("A report.")
    readout(talks, "Candid.", delegation="north")
    assert shown(parse(client.get("/live/talks?delegation=south"))) == [spoken, alone]
    assert shown(parse(client.get("/live/talks?delegation=south&kind=readout"))) == [alone]
    assert shown(parse(client.get("/live/talks?speaker=sam-sud"))) == [spoken]
    found = client.get("/api/v1/visits/talks/updates?delegation=south").json
    assert found
    assert [update["id"] for update in found["updates"]] == [spoken, alone]


def test_the_people_page_has_what_a_side_said_without_a_person(client: FlaskClient, talks: SampleVisit) -> None:
    before = parse(client.get("/live/talks/people"))
    assert "Without a named speaker" not in words(before)
    for number in range(4):
        readout(talks, f"Readout {number}.")
    talks.withdraw(readout(talks, "A mistake."))
    talks.publish("I agree.", speaker="sam-sud")
    side = one(parse(client.get("/live/talks/people")), "section[aria-labelledby=delegation-south]")
    alone = one(side, ".person[aria-labelledby=alone-south]")
    assert [words(saying) for saying in alone.cssselect(".saying a")] == ["Readout 3.", "Readout 2.", "Readout 1."]
    assert one(alone, ".person-all a").get("href") == "/live/talks?delegation=south"
    assert words(one(side, "#person-sam-sud ~ .sayings .saying a")) == "I agree."


def test_feeds_machines_and_previews_say_whose_words_they_are(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = readout(talks, issued_at="2026-03-04T16:20", stop="vienna")
    said = talks.publish("> We agree.", kind="statement", delegation="south")
    for format_ in FORMATS:
        feed = without_tags(client.get(f"/live/talks/feed.{format_}").text)
        assert "South: readout" in feed
        assert "— South" in feed
    items = json.loads(client.get("/live/talks/feed.json").text)["items"]
    assert [item["_dateline"]["speaker"] for item in items] == ["South", "South"]
    answer = client.get(f"/api/v1/visits/talks/updates/{public_id}").json
    assert answer
    assert (answer["speaker"], answer["delegation"]["key"], answer["source"]) == (None, "south", MINISTRY)
    with app.test_request_context():
        card = cards.of_update(update_of(said).visit, update_of(said))
    assert (card.source, card.tint) == ("South", 2)
    assert "South" in client.get("/live/talks/embed").text
    documented = client.get("/api/v1/openapi.json").json
    assert documented
    assert "delegation" in documented["components"]["schemas"]["Update"]["properties"]


def test_it_is_found_by_the_sides_name_of_now(client: FlaskClient, talks: SampleVisit) -> None:
    readout(talks)
    newsroom.people.alter_delegation(talks.visit_id, SYSTEM, "south", "Republic of the Isles", short_name="Isles")
    for name, found in (("isles", 1), ("republic", 1), ("south", 1), ("north", 0)):
        page = parse(client.get(f"/live/talks/search?q={name}"))
        assert len(page.cssselect(".result")) == found, name
    by = words(one(parse(client.get("/live/talks/search?q=isles")), ".result-by"))
    assert by == f"Republic of the Isles · {MINISTRY}"


def test_a_page_that_is_open_hears_of_another_name(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = readout(talks)
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    newsroom.people.alter_delegation(talks.visit_id, SYSTEM, "south", "The Isles")
    told = client.get(f"/live/talks/since/{cursor}").json
    assert told
    assert f'data-update="{public_id}"' in told["content"]
    assert "The Isles: readout" in without_tags(told["content"])
