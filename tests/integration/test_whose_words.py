"""A walk over every address with every kind of word: nobody sees what is not theirs, and for readers a held visit is
not to be told from one that never existed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.desk import Desk
from tests.every_address import every_address, everything_in, facts, parts
from tests.journal import Journal
from tests.sample_visit import SampleVisit
from tests.whose_words import (
    AUTOSAVE_KEY,
    HELD_SLUG,
    MAY_SEE,
    NOBODY,
    NONSENSE,
    OUTSIDER,
    PEOPLE,
    WORDS,
    Story,
)

# As long as the slug of the visit that is held.
NEVER_WAS = "nosuch"
MODIFYING = {"POST", "PUT", "PATCH", "DELETE"}
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
SOCKETS = ("/desk/visits/{slug}/ws", "/desk/visits/{slug}/rehearsal/ws")

SEARCHES = [f"{area}/{slug}/search?q=" for area in ("/live", "/desk/visits") for slug in ("talks", HELD_SLUG)]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def story(app: Flask, journal: Journal, talks: SampleVisit) -> Story:
    """Told while everything that is logged is kept."""
    return Story.tell(app, talks)


def addresses(app: Flask, story: Story) -> Iterator[tuple[set[str], str]]:
    """Every address about either visit, with the methods that it takes; and what else one may ask for by it."""
    ids, cursors = list(story.ids.values()), story.cursors
    for slug, about in (("talks", ids), (HELD_SLUG, [story.ids["held-visit"]])):
        for rule, address in every_address(app, parts(slug, about, cursors, AUTOSAVE_KEY)):
            # Nobody signs out on the way.
            yield set(rule.methods or ()) - (set() if "slug" in rule.arguments else MODIFYING), address
        for below in (f"/live/{slug}", f"/live/{slug}/updates/{about[0]}"):
            yield {"GET"}, f"/oembed?url=http://localhost:8000{below}"
        yield {"GET"}, f"/desk/visits/{slug}?draft={AUTOSAVE_KEY}"
        for cursor in cursors:
            yield {"GET"}, f"/api/v1/visits/{slug}/updates?after={cursor}"


def asked_of(desk: Desk, method: str, address: str) -> TestResponse:
    """A form brings nothing but the token, which gets it past the door."""
    data = {"csrf_token": desk.token} if method in MODIFYING else None
    return desk.client.open(address, method=method, data=data, buffered=True)


def shown(desk: Desk, asked: Sequence[tuple[set[str], str]], methods: set[str]) -> dict[str, set[str]]:
    """The words that somebody gets to see, each with where. A search shows what another for nonsense does not."""
    seen: dict[str, set[str]] = defaultdict(set)
    for taken, address in asked:
        for method in sorted(taken & methods):
            answer = asked_of(desk, method, address)
            said = everything_in(answer)
            if tag := answer.headers.get("ETag"):
                said += everything_in(desk.client.get(address, headers={"If-None-Match": tag}, buffered=True))
            said = said.lower()
            for name in [name for name, word in WORDS.items() if word in said]:
                seen[name].add(f"{method} {address}")
    for place in SEARCHES:
        nothing = desk.client.get(place + NONSENSE)
        for name, word in WORDS.items():
            if facts(desk.client.get(place + word), NONSENSE, word) != facts(nothing, NONSENSE, word):
                seen[name].add(place + word)
    return seen


def test_nobody_sees_a_word_that_is_not_theirs_at_any_address_in_any_search_or_in_the_log(
    app: Flask, journal: Journal, story: Story
) -> None:
    asked = list(addresses(app, story))
    assert len(asked) > 400
    for person in PEOPLE:
        desk = story.desks[person]
        # Whoever may do nothing sends every form as well.
        seen = shown(desk, asked, {"GET", "HEAD", *MODIFYING} if person in (OUTSIDER, NOBODY) else {"GET"})
        theirs = {name for name, people in MAY_SEE.items() if person in people}
        assert {name: where for name, where in seen.items() if name not in theirs} == {}, person
        assert set(seen) == theirs, f"{person} finds what is theirs"
    logged = str(journal.lines)
    assert [name for name, word in WORDS.items() if word in logged] == []


@pytest.mark.parametrize("person", [NOBODY, OUTSIDER])
def test_a_held_visit_is_not_to_be_told_from_one_that_never_existed(
    app: Flask, client: FlaskClient, story: Story, person: str
) -> None:
    desk = story.desks[person]
    compared = 0
    ids, cursors = [story.ids["held-visit"]], story.cursors
    for rule, address in every_address(app, parts(HELD_SLUG, ids, cursors)):
        if "slug" not in rule.arguments:
            continue
        for method in sorted(set(rule.methods or ()) | {"HEAD", "OPTIONS"}):
            answers = [
                facts(asked_of(desk, method, path), HELD_SLUG, NEVER_WAS)
                for path in (address, address.replace(HELD_SLUG, NEVER_WAS))
            ]
            assert answers[0] == answers[1], (method, address)
            compared += 1
    assert compared > 200
    for below in ("", f"/updates/{ids[0]}", "/share"):
        links = [f"/oembed?url=http://localhost:8000/live/{slug}{below}" for slug in (HELD_SLUG, NEVER_WAS)]
        assert len({facts(client.get(link), HELD_SLUG, NEVER_WAS) for link in links}) == 1


def test_the_sockets_of_the_desk_are_refused_to_strangers_others_and_foreign_pages(app: Flask, story: Story) -> None:
    ours = {"Origin": "http://localhost:8000"}
    for socket in SOCKETS:
        for slug, status in (("talks", 403), (HELD_SLUG, 404)):
            address = socket.format(slug=slug)
            assert story.desks[NOBODY].client.get(address, headers=HANDSHAKE | ours).status_code == 401
            assert story.desks[OUTSIDER].client.get(address, headers=HANDSHAKE | ours).status_code == status
            for person in set(PEOPLE) - {NOBODY, OUTSIDER}:
                for origin in ({}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
                    answer = story.desks[person].client.get(address, headers=HANDSHAKE | origin)
                    assert answer.status_code == 403, (person, address, origin)
