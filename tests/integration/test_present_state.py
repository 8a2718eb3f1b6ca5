"""A fragment shows what is true now: what was withdrawn, purged, held back or rewritten is behind no door any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import fragments_fromstring
from sqlalchemy import select
from werkzeug.routing import Rule

from blog import newsroom
from blog.database import Base
from blog.extensions import db
from blog.media.store import current_store
from blog.models import MediaFile, State
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.queries import stream
from blog.wire import log
from tests.sample_visit import SampleVisit
from tests.shown_files import add_picture

# What a reader can ask for behind the addresses of a visit; words that are looked for are never asked for.
QUESTIONS = ("", "?page=1", "?key=1", "?topic=trade", "?speaker=ada-nord", "?kind=statement", "?lang=en", "?q=spoke")
# The API refuses what an address does not know, and is asked for the whole log as well.
API_QUESTIONS = ("", "?after={cursor}", "?before=100", "?key=1", "?topic=trade", "?speaker=ada-nord", "?kind=statement")
WHOLE = {"kind": "statement", "speaker": "ada-nord", "topics": ["trade"], "key": True}
WORDED = {"headline": "Headline of {}", "source": "The record of {}", "source_url": "https://example.org/{}"}
WORDED |= {"pooler": "Pooler of {}", "pool_outlet": "Outlet of {}"}


@pytest.fixture(autouse=True)
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PAGE_SIZE", 2)


def test_a_withdrawn_word_is_behind_no_door(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    ids = [_in_full_view(talks, word) for word in ("archived-secret", "front-secret")]
    talks.publish("The talks go on.")
    found = _said(app, client, talks, ids)
    assert "archived-secret" in found
    assert "The record of front-secret" in found
    assert "A picture of the front-secret" in found
    assert "front-secret" in found, "the set-up shows nothing to withdraw"

    for public_id in ids:
        talks.withdraw(public_id, "Our source took it back.")

    assert "secret" not in _said(app, client, talks, ids)
    assert "secret" not in _replayed(client, talks)
    assert "Our source took it back." in _replayed(client, talks)


def test_a_purged_word_is_behind_no_door(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    public_id = _in_full_view(talks, "first-secret")
    talks.edit(public_id, "A second-secret.", version=1, reason="correction", note="It was not the third-secret.")
    assert "third-secret" in _said(app, client, talks, [public_id])

    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")

    assert "secret" not in _said(app, client, talks, [public_id])
    assert "secret" not in _replayed(client, talks)


@pytest.mark.both_footings
def test_a_purged_word_is_in_no_row_any_more(talks: SampleVisit) -> None:
    public_id = _in_full_view(talks, "first-secret")
    talks.edit(public_id, "A second-secret.", version=1, reason="correction", note="It was not the third-secret.")
    rows = [str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))]
    assert sum("secret" in row for row in rows) > 2

    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")

    for table in Base.metadata.sorted_tables:
        assert not [row for row in db.session.execute(select(table)) if "secret" in str(row)], table.name


def test_what_is_not_published_yet_is_behind_no_door(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    keep = newsroom.drafts.save
    soon = now() + timedelta(hours=1)
    by = talks.visit_id, talks.editor_id
    ids = [
        keep(*by, Post("A draft-secret.", headline="Its draft-secret", media=[_picture(talks, "draft-secret")])),
        keep(*by, Post("A submitted-secret.", key=True), state=State.SUBMITTED),
        keep(*by, Post("A scheduled-secret.", topics=["trade"]), state=State.SCHEDULED, due_at=soon),
        keep(*by, Post("An embargoed-secret.", speaker="ada-nord"), state=State.HELD, embargo="A secret of the desk"),
    ]
    embargo_id = newsroom.embargoes.set_embargo(*by, "An embargo-secret", until=soon, city="Tokyo", zone="Asia/Tokyo")
    newsroom.banner.hold_banner(*by, embargo_id, "A banner-secret", update="")
    french = talks.publish("Ils négocient.", lang="fr", original=ids[3], translator="side", official=True)
    talks.publish("The talks go on.")
    tied = Post("Ein tied-secret.", lang="de", original=talks.publish("They go on."))
    ids.append(keep(*by, tied, state=State.HELD, embargo="A secret of the desk"))

    assert "secret" not in _said(app, client, talks, ids)
    assert "secret" not in _replayed(client, talks)
    update = client.get(f"/api/v1/visits/{talks.slug}/updates?lang=fr").get_json()["updates"][0]
    assert (update["id"], update["original"], update["translator"], update["official"]) == (french, None, "", False)
    for public_id in ids:
        assert client.get(f"/live/{talks.slug}/updates/{public_id}", buffered=True).status_code == 404
        assert client.get(f"/live/{talks.slug}/updates/{public_id}/history", buffered=True).status_code == 404


@pytest.mark.both_footings
def test_an_old_wording_is_kept_in_the_history_and_never_sent_again(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They agreed on an old-wording.")
    talks.edit(public_id, "They agreed on a new-wording.", version=1)

    assert "old-wording" in client.get(f"/live/{talks.slug}/updates/{public_id}/history", buffered=True).text
    assert "old-wording" not in client.get(f"/live/{talks.slug}", buffered=True).text
    assert "old-wording" not in _replayed(client, talks)
    assert "new-wording" in _replayed(client, talks)


@pytest.mark.both_footings
def test_a_message_that_was_made_before_the_withdrawal_is_not_sent_after_it(
    client: FlaskClient, talks: SampleVisit
) -> None:
    before = _cursors(talks)[-1]
    public_id = talks.publish("A secret.")
    assert "secret" in client.get(f"/live/{talks.slug}/since/{before}", buffered=True).text
    assert "secret" in client.get(f"/live/{talks.slug}", buffered=True).text

    talks.withdraw(public_id)

    assert "secret" not in client.get(f"/live/{talks.slug}/since/{before}", buffered=True).text
    assert "secret" not in client.get(f"/live/{talks.slug}", buffered=True).text


@pytest.mark.both_footings
def test_ten_edits_while_away_arrive_as_one_fragment(talks: SampleVisit) -> None:
    public_id = talks.publish("Wording 1.")
    away_since = _cursors(talks)[-1]
    for version in range(1, 11):
        talks.edit(public_id, f"Wording {version + 1}.", version=version)

    message = talks.replay(away_since)
    assert message
    assert message.count("<article ") == 1
    assert "Wording 11." in message
    assert "Wording 10." not in message


@pytest.mark.both_footings
def test_an_update_that_came_and_went_while_away_arrives_as_one_quiet_line(talks: SampleVisit) -> None:
    away_since = _cursors(talks)[-1]
    public_id = talks.publish("A secret.", key=True)
    newsroom.updates.pin(talks.visit_id, talks.editor_id, public_id)
    talks.withdraw(public_id, "It was nothing.")

    message = talks.replay(away_since)
    assert message
    assert "secret" not in message
    assert message.count("<article ") == 1
    assert "It was nothing." in message


def _in_full_view(talks: SampleVisit, word: str) -> str:
    """Publishes a word and shows it wherever an update can be shown."""
    fields = WHOLE | {name: words.format(word) for name, words in WORDED.items()} | {"media": [_picture(talks, word)]}
    public_id = talks.publish(f"They spoke of the {word}.", **fields)
    newsroom.updates.pin(talks.visit_id, talks.editor_id, public_id)
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "The talks are on.", update=public_id)
    newsroom.marking.mark(talks.visit_id, talks.editor_id, public_id, {"1": ["borders"]}, is_complete=True)
    return public_id


def _picture(talks: SampleVisit, word: str) -> str:
    """A picture that says a word in all that is said of it, and in its bytes."""
    picture = add_picture(talks, f"The {word} itself", caption=f"See the {word}", credit=f"Taken by {word}")
    current_store().put(f"{picture}/960.webp", f"A picture of the {word}".encode())
    return picture


def _said(app: Flask, client: FlaskClient, talks: SampleVisit, ids: list[str]) -> str:
    """Everything that anyone can read without signing in; read to the end, so that it is in memory the next time."""
    answers = {address: client.get(address, buffered=True) for address in set(_doors(app, talks, ids))}
    refused = {address for address, answer in answers.items() if answer.status_code == 422}
    assert all(address.startswith("/api/") and "?" in address for address in refused), refused
    closed = {address for address, answer in answers.items() if answer.status_code == 401}
    assert all("/drafts" in address for address in closed), closed
    assert {answer.status_code for answer in answers.values()} <= {200, 204, 308, 400, 401, 404, 410, 422}
    # A picture says in words what is drawn in it.
    return "\n".join(answer.data.decode(errors="replace") for answer in answers.values())


def _doors(app: Flask, talks: SampleVisit, ids: list[str]) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.websocket and not rule.rule.startswith(("/desk", "/static")):
            for question in _questions(rule):
                asked = question.format(cursor=_cursors(talks)[0])
                yield from (address + asked for address in _addresses(rule, talks, ids))
    for path in (talks.slug, *(f"{talks.slug}/updates/{public_id}" for public_id in ids)):
        yield from (f"/oembed?format={name}&url=http://localhost/live/{path}" for name in ("json", "xml"))


def _questions(rule: Rule) -> tuple[str, ...]:
    if "slug" not in rule.arguments:
        return ("",)
    return API_QUESTIONS if rule.rule.startswith("/api/") else QUESTIONS


def _addresses(rule: Rule, talks: SampleVisit, ids: list[str]) -> Iterator[str]:
    """A new kind of door has to say here how it is opened."""
    values = {"slug": talks.slug, "cursor": _cursors(talks)[0], "part": 1, "number": 1, "name": "960.webp"}
    unknown = rule.arguments - {*values, "public_id", "file_id"}
    assert not unknown, f"{rule.rule} takes {unknown}, which this test does not know"
    files = db.session.scalars(select(MediaFile.public_id)).all() if "file_id" in rule.arguments else ids
    for public_id in files:
        built = rule.build(values | {"public_id": public_id, "file_id": public_id}, append_unknown=False)
        assert built is not None
        yield built[1]


def _cursors(talks: SampleVisit) -> list[str]:
    """Every position that the log can serve, oldest first."""
    head = log.head(talks.visit_id)
    assert head
    return [f"{head.epoch}:{seq}" for seq in range(head.seq + 1)]


def _replayed(client: FlaskClient, talks: SampleVisit) -> str:
    """What every position is sent, over the socket and over HTTP; both say the same."""
    said = []
    for cursor in _cursors(talks)[:-1]:
        message, answer = talks.replay(cursor), client.get(f"/live/{talks.slug}/since/{cursor}", buffered=True)
        assert message
        assert answer.status_code == 200
        assert answer.json
        content = answer.json["content"]
        assert all(partial.tag == "hx-partial" for partial in fragments_fromstring(content))
        said += [message, content]
    return "\n".join(said)
