"""What only colleagues may know leaves no trace for readers: no number, no byte, no page that is rendered anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle, islice

from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.extensions import db
from blog.models import State, Visit
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.wire.service import wire
from tests.public_addresses import addresses
from tests.sample_visit import SampleVisit

ACTS = 100


def acts(talks: SampleVisit) -> Iterator[Callable[[], object]]:
    """What happens to a text that waits, over and over: each step has an event at the desk."""
    reporter, editor = (talks.visit_id, talks.reporter_id), (talks.visit_id, talks.editor_id)
    drafts, claims, handins = newsroom.drafts, newsroom.claims, newsroom.handins
    text, due = Post("A word for colleagues alone."), now() + timedelta(days=1)
    ids: list[str] = []
    yield from cycle(
        [
            lambda: ids.append(drafts.save(*reporter, text)),
            lambda: drafts.edit(*reporter, ids[-1], text, version=1, state=State.SUBMITTED),
            lambda: claims.claim(*editor, ids[-1]),
            lambda: claims.unclaim(*editor, ids[-1]),
            lambda: handins.return_(*editor, ids[-1], "Who says so?"),
            lambda: handins.discard(*reporter, ids[-1]),
            lambda: ids.append(drafts.save(*editor, text, state=State.SCHEDULED, due_at=due)),
            lambda: handins.discard(*editor, ids[-1]),
        ]
    )


def test_a_hundred_acts_at_the_desk_change_no_number_and_no_byte_for_readers(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    cursor = visit(talks).cursor
    public_id = talks.publish("Published.", topics=["trade"])
    asked = [*addresses(app.config["PUBLIC_URL"], "talks", public_id, cursor), f"/live/talks/since/{cursor}", "/"]
    before, head, desk_head = answers(client, asked), visit(talks).cursor, visit(talks).desk_head
    known = wire().heads.moment()

    for act in islice(acts(talks), ACTS):
        act()

    assert wire().heads.moment().news == known.news, "pages of readers would be rendered anew"
    assert answers(client, asked) == before
    assert visit(talks).cursor == head
    assert visit(talks).desk_head >= desk_head + ACTS


def answers(client: FlaskClient, asked: list[str]) -> dict[str, tuple[int, bytes, str | None]]:
    found = {address: client.get(address, buffered=True) for address in asked}
    return {address: (each.status_code, each.data, each.headers.get("ETag")) for address, each in found.items()}


def visit(talks: SampleVisit) -> Visit:
    return db.session.get_one(Visit, talks.visit_id, populate_existing=True)
