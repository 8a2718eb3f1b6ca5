"""What other sources publish is handed in, once, marked with its source, and never published by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from blog import newsroom
from blog.cli.follow import read
from blog.extensions import db
from blog.fetching import FetchFailed
from blog.models import DeskNote, State, Update
from blog.text import markdown
from blog.text.excerpt import lines
from blog.text.literal import literal
from tests.elsewhere import Elsewhere, elsewhere_served
from tests.sample_visit import SampleVisit

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Foreign Ministry</title><id>urn:feed</id>
<entry><id>urn:2</id><title>Second &lt;3</title><link href="https://site.example/2"/>
<content type="html">&lt;p&gt;Both sides *agreed*.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</content></entry>
<entry><id>urn:1</id><title>First</title><link href="https://site.example/1"/><summary>It begins.</summary></entry>
</feed>"""
RSS = """<rss version="2.0"><channel><title>Agency</title><item><guid>7</guid><title>Seven</title>
<link>javascript:alert(1)</link><description>&lt;b&gt;Bold&lt;/b&gt; words.</description></item></channel></rss>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Embassy",
    "items": [{"id": "a", "title": "A", "content_html": "<p>Text of A.</p>", "url": "https://site.example/a"}],
}
ADDRESS = "https://site.example/feed"


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with elsewhere_served() as made:
        yield made


def update_of(version: int, text: str, state: str = "published") -> dict[str, Any]:
    """An update as another Dateline's API gives it."""
    url = "https://site.example/live/talks/updates/abc"
    return {"id": "abc", "version": version, "state": state, "text": text, "url": url, "lang": "de", "headline": ""}


def queue() -> list[Update]:
    db.session.rollback()
    return list(db.session.scalars(select(Update).order_by(Update.id)))


def follow(talks: SampleVisit, elsewhere: Elsewhere, address: str = ADDRESS) -> int:
    return read(elsewhere.fetcher(), talks.visit_id, address)


@pytest.mark.both_footings
def test_the_entries_of_a_feed_are_handed_in_oldest_first_and_only_once(
    talks: SampleVisit, elsewhere: Elsewhere
) -> None:
    elsewhere.page("/feed", ATOM, "application/atom+xml")
    assert follow(talks, elsewhere) == 2
    first, second = queue()
    assert (first.headline, second.headline) == ("First", "Second <3")
    assert {update.state for update in (first, second)} == {State.SUBMITTED}
    assert all(update.number is None for update in (first, second))
    assert (second.source, second.source_url, second.lang) == ("Foreign Ministry", "https://site.example/2", "fr")
    assert lines(second.html) == "Both sides *agreed*."
    newsroom.handins.discard(talks.visit_id, talks.editor_id, first.public_id)
    assert follow(talks, elsewhere) == 0
    assert len(queue()) == 1


@pytest.mark.parametrize(
    ("body", "content_type", "title", "source"),
    [
        (RSS, "application/rss+xml", "Seven", "Agency"),
        (json.dumps(JSON_FEED), "application/feed+json", "A", "Embassy"),
    ],
)
def test_other_kinds_of_feeds_are_read_too(
    talks: SampleVisit, elsewhere: Elsewhere, body: str, content_type: str, title: str, source: str
) -> None:
    elsewhere.page("/feed", body, content_type)
    assert follow(talks, elsewhere) == 1
    (update,) = queue()
    assert (update.headline, update.source) == (title, source)
    assert not (update.source_url or "").startswith("javascript")


def test_another_dateline_is_followed_with_its_corrections_and_withdrawals(
    talks: SampleVisit, elsewhere: Elsewhere
) -> None:
    live, api = "https://site.example/live/talks", "/api/v1/visits/talks/updates"
    elsewhere.page(api, json.dumps({"updates": [update_of(1, "Er ist da.")]}), "application/json")
    assert follow(talks, elsewhere, live) == 1
    elsewhere.page(api, json.dumps({"updates": [update_of(2, "Er kommt.")]}), "application/json")
    assert follow(talks, elsewhere, live) == 1
    gone = update_of(3, "", "withdrawn")
    elsewhere.page(api, json.dumps({"updates": [gone]}), "application/json")
    assert follow(talks, elsewhere, live) == 0
    assert [lines(update.html) for update in queue()] == ["Er ist da.", "Er kommt."]
    note = db.session.scalars(select(DeskNote)).one()
    assert note.text == "site.example has withdrawn what this was taken from."
    assert note.update_id == queue()[1].id
    assert follow(talks, elsewhere, live) == 0
    assert len(list(db.session.scalars(select(DeskNote)))) == 1


@pytest.mark.parametrize("body", ["no feed", "{}", '{"updates": 3}', "<html></html>"])
def test_what_is_no_feed_is_refused_in_a_sentence(talks: SampleVisit, elsewhere: Elsewhere, body: str) -> None:
    elsewhere.page("/feed", body, "application/json" if body.startswith("{") else "text/xml")
    with pytest.raises(FetchFailed, match="it is no feed"):
        follow(talks, elsewhere)
    assert queue() == []


def test_the_command_says_why_it_cannot_read_a_source(app: Flask, talks: SampleVisit) -> None:
    command = ["visit", "follow", "talks", "http://127.0.0.1/feed", "--once"]
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 1
    assert "127.0.0.1 is not on the public internet" in result.output


@pytest.mark.parametrize(
    "text",
    [
        "1. A number",
        "1) Another",
        "- a dash",
        "+ a plus",
        "# a sign",
        "> more",
        "*stars* _lines_ `code` [a](b) <b>",
        "=",
        "a\\b",
    ],
)
def test_plain_text_reads_the_same_as_markdown(text: str) -> None:
    assert lines(markdown.render(literal(text))) == text
