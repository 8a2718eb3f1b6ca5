"""Whatever stands in any field of a visit: every page can be read, runs nothing of it, and every feed is right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db, limiter
from blog.models import Update
from blog.newsroom.banner import BANNER_CHARACTERS
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import BODY_CHARACTERS
from blog.newsroom.visits import STATE_OF_PLAY_CHARACTERS
from blog.text.xml import legal
from tests.breadth import breadth, is_whole
from tests.corpora import foreign_parts, lines, markdown_examples, naughty, tell, tell_alone
from tests.desk import Desk
from tests.feeds import ATOM, FORMATS, hold_against_schema, parsed
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

LIVE = "/live/talks"
PAGES = (
    *("/people", "/itinerary", "/readouts", "/readouts?topic=topic-3", "/corrections", "/share", "/search?q=script"),
    *("?topic=topic-3", "?speaker=speaker-4&delegation=side-4&stop=stop-4", "?key=1", "/embed", "/embed?topic=topic-3"),
)
# Of one update.
PARTS = ("", "/history", "/embed", "/share", "/preview.png")
DESK = ("/desk", "/desk/visits/talks", "/desk/visits/talks/set-up")
API = ("", "/updates?limit=200", "/events?limit=200", "/readouts", "/topics", "/itinerary")


def test_every_page_of_a_visit_of_foreign_words_runs_none_of_them_and_every_feed_is_right(
    client: FlaskClient, talks: SampleVisit, desk: Desk
) -> None:
    by = (talks.visit_id, talks.editor_id)
    ids = tell(by, lines(naughty()))
    refused = tell_alone(by, naughty())
    assert len(refused) < len(naughty()) / 10, refused
    talks.withdraw(ids[0], lines(naughty())[0])

    pages = {address: _text(client, address) for address in ("/", *_front_and_archive(client))}
    pages |= {address: _text(client, address) for address in (LIVE + page for page in PAGES)}
    pages |= {page: _text(desk.client, page) for page in (*DESK, f"{DESK[1]}/updates/{ids[5]}")}
    for public_id in ids[1 :: 20 if is_whole() else 60]:
        pages |= {f"{public_id}{part}": _text(client, f"{LIVE}/updates/{public_id}{part}") for part in PARTS}
    found = {page: foreign for page, text in pages.items() if text and (foreign := foreign_parts(parse(text)))}
    assert not found

    headlines = {update.public_id: update.headline for update in db.session.scalars(select(Update))}
    for format_ in FORMATS:
        told = _titles(client, format_)
        assert len(told) >= 20
        assert {public_id: legal(headlines[public_id]) for public_id in told} == told
    for path in API:
        assert client.get(f"/api/v1/visits/talks{path}").status_code in (200, 404, 405), path


@pytest.mark.parametrize("strings", [naughty, *breadth(markdown_examples)], ids=["naughty strings", "CommonMark"])
def test_what_a_page_says_once_runs_nothing_either_and_the_banner_says_it_word_for_word(
    client: FlaskClient, talks: SampleVisit, strings: Any
) -> None:
    by = (talks.visit_id, talks.editor_id)
    plays = lines(strings(), STATE_OF_PLAY_CHARACTERS)
    for number, banner in enumerate(lines(strings(), BANNER_CHARACTERS)):
        play = plays[number % len(plays)]
        newsroom.visits.describe(*by, title=banner, summary=play, notice=play)
        newsroom.banner.set_banner(*by, banner)
        with suppress(Invalid):  # a link that leads nowhere
            newsroom.visits.sum_up(*by, play)
        page = parse(_text(client, LIVE))
        assert not foreign_parts(page), play
        assert " ".join(legal(banner).split()) in words(one(page, "#banner"))


def test_the_composer_takes_foreign_words_or_says_why_not_and_keeps_them(
    client: FlaskClient, desk: Desk, unlimited: None
) -> None:
    bodies = [*lines(naughty(), BODY_CHARACTERS // 8), *lines(markdown_examples(), BODY_CHARACTERS // 8)]
    for body in [*bodies, *markdown_examples()[:: 10 if is_whole() else 30]]:
        sent = {"headline": body[:190], "source": body[:190], "client_key": "", "kind": "report"}
        answer = desk.publish("talks", body, **sent)
        assert answer.status_code in (303, 422)
        assert not foreign_parts(parse(answer)) if answer.status_code == 422 else True
    assert not foreign_parts(parse(_text(client, LIVE)))


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many posts as one likes."""
    monkeypatch.setattr(limiter, "enabled", False)


def _front_and_archive(client: FlaskClient) -> Iterator[str]:
    yield LIVE
    links = parse(_text(client, LIVE)).cssselect("#pager a[href*='page=']")
    newest = max(int(link.get("href").partition("page=")[2].partition("&")[0]) for link in links)
    yield from (f"{LIVE}?page={number}" for number in range(newest, 0, -3 if is_whole() else -9))


def _text(client: FlaskClient, address: str) -> str:
    """What an address answers; nothing for a picture."""
    answer = client.get(address)
    assert answer.status_code in (200, 410), address
    return answer.text if answer.mimetype == "text/html" else ""


def _titles(client: FlaskClient, format_: str) -> dict[str, str]:
    """What a feed calls the updates in it, by their public ids; fails where it is not what its format asks for."""
    answer = client.get(f"{LIVE}/feed.{format_}")
    tree = hold_against_schema(format_, answer.text)
    if format_ == "json":
        return {_id(item["url"]): item["title"] for item in json.loads(answer.text)["items"]}
    assert len(parsed(answer).entries) >= 20
    if format_ == "atom":
        entries = tree.findall(f"{ATOM}entry")
        return {_id(_link(entry)): entry.findtext(f"{ATOM}title") for entry in entries}
    return {_id(item.findtext("link")): item.findtext("title") for item in tree.findall("channel/item")}


def _link(entry: Any) -> str:
    return next(link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("rel") in (None, "alternate"))


def _id(address: str) -> str:
    return re.split(r"#u-|/", address)[-1]
