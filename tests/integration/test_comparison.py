"""What the sides say is compared by topic: by passages that editors mark, through every edit."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from blog import newsroom
from blog.newsroom.errors import BothChanged, NotAllowed, Refused, StaleForm
from blog.newsroom.marking import values_of
from blog.newsroom.merging import Loaded, version_of
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import desk, stream
from blog.queries.filters import Filter
from blog.wire import log
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

READOUTS = "/live/talks/readouts"
NORTH = "Tariffs on steel were raised.\n\nThe border is closed for good.\n\nThe talks were candid."
SOUTH = "Steel tariffs were discussed."


def readout(talks: SampleVisit, body: str, speaker: str = "ada-nord") -> str:
    return talks.publish(body, kind="readout", speaker=speaker)


def mark(talks: SampleVisit, public_id: str, *topics: str, complete: bool = True, loaded: Loaded | None = None) -> None:
    """Marks the passages in their order; topics of one passage have spaces between them."""
    marks = {str(number): slugs.split() for number, slugs in enumerate(topics, 1)}
    newsroom.marking.mark(talks.visit_id, talks.editor_id, public_id, marks, loaded=loaded, is_complete=complete)


def loaded_now(talks: SampleVisit, public_id: str) -> Loaded:
    """What a form remembers that is loaded now."""
    update = desk.update(talks.visit_id, public_id)
    assert update
    return Loaded(version_of(values_of(update, update.known_passages)))


def edit(talks: SampleVisit, public_id: str, body: str, reason: str = "correction") -> None:
    update = stream.by_public_id(talks.visit_id, public_id)
    assert update
    post = Post(body, kind="readout", speaker=update.speaker.key if update.speaker else "")
    newsroom.updates.edit(
        *(talks.visit_id, talks.editor_id, public_id, post), version=update.version, reason=reason, note_text="Wrong."
    )


def rows(client: FlaskClient, query: str = "") -> dict[str, HtmlElement]:
    page = parse(client.get(READOUTS + query))
    return {row.get("data-topic"): row for row in page.cssselect("#comparison [data-topic]")}


def said(client: FlaskClient) -> dict[str, str]:
    return {topic: row.get("data-said") for topic, row in rows(client).items()}


@pytest.fixture
def compared(talks: SampleVisit) -> tuple[str, str]:
    """North speaks of trade and borders, South of trade; both are fully marked."""
    north, south = readout(talks, NORTH), readout(talks, SOUTH, "sam-sud")
    mark(talks, north, "trade", "borders", "")
    mark(talks, south, "trade")
    return north, south


@pytest.mark.both_footings
def test_readers_see_who_speaks_of_a_topic_and_who_does_not(
    client: FlaskClient, talks: SampleVisit, compared: tuple[str, str]
) -> None:
    assert said(client) == {"borders": "north", "trade": "both"}
    found = rows(client)
    assert words(one(found["borders"], ".compared-who")) == "Only North"
    assert words(one(found["borders"], "[data-side=south]")) == "South South does not mention Borders."
    assert [words(mark) for mark in found["trade"].cssselect("[data-side=north] mark")] == ["raised"]
    assert [words(mark) for mark in found["trade"].cssselect("[data-side=south] mark")] == ["discussed"]
    assert not found["borders"].cssselect("mark")
    assert "after North" in words(one(found["trade"], ".compared-apart"))
    link = one(found["borders"], ".passage-from a")
    assert link.get("href").startswith(f"/live/talks/updates/{compared[0]}")
    assert list(rows(client, "?topic=trade")) == ["trade"]


def test_an_omission_is_said_only_when_every_readout_of_the_side_is_fully_marked(
    client: FlaskClient, talks: SampleVisit
) -> None:
    north = readout(talks, NORTH)
    mark(talks, north, "trade", complete=False)
    assert said(client) == {"trade": "open"}
    assert "No readout from South yet." in words(rows(client)["trade"])
    south = readout(talks, "The weather was fine.", "sam-sud")
    assert "Not compared yet." in words(one(rows(client)["trade"], "[data-side=south]"))
    mark(talks, south, "")
    assert said(client) == {"trade": "north"}
    second = readout(talks, "A second meeting.", "sam-sud")
    assert said(client) == {"trade": "open"}
    mark(talks, second, "")
    assert said(client) == {"trade": "north"}
    newsroom.marking.reopen(talks.visit_id, talks.editor_id, second)
    assert said(client) == {"trade": "open"}


def test_a_topic_that_neither_side_mentions_is_said_once_both_are_fully_marked(
    client: FlaskClient, talks: SampleVisit
) -> None:
    for speaker in ("ada-nord", "sam-sud"):
        mark(talks, readout(talks, "Nothing much.", speaker), "")
    assert said(client) == {"borders": "none", "trade": "none"}
    assert words(one(rows(client)["trade"], ".compared-who")) == "Neither side"


def test_a_new_topic_is_open_until_an_editor_has_looked_again(
    client: FlaskClient, talks: SampleVisit, compared: tuple[str, str]
) -> None:
    newsroom.people.add_topic(talks.visit_id, SYSTEM, "Climate")
    assert "climate" not in said(client)
    mark(talks, compared[0], "trade climate", "borders", "")
    assert said(client)["climate"] == "open"
    mark(talks, compared[1], "trade")
    assert said(client)["climate"] == "north"


@pytest.mark.both_footings
def test_a_correction_keeps_the_marks_and_reopens_the_topics_of_its_passage(
    client: FlaskClient, talks: SampleVisit, compared: tuple[str, str]
) -> None:
    north, _ = compared
    edit(talks, north, NORTH.replace("raised", "lowered").replace("The border", "A new first line.\n\nThe border"))
    assert said(client) == {"borders": "north", "trade": "open"}
    trade = one(rows(client)["trade"], "[data-side=north]")
    assert "Tariffs on steel were lowered." in words(trade)
    assert "The wording has changed since it was compared." in words(trade)
    assert one(trade, f'a[href="/live/talks/updates/{north}/history"]') is not None
    update = stream.by_public_id(talks.visit_id, north)
    assert update
    by_text = {passage.text: passage for passage in update.known_passages}
    assert [by_text[text].topic_slugs for text in ("The border is closed for good.", "A new first line.")] == [
        ("borders",),
        (),
    ]
    mark(talks, north)
    assert said(client) == {"borders": "north", "trade": "both"}


def test_a_typo_fix_leaves_the_comparison_closed(
    client: FlaskClient, talks: SampleVisit, compared: tuple[str, str]
) -> None:
    edit(talks, compared[0], NORTH.replace("for good", "for ever"), "typo")
    assert said(client) == {"borders": "north", "trade": "both"}
    assert "for ever" in words(rows(client)["borders"])


def test_a_passage_that_is_taken_out_reopens_its_topic(
    client: FlaskClient, talks: SampleVisit, compared: tuple[str, str]
) -> None:
    edit(talks, compared[1], "Nothing was said of that.")
    assert said(client)["trade"] == "open"
    assert "Steel" not in words(one(rows(client)["trade"], "[data-side=south]"))
    mark(talks, compared[1])
    assert said(client) == {"borders": "north", "trade": "north"}


@pytest.mark.parametrize("taken_down", ["withdraw", "purge", "kind"])
def test_what_is_taken_down_leaves_the_comparison(
    client: FlaskClient, talks: SampleVisit, compared: tuple[str, str], taken_down: str
) -> None:
    north, _ = compared
    if taken_down == "withdraw":
        talks.withdraw(north)
    elif taken_down == "purge":
        newsroom.updates.purge(talks.visit_id, talks.admin_id, north, "By law.")
    else:
        talks.edit(north, NORTH, version=1)
    page = client.get(READOUTS).text
    assert "tariffs were discussed" in page
    assert said(client)["trade"] == "open"
    assert "closed for good" not in page


def test_an_update_has_the_topics_of_its_passages(talks: SampleVisit, compared: tuple[str, str]) -> None:
    def on(topic: str) -> list[str]:
        return [update.public_id for update in stream.newest(talks.visit_id, Filter(topic=topic), 9, stream.whole)]

    north, south = compared
    assert (on("trade"), on("borders")) == ([south, north], [north])
    mark(talks, north, "trade", "", "")
    assert on("borders") == []
    own = talks.publish("> Borders.", kind="statement", speaker="ada-nord", topics=["borders"])
    mark(talks, own, "borders")
    mark(talks, own, "")
    assert on("borders") == [own]


def test_two_editors_mark_different_passages_and_choose_where_they_differ(
    talks: SampleVisit, compared: tuple[str, str]
) -> None:
    north, _ = compared
    before = loaded_now(talks, north)
    mark(talks, north, "trade borders", "borders", "")
    mark(talks, north, "trade", "borders", "borders", loaded=before)
    update = stream.by_public_id(talks.visit_id, north)
    assert update
    assert [passage.topic_slugs for passage in update.known_passages] == [
        ("trade", "borders"),
        ("borders",),
        ("borders",),
    ]
    with pytest.raises(BothChanged):
        mark(talks, north, "", "borders", "", loaded=before)


def test_nobody_declares_a_text_that_has_changed_meanwhile(talks: SampleVisit, compared: tuple[str, str]) -> None:
    before = loaded_now(talks, compared[0])
    edit(talks, compared[0], NORTH + "\n\nAnd one more thing.")
    with pytest.raises(StaleForm):
        mark(talks, compared[0], "trade", "borders", "", loaded=before)


def test_only_editors_mark_and_only_what_is_compared(talks: SampleVisit) -> None:
    public_id = readout(talks, NORTH)
    with pytest.raises(NotAllowed):
        newsroom.marking.mark(talks.visit_id, talks.reporter_id, public_id, {"1": ["trade"]})
    with pytest.raises(Refused):
        mark(talks, talks.publish("A report."), "trade")


def test_marks_that_change_nothing_are_no_event(talks: SampleVisit, compared: tuple[str, str]) -> None:
    before = log.head(talks.visit_id)
    mark(talks, compared[0], "trade", "borders", "")
    assert log.head(talks.visit_id) == before


def test_the_api_answers_with_the_comparison(client: FlaskClient, compared: tuple[str, str]) -> None:
    answer = client.get("/api/v1/visits/talks/readouts").get_json()
    assert [(row["topic"]["slug"], row["said"]) for row in answer["topics"]] == [
        ("borders", "north"),
        ("trade", "both"),
    ]
    first = answer["topics"][0]["sides"][0]
    assert (first["delegation"]["key"], first["voice"], first["changed"]) == ("north", "says", False)
    assert [each["text"] for each in first["passages"]] == ["The border is closed for good."]
    assert first["passages"][0]["update"] == compared[0]
