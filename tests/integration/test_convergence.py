"""Page at sequence N, plus the fragments after N, equals page at sequence M: for every verb, every page, every reader.

What may differ is named in `tests.htmx`: the cursor, the ways to other pages, and the past that a page keeps when it
stayed open over the end of a page of the archive. The title in the browser's tab is not part of the body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import Event, Verb, Visit
from blog.newsroom.errors import NewsroomError
from blog.permissions import SYSTEM
from blog.queries import stream
from tests import pseudo
from tests.action_context import ActionContext
from tests.actions import ACTIONS, Act
from tests.breadth import one_in
from tests.htmx import OpenPage, differences
from tests.sample_visit import SampleVisit

# Small pages cost little to compare, and a few updates more turn one.
PAGE_SIZE = 3
POLLS_EVERY = 4
PARTS, SEQUENCES, EXAMPLES = 9, 5, 25
SLUGS = (f"talks-{number}" for number in count(1))
# Each by itself, and some together; the last shows what changes most often.
FILTERS = (
    *("topic=trade", "speaker=ada-nord", "delegation=south", "stop=vienna"),
    *("kind=report", "kind=statement", "lang=zh", "key=1"),
    *("topic=trade&delegation=north&kind=statement&key=1", "kind=report&key=1", "stop=tokyo&kind=report"),
)
NAMED = {act.__name__: act for _, act in ACTIONS}

Bring = Callable[[OpenPage], None]


def test_the_table_of_actions_covers_every_verb_but_the_one_that_opens_a_visit() -> None:
    assert {verb for verb, _ in ACTIONS} == set(Verb) - {Verb.OPEN}


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PAGE_SIZE", PAGE_SIZE)


# In parts, each of which takes some seconds, so that they can be dealt. The first has the live page, the third the
# frame, each with a filter; an archived page and an update of its own are in the sequences below.
@pytest.mark.parametrize("part", one_in(PARTS, range(PARTS), always=[2]))
def test_a_page_that_stays_open_is_the_page_one_would_load(
    app: Flask, client: FlaskClient, talks: SampleVisit, part: int
) -> None:
    context = _with_updates(talks, 2 * PAGE_SIZE + 1)
    watched = _opened(client, [*_addresses(context), *_filtered(context)][part::PARTS])
    came_back, polled = _opened(client, watched), _opened(client, watched)
    bring, poll = _by_replay(talks), _by_polling(client, talks.slug)
    wrong: list[str] = []

    for number, (verb, act) in enumerate(ACTIONS, 1):
        before = _head(talks)
        act(context)
        assert verb in _verbs(talks.visit_id, before), f"{act.__name__} does not show {verb}"
        fresh = _opened(client, watched)
        wrong += _compare(f"watching, after {act.__name__}", watched, fresh, bring)
        if number % POLLS_EVERY == 0:
            wrong += _compare(f"polling, after {act.__name__}", polled, fresh, poll)
        watched = fresh  # one fault is reported once

    wrong += _compare("polling, at the end", polled, fresh, poll)
    wrong += _compare("coming back, at the end", came_back, fresh, bring)
    assert not wrong, "\n".join(wrong)


def test_a_page_in_another_language_converges_in_it(
    app: Flask, client: FlaskClient, talks: SampleVisit, tmp_path: Path
) -> None:
    app.extensions["page_cache"].clear()
    with pseudo.spoken(tmp_path):
        context = _with_updates(talks, PAGE_SIZE + 1)
        watched = _opened(client, [f"/live/talks{below}ui=de" for below in ("?", "/embed?", "?topic=trade&")])
        polled, wrong = _opened(client, watched), []
        bring, poll = _by_replay(talks, "de"), _by_polling(client, talks.slug, "?ui=de")
        for _, act in ACTIONS:
            act(context)
            fresh = _opened(client, watched)
            wrong += _compare(f"watching, after {act.__name__}", watched, fresh, bring)
            watched = fresh
        wrong += _compare("polling, at the end", polled, fresh, poll)
    assert not wrong, "\n".join(wrong)


def test_what_was_chosen_is_called_by_its_name_of_now_even_before_it_has_one_and_after(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    visit, people, removal = talks.visit_id, newsroom.people, newsroom.removal
    chosen = ("topic=visas", "stop=lima", "delegation=east", "speaker=eve-est")
    addresses = [f"/live/talks{frame}?{one}" for frame in ("", "/embed") for one in chosen]
    watched, wrong = _opened(client, addresses), []
    steps: list[Callable[[], object]] = [
        lambda: people.add_topic(visit, SYSTEM, "Visas"),
        lambda: newsroom.itinerary.add_stop(visit, SYSTEM, "Lima", zone="America/Lima"),
        lambda: people.add_delegation(visit, SYSTEM, "East"),
        lambda: people.add_speaker(visit, SYSTEM, "Eve Est", title="Envoy", delegation="east"),
        lambda: removal.drop_speaker(visit, SYSTEM, "eve-est"),
        lambda: removal.drop_delegation(visit, SYSTEM, "east"),
        lambda: removal.drop_stop(visit, SYSTEM, "lima"),
        lambda: removal.drop_topic(visit, SYSTEM, "visas"),
    ]
    for number, step in enumerate(steps, 1):
        step()
        wrong += _compare(f"after step {number}", watched, _opened(client, addresses), _by_replay(talks))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("part", one_in(SEQUENCES, range(SEQUENCES)))
def test_any_sequence_of_actions_converges(app: Flask, client: FlaskClient, part: int) -> None:
    # Shrinking would take longer than the test may; ten names are read as they are.
    phases = (Phase.explicit, Phase.reuse, Phase.generate)

    @settings(max_examples=EXAMPLES // SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck), phases=phases)
    @given(
        begun=st.integers(2 * PAGE_SIZE, 3 * PAGE_SIZE),
        names=st.lists(st.sampled_from(sorted(NAMED)), min_size=1, max_size=10),
    )
    def converges(begun: int, names: list[str]) -> None:
        talks = SampleVisit.open(next(SLUGS))
        context = _with_updates(talks, begun)
        live, archive, _, _, update, _ = _addresses(context)
        watched = _opened(client, [live, archive, update, *_filtered(context)[-2:]])
        came_back, polled = _opened(client, watched), _opened(client, watched)
        bring, poll = _by_replay(talks), _by_polling(client, talks.slug)
        for number, name in enumerate(names, 1):
            _attempt(NAMED[name], context)
            for page in watched.values():
                bring(page)
            if number % POLLS_EVERY == 0:
                for page in polled.values():
                    poll(page)

        fresh = _opened(client, watched)
        assert not [
            *_compare("watching", watched, fresh, bring),
            *_compare("polling", polled, fresh, poll),
            *_compare("coming back", came_back, fresh, bring),
        ]

    converges()


def _with_updates(talks: SampleVisit, updates: int) -> ActionContext:
    ids = [talks.publish(f"Update {number} of the talks.", stop="vienna") for number in range(1, updates + 1)]
    return ActionContext(talks, old=ids[0], new=ids[-1])


def _addresses(context: ActionContext) -> list[str]:
    base = f"/live/{context.talks.slug}"
    ones = [f"{base}/updates/{public_id}" for public_id in (context.old, context.new)]
    return [base, f"{base}?page=1", f"{base}/embed", *ones, f"{ones[1]}/embed"]


def _filtered(context: ActionContext) -> list[str]:
    base = f"/live/{context.talks.slug}"
    return [*(f"{base}?{query}" for query in FILTERS), f"{base}/embed?topic=trade"]


def _opened(client: FlaskClient, addresses: Iterable[str]) -> dict[str, OpenPage]:
    pages = {address: client.get(address) for address in addresses}
    assert all(page.status_code == 200 for page in pages.values())
    return {address: OpenPage(page.text, address) for address, page in pages.items()}


def _by_replay(talks: SampleVisit, language: str = "") -> Bring:
    """What the socket sends to a reader at the page's position."""

    def bring(page: OpenPage) -> None:
        if message := talks.replay(page.cursor, is_framed=page.is_framed, language=language):
            page.apply(message)

    return bring


