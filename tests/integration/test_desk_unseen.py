"""What only colleagues may know leaves no trace for readers: no number, no byte, no page that is rendered anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count, cycle, islice

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import State, Update, Visit
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.wire.service import wire
from tests.every_address import every_address, facts, parts
from tests.public_addresses import addresses
from tests.sample_visit import SampleVisit

ACTS = 100
MAIL = "reader@example.org"


def acts(talks: SampleVisit) -> Iterator[Callable[[], object]]:
    """What happens to a text that waits, over and over: each step has an event at the desk."""
    reporter, editor = (talks.visit_id, talks.reporter_id), (talks.visit_id, talks.editor_id)
    drafts, claims, handins = newsroom.drafts, newsroom.claims, newsroom.handins
    embargoes, banner = newsroom.embargoes, newsroom.banner
    notes, noted = newsroom.notes, list[int]()
    published = db.session.scalars(select(Update.public_id).where(Update.number.is_not(None))).first() or ""
    text, due = Post("A word for colleagues alone."), now() + timedelta(days=1)
    tokyo = {"until": due, "city": "Tokyo", "zone": "Asia/Tokyo"}
    ids: list[str] = []
    held: list[str] = []
    saved = count(1)
    demanded = cycle([True, False])

    def autosave() -> None:
        fields = [("body", f"Words number {next(saved)} on their way.")]
        key = f"text-number-{next(saved)}"
        newsroom.autosaves.save(*reporter, key, fields, version=0)
        newsroom.autosaves.discard(*reporter, key)

    yield from cycle(
        [
            lambda: ids.append(drafts.save(*reporter, text)),
            lambda: drafts.edit(*reporter, ids[-1], text, version=1, state=State.SUBMITTED),
            lambda: claims.claim(*editor, ids[-1]),
            lambda: claims.unclaim(*editor, ids[-1]),
            lambda: noted.append(notes.write(*editor, "A note for @reporter alone.", about=ids[-1]).note_id),
            lambda: newsroom.reports.report(talks.visit_id, published, f"Number {next(saved)} is wrong.", email=MAIL),
            lambda: noted.append(notes.write(*editor, "A note for colleagues alone.", about=published).note_id),
            lambda: notes.resolve(*reporter, noted[-1]),
            lambda: notes.reopen(*reporter, noted[-1]),
            lambda: notes.remove(*editor, noted[-1]),
            lambda: newsroom.handovers.hand_over(*editor, promised="A word for colleagues alone."),
            lambda: handins.return_(*editor, ids[-1], "Who says so?"),
            lambda: handins.discard(*reporter, ids[-1]),
            lambda: ids.append(drafts.save(*editor, text, state=State.SCHEDULED, due_at=due)),
            lambda: handins.discard(*editor, ids[-1]),
            lambda: newsroom.notes.write(*editor, f"Note {next(saved)}: who saw it?"),
            lambda: newsroom.visits.demand_approval(*editor, next(demanded)),
            autosave,
            lambda: held.append(embargoes.set_embargo(*editor, f"When he speaks {len(held)}")),
            lambda: ids.append(drafts.save(*editor, text, state=State.HELD, embargo=held[-1])),
            lambda: banner.hold_banner(*editor, held[-1], "A banner for colleagues alone", update=ids[-1]),
            lambda: embargoes.change_embargo(*editor, held[-1], version=1, title=f"Later {len(held)}", **tokyo),  # type: ignore[arg-type]
            lambda: drafts.edit(*editor, ids[-1], text, version=1, state=State.HELD, embargo=f"Moved {len(held)}"),
            lambda: drafts.edit(*editor, ids[-1], text, version=2, state=State.DRAFT),
            lambda: banner.drop_held_banner(*editor, held[-1]),
            lambda: embargoes.release(*editor, held[-1], "Nothing lies under it"),
        ]
    )


def acts_in_a_held_visit() -> Iterator[Callable[[], object]]:
    """What a rehearsal does, over and over."""
    visit_id = newsroom.visits.open_visit("secret", title="A secret trip", by_id=SYSTEM, is_held=True)
    by = visit_id, SYSTEM
    newsroom.itinerary.add_stop(*by, "Tokyo", zone="Asia/Tokyo")
    numbers, ids = count(1), list[str]()
    yield from cycle(
        [
            lambda: ids.append(newsroom.updates.publish(*by, Post(f"Rehearsed {next(numbers)}.", key=True))),
            lambda: newsroom.updates.pin(*by, ids[-1]),
            lambda: newsroom.banner.set_banner(*by, f"They land in {next(numbers)} minutes", update=ids[-1]),
            lambda: newsroom.itinerary.arrive(*by, "tokyo"),
            lambda: newsroom.itinerary.take_back(*by, "tokyo"),
            lambda: newsroom.visits.sum_up(*by, f"Where things stand, {next(numbers)}."),
            lambda: newsroom.visits.describe(*by, title=f"A secret trip {next(numbers)}", summary=""),
            lambda: newsroom.updates.withdraw(*by, ids[-1], "A rehearsal."),
        ]
    )


def test_a_hundred_acts_at_the_desk_change_no_number_and_no_byte_for_readers(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    asked = public_addresses(app, talks)
    before, head, desk_head = answers(client, asked), visit(talks).cursor, visit(talks).desk_head
    known = wire().heads.moment()

    for act in islice(acts(talks), ACTS):
        act()

    assert wire().heads.moment().news == known.news, "pages of readers would be rendered anew"
    assert answers(client, asked) == before
    assert visit(talks).cursor == head
    assert visit(talks).desk_head >= desk_head + ACTS * 9 // 11, "all but the autosaves, and who decides"


def test_a_hundred_acts_of_a_rehearsal_change_no_byte_for_readers(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    asked = public_addresses(app, talks)
    before = answers(client, asked)
    for act in islice(acts_in_a_held_visit(), ACTS):
        act()
    assert answers(client, asked) == before


def public_addresses(app: Flask, talks: SampleVisit) -> list[str]:
    """All of the URL map, and what else may be asked of them; but not the figures of the site, nor the socket."""
    cursor = visit(talks).cursor
    public_id = talks.publish("Published.", topics=["trade"])
    mapped = [
        address
        for rule, address in every_address(app, parts("talks", [public_id], [cursor]))
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/desk", "/metrics", "/static"))
    ]
    asked = [*addresses(app.config["PUBLIC_URL"], "talks", public_id, cursor), *mapped]
    return sorted({address for address in asked if not address.endswith("/ws")})


def answers(client: FlaskClient, asked: list[str]) -> dict[str, tuple[object, ...]]:
    found = {address: client.get(address, buffered=True) for address in asked}
    return {address: facts(each) for address, each in found.items()}


def visit(talks: SampleVisit) -> Visit:
    return db.session.get_one(Visit, talks.visit_id, populate_existing=True)
