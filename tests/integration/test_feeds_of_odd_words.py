"""Whatever people write, or an import brings, is in the feeds as they wrote it and breaks none of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from html import escape, unescape

import feedparser
import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from blog.models import Kind, Standing, Stop
from blog.text.xml import legal
from blog.web.syndication.entries import Correction, Entry, Subject
from blog.web.syndication.feeds import json_feed, xml_feeds
from blog.web.syndication.feeds.feed import Feed, Gone
from tests.feeds import ATOM, TOMBSTONE, hold_against_schema

MOMENT = datetime(2026, 3, 4, 16, 20, tzinfo=UTC)
HERE = "http://localhost:8000/live/talks"
ENTRY = Entry(
    id="urn:uuid:0", public_id="abc", number=1, address=f"{HERE}/updates/abc", title="", has_headline=True, summary="",
    html="", text="", authors=(), speaker="", source="", source_url="", topics=(), kind=Kind.REPORT,
    standing=Standing.REPORTED, is_key=False, lang="en", published=MOMENT, updated=MOMENT, changes=(), stop=None,
)  # fmt: skip
FEED = Feed(
    id="urn:uuid:1", title="", summary="", lang="en", home=HERE, own=f"{HERE}/feed", first=f"{HERE}/feed",
    last=f"{HERE}/feed", previous=None, next=None, is_whole=True, updated=MOMENT, entries=(), gone=(),
)  # fmt: skip


def feed_of(words: str) -> Feed:
    """A feed that has the same words wherever words can stand."""
    entry = replace(
        ENTRY,
        **dict.fromkeys(("title", "summary", "html", "text", "speaker", "source"), words),
        authors=(words,),
        topics=(Subject("trade", words, f"{HERE}?topic=trade"),),
        changes=(Correction(MOMENT, words, words, True),),
        stop=Stop(city=words, country=words, zone="UTC"),
    )
    return replace(FEED, title=words, summary=words, entries=(entry,), gone=(Gone("urn:uuid:2", MOMENT, words),))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(codec="utf-8"), min_size=1))
@example("]]> <![CDATA[ & &amp; <script>alert(1)</script>")
@example("\x00\x0b\ufffe")
@example("\u202emirrored\u202c مرحبا 👩‍👩‍👧 会谈")
def test_odd_words_arrive_whole_in_every_format(app: Flask, words: str) -> None:
    kept = legal(words).replace("\r\n", "\n").replace("\r", "\n")
    with app.test_request_context():
        feed = feed_of(words)
        atom, rss = (
            etree.fromstring(xml_feeds.atom(feed, None).encode()),
            etree.fromstring(xml_feeds.rss(feed, None).encode()),
        )
        in_json = json.loads(json_feed.document(feed, None).encode())
    assert {atom.findtext(f"{ATOM}title"), atom.findtext(f".//{ATOM}content")} == {kept}
    assert atom.findtext(f".//{TOMBSTONE}comment") == kept
    assert rss.findtext("channel/item/title") == kept
    assert rss.findtext("channel/item/{http://purl.org/rss/1.0/modules/content/}encoded") == kept
    assert in_json["items"][0]["content_html"] == words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script> says", "growth <3 % & falling", "a <b>bold</b> claim", "&lt;b&gt; &amp;", "'\""],
)
def test_plain_words_are_plain_to_a_reader_of_feeds(app: Flask, words: str) -> None:
    with app.test_request_context():
        feed = replace(feed_of(words), entries=tuple(replace(e, html=escape(words)) for e in feed_of(words).entries))
        rss, atom = (feedparser.parse(made(feed, None).encode()) for made in (xml_feeds.rss, xml_feeds.atom))
        in_json = json.loads(json_feed.document(feed, None).encode())
    assert unescape(rss.feed.subtitle) == unescape(rss.entries[0].summary) == words
    assert unescape(rss.entries[0].content[0].value) == unescape(atom.entries[0].content[0].value) == words
    assert in_json["description"] == in_json["items"][0]["summary"] == words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_hostile_words_are_valid_too(app: Flask) -> None:
    with app.test_request_context():
        feed = feed_of("]]>\x00 <script>alert(1)</script> & \u202e 会谈")
        hold_against_schema("atom", xml_feeds.atom(feed, None))
        hold_against_schema("rss", xml_feeds.rss(feed, None))
        hold_against_schema("json", json_feed.document(feed, None))
