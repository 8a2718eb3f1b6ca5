"""Everything that readers and programs can get of a visit without signing in: for tests of what must not be there."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from lxml.html import fragments_fromstring
from sqlalchemy import select
from werkzeug.routing import Rule

from blog.extensions import db
from blog.models import MediaFile
from blog.wire import log
from tests.sample_visit import SampleVisit

# What a reader can ask for behind the addresses of a visit; words that are looked for are never asked for.
QUESTIONS = ("", "?page=1", "?key=1", "?topic=trade", "?speaker=ada-nord", "?kind=statement", "?lang=en", "?q=spoke")
# The API refuses what an address does not know, and is asked for the whole log as well.
API_QUESTIONS = ("", "?after={cursor}", "?before=100", "?key=1", "?topic=trade", "?speaker=ada-nord", "?kind=statement")


def said(app: Flask, client: FlaskClient, talks: SampleVisit, ids: list[str]) -> str:
    """Everything that anyone can read without signing in; read to the end, so that it is in memory the next time."""
    answers = {address: client.get(address, buffered=True) for address in set(doors(app, talks, ids))}
    refused = {address for address, answer in answers.items() if answer.status_code == 422}
    assert all(address.startswith("/api/") and "?" in address for address in refused), refused
    closed = {address for address, answer in answers.items() if answer.status_code == 401}
    assert all("/drafts" in address for address in closed), closed
    assert {answer.status_code for answer in answers.values()} <= {200, 204, 308, 400, 401, 404, 410, 422}
    # A picture says in words what is drawn in it.
    return "\n".join(answer.data.decode(errors="replace") for answer in answers.values())


def doors(app: Flask, talks: SampleVisit, ids: list[str]) -> Iterator[str]:
    """Every address that a reader or a program can open, of the visit and of these updates."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.websocket and not rule.rule.startswith(("/desk", "/static")):
            for question in _questions(rule):
                asked = question.format(cursor=cursors(talks)[0])
                yield from (address + asked for address in _addresses(rule, talks, ids))
    for path in (talks.slug, *(f"{talks.slug}/updates/{public_id}" for public_id in ids)):
        yield from (f"/oembed?format={name}&url=http://localhost/live/{path}" for name in ("json", "xml"))


def _questions(rule: Rule) -> tuple[str, ...]:
    if "slug" not in rule.arguments:
        return ("",)
    return API_QUESTIONS if rule.rule.startswith("/api/") else QUESTIONS


def _addresses(rule: Rule, talks: SampleVisit, ids: list[str]) -> Iterator[str]:
    """A new kind of door has to say here how it is opened."""
    values = {"slug": talks.slug, "cursor": cursors(talks)[0], "part": 1, "number": 1, "name": "960.webp"}
    unknown = rule.arguments - {*values, "public_id", "file_id"}
    assert not unknown, f"{rule.rule} takes {unknown}, which this test does not know"
    files = db.session.scalars(select(MediaFile.public_id)).all() if "file_id" in rule.arguments else ids
    for public_id in files:
        built = rule.build(values | {"public_id": public_id, "file_id": public_id}, append_unknown=False)
        assert built is not None
        yield built[1]


def cursors(talks: SampleVisit) -> list[str]:
    """Every position that the log can serve, oldest first."""
    head = log.head(talks.visit_id)
    assert head
    return [f"{head.epoch}:{seq}" for seq in range(head.seq + 1)]


def replayed(client: FlaskClient, talks: SampleVisit) -> str:
    """What every position is sent, over the socket and over HTTP; both say the same."""
    told = []
    for cursor in cursors(talks)[:-1]:
        message, answer = talks.replay(cursor), client.get(f"/live/{talks.slug}/since/{cursor}", buffered=True)
        assert message
        assert answer.status_code == 200
        assert answer.json
        content = answer.json["content"]
        assert all(partial.tag == "hx-partial" for partial in fragments_fromstring(content))
        told += [message, content]
    return "\n".join(told)
