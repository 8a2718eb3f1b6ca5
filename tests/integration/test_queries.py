"""Every page costs a fixed number of SQL statements, whatever the number of updates, people, topics and visits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from blog import newsroom
from blog.extensions import db
from blog.models import State
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import stream
from blog.web.page_cache.responses import page_cache
from blog.wire import heads, log
from blog.wire.service import wire
from tests.desk import Desk
from tests.sample_visit import SampleVisit
from tests.shown_files import add_document, add_picture
from tests.video_card import VIDEO_URL, fill_cards

FEW, MANY, EACH = 5, 60, 12
# With the drafts fewer than a page of the search at the desk.
HELD = 8
READERS_PAGES = {
    "live page": "/live/talks",
    "by topic": "/live/talks?topic=trade",
    "by speaker": "/live/talks?speaker=ada-nord",
    "by side and topic": "/live/talks?delegation=north&topic=trade",
    "key events": "/live/talks?key=1",
    "embed": "/live/talks/embed",
    "embed by topic": "/live/talks/embed?topic=trade",
    "share": "/live/talks/share",
    "share one update": "/live/talks/updates/{first}/share",
    "embed of one update": "/live/talks/updates/{first}/embed",
    "update": "/live/talks/updates/{first}",
    "player": "/live/talks/updates/{first}/play/1",
    "form for an error": "/live/talks/updates/{first}/report",
    "history": "/live/talks/updates/{first}/history",
    "corrections": "/live/talks/corrections",
    "readouts": "/live/talks/readouts",
    "readouts by topic": "/live/talks/readouts?topic=trade",
    "search": "/live/talks/search?q=corrected",
    "search of a short word": "/live/talks/search?q=up",
    "itinerary": "/live/talks/itinerary",
    "calendar": "/live/talks/itinerary.ics",
    "people": "/live/talks/people",
    "picture": "/live/talks/preview.png",
    "picture of an update": "/live/talks/updates/{first}/preview.png",
    "oEmbed": "/oembed?url=http://localhost/live/talks",
    "oEmbed of an update": "/oembed?url=http://localhost/live/talks/updates/{first}",
    "sitemap": "/sitemap.xml",
    "sitemap of a visit": "/live/talks/sitemap-1.xml",
    "sitemap of news": "/sitemap-news.xml",
    "front page": "/",
}
FEEDS = {
    "feed": "/live/talks/feed.atom",
    "feed by topic": "/live/talks/feed.rss?topic=trade",
    "feed of the past": "/live/talks/feed.json?page=1",
    "live page of the past": "/live/talks?page=1",
}
DESK_PAGES = {
    "desk list": "/desk",
    "desk": "/desk/visits/talks",
    "desk, an older page": "/desk/visits/talks?page=1",
    "search at the desk": "/desk/visits/talks/search?q=corrected",
    "search of an author at the desk": "/desk/visits/talks/search?q=reporter+corrected",
    "all updates at the desk": "/desk/visits/talks/search",
    "edit form": "/desk/visits/talks/updates/{first}",
    "passages": "/desk/visits/talks/updates/{first}/passages",
    "set-up": "/desk/visits/talks/set-up",
    "schedule at the desk": "/desk/visits/talks/schedule",
    "log of the desk": "/desk/visits/talks/log",
    "numbers": "/desk/visits/talks/numbers",
}
# More than this is no page of a fixed cost, but one that asks for everything it might need.
MOST_STATEMENTS = 24
# The desk shows besides what waits, what colleagues told each other, and everything that one can choose from.
MOST_AT_THE_DESK = 34


@pytest.fixture
def bell() -> dict[str, str]:
    """No Redis: a ring that comes back by it in the middle of a page makes that look at the log once more."""
    return {}


@pytest.fixture(autouse=True)
def however_busy_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that takes longer than what is known is fresh looks at the log once more as well."""
    monkeypatch.setattr(heads, "FRESH_SECONDS", inf)


def test_every_page_costs_the_same_with_few_and_with_many_updates(
    app: Flask, client: FlaskClient, desk: Desk, talks: SampleVisit
) -> None:
    first = grow(talks, 0, FEW)
    few = _costs(client, desk, talks, first)
    grow(talks, FEW, MANY)
    many = _costs(client, desk, talks, first)

    assert many == few
    most = {name: MOST_AT_THE_DESK if name in DESK_PAGES else MOST_STATEMENTS for name in many}
    assert {name: statements for name, statements in many.items() if not 0 < statements <= most[name]} == {}