def _by_polling(client: FlaskClient, slug: str, query: str = "") -> Bring:
    """What a page without a socket asks for."""

    def poll(page: OpenPage) -> None:
        frame = "/embed" if page.is_framed else ""
        answer = client.get(f"/live/{slug}{frame}/since/{page.cursor}{query}")
        if answer.status_code == 200:
            page.apply(answer.json)

    return poll


def _compare(when: str, kept: Mapping[str, OpenPage], fresh: Mapping[str, OpenPage], bring: Bring) -> list[str]:
    """Brings pages up to date, and says of each where it differs from a fresh one."""
    wrong = []
    for address, page in kept.items():
        bring(page)
        assert page.cursor == fresh[address].cursor
        if found := differences(page, fresh[address]):
            wrong.append(f"{address}, {when}:\n{found}\n")
    return wrong


def _attempt(act: Act, context: ActionContext) -> None:
    """What is refused in the state that the visit is in changes nothing, which is an action as well."""
    try:
        act(context)
    except NewsroomError:
        return


def _head(talks: SampleVisit) -> int:
    visit = db.session.get_one(Visit, talks.visit_id, populate_existing=True)
    return visit.head


def _verbs(visit_id: int, after: int) -> set[Verb]:
    return set(db.session.scalars(select(Event.verb).where(Event.visit_id == visit_id, Event.seq > after)))