def test_a_feed_costs_the_same_however_long_its_past(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PAGE_SIZE", 2)
    grow(talks, 0, FEW)
    few = {name: _cost(client, talks, address) for name, address in FEEDS.items()}
    grow(talks, FEW, 3 * FEW)
    many = {name: _cost(client, talks, address) for name, address in FEEDS.items()}

    assert many == few
    assert all(0 < statements <= MOST_STATEMENTS for statements in many.values()), many


def test_a_message_costs_the_same_for_one_update_and_for_many(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    grow(talks, 0, 1)
    before = log.head(talks.visit_id)
    grow(talks, 1, 2)
    one = _cost(client, talks, f"/live/talks/since/{before}")
    grow(talks, 2, 30)
    many = _cost(client, talks, f"/live/talks/since/{before}")

    assert many == one
    assert one <= MOST_STATEMENTS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_in_memory_costs_one_look_at_the_log_at_most(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    client.get("/live/talks")
    with counted() as statements:
        client.get("/live/talks")
    assert len(statements) <= 2


def grow(talks: SampleVisit, from_number: int, to_number: int) -> str:
    """Adds updates that have all that an update can have, and people, places and topics for them."""
    by, public_id = (talks.visit_id, talks.editor_id), ""
    for number in range(from_number + 1, to_number + 1):
        author = _more_of_everything(by, number) if number <= EACH else talks.editor_id
        which = (number - 1) % EACH + 1
        speaker = "ada-nord" if number % 2 else f"speaker-{which}"
        fields = {"stop": f"stop-{which}", "topics": ["trade", f"topic-{which}"], "key": True, "speaker": speaker}
        fields["media"] = [add_picture(talks, f"Picture {number}"), add_document(talks)]
        public_id = newsroom.updates.publish(talks.visit_id, author, _post(f"Update {number}.\n\n{VIDEO_URL}", fields))
        fill_cards(talks.visit_id, public_id)
        post, note = _post(f"Update {number}, corrected.\n\n{VIDEO_URL}", fields), "It was wrong."
        newsroom.updates.edit(*by, public_id, post, version=1, reason="correction", note_text=note)
        newsroom.marking.mark(*by, public_id, {"1": ["trade", f"topic-{which}"]}, is_complete=number % 2 == 0)
        noted = newsroom.notes.write(*by, f"@reporter, who said {number}?", about=public_id)
        newsroom.notes.write(*by, f"@R {min(number, EACH)}, who is on at {number}?")
        newsroom.notes.resolve(*by, noted.note_id)
        newsroom.handovers.hand_over(talks.visit_id, talks.reporter_id, what_waits=f"{number} texts.")
        if number <= EACH:
            newsroom.drafts.save(talks.visit_id, author, _post(f"Draft {number}.", fields))
        if number <= HELD:
            held = newsroom.embargoes.set_embargo(talks.visit_id, author, f"Embargo {number}")
            post = _post(f"Held {number}.", fields)
            newsroom.drafts.save(talks.visit_id, author, post, state=State.HELD, embargo=held)
            newsroom.banner.hold_banner(*by, held, "He has spoken", update=public_id)
    newsroom.updates.pin(*by, public_id)
    newsroom.banner.set_banner(*by, "The talks are on.", update=public_id)
    newsroom.itinerary.add_stop(
        newsroom.visits.open_visit(f"other-{to_number}", title="Other", by_id=SYSTEM), SYSTEM, "Rome", zone="UTC"
    )
    return public_id


def _more_of_everything(by: tuple[int, int], number: int) -> int:
    newsroom.people.add_delegation(*by, f"Side {number}")
    newsroom.people.add_speaker(*by, f"Speaker {number}", title="Envoy", delegation=f"side-{number}")
    newsroom.people.add_topic(*by, f"Topic {number}")
    newsroom.itinerary.add_stop(*by, f"Stop {number}", zone="Europe/Rome")
    return newsroom.reporters.add(f"{number}@example.org", name=f"R {number}", role="reporter", password="x" * 10)


def _post(body: str, fields: dict[str, Any]) -> Post:
    return Post(body, kind="statement", **fields)


def _costs(client: FlaskClient, desk: Desk, talks: SampleVisit, first: str) -> dict[str, int]:
    readers = {name: _cost(client, talks, page.format(first=first)) for name, page in READERS_PAGES.items()}
    return readers | {name: _cost(desk.client, talks, page.format(first=first)) for name, page in DESK_PAGES.items()}


def _cost(client: FlaskClient, talks: SampleVisit, address: str) -> int:
    """The statements of a page that is not kept, after a ring of the bell."""
    wire().bell.ring(talks.visit_id)
    page_cache().clear()
    wire().kept.clear()
    with counted() as statements:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(statements)


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
