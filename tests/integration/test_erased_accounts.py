"""An account can be erased: what it wrote stays as readers know it, with its name, and its own things go with it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from blog import newsroom
from blog.database import Base
from blog.extensions import db
from blog.models import Autosave, DeskSession, Event, Membership, Reporter, Revision, Update
from blog.newsroom.commits import write_session
from blog.newsroom.errors import NotFound
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.integration.test_commands import flask
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit

# What stays for readers and colleagues, and no longer knows whose it was.
KEPT = {"event", "revision", "update"}


def count(model: type[Base], *conditions: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0  # type: ignore[arg-type]


def test_every_table_says_what_becomes_of_its_rows_when_an_account_is_erased() -> None:
    rules = {
        (table.name, key.parent.name): key.ondelete
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "reporter"
    }
    assert set(rules.values()) == {"CASCADE", "SET NULL"}
    assert {table for table, _column in rules} > KEPT
    assert {rule for (table, _column), rule in rules.items() if table in KEPT} == {"SET NULL"}


@pytest.mark.both_footings
def test_a_row_of_an_account_can_be_deleted_and_nothing_it_wrote_is_lost(talks: SampleVisit) -> None:
    public_id = talks.publish("They met.")
    newsroom.updates.edit(
        talks.visit_id, talks.reporter_id, public_id, Post("They have met."), version=1, reason="update"
    )
    newsroom.autosaves.save(talks.visit_id, talks.reporter_id, "unsent", {"body": "A thought."}, version=0)
    events = count(Event)
    with write_session() as session:
        session.execute(delete(Reporter).where(Reporter.id == talks.reporter_id))
    saved = db.session.scalars(select(Update)).one()
    assert (saved.author_id, saved.saved_by_id, saved.body) == (None, None, "They have met.")
    assert (count(Event), count(Revision)) == (events, 2)
    assert count(Autosave) == 0
    assert count(Membership, Membership.reporter_id == talks.reporter_id) == 0


@pytest.mark.both_footings
def test_readers_see_the_names_they_saw_before(client: FlaskClient, desk: Desk, talks: SampleVisit) -> None:
    own, signed, purged = (
        talks.publish("They met."),
        talks.publish("They parted.", by=["Rita"]),
        talks.publish("A slip."),
    )
    talks.edit(own, "They have met.", version=1)
    newsroom.updates.purge(talks.visit_id, talks.admin_id, purged, "A court said so.")
    newsroom.reporters.erase(talks.reporter_email)
    newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("One more."))  # so that no page comes from a cache
    page = parse(client.get("/live/talks"))
    names = {each: words(one(page, f'[data-update="{each}"] .byline')) for each in (own, signed)}
    assert names == {own: "By An reporter", signed: "By Rita"}
    revisions = client.get(f"/api/v1/visits/talks/updates/{own}/revisions").json
    assert revisions
    assert [revision["by"] for revision in revisions["revisions"]] == [["An reporter"], ["An reporter"]]
    assert shown(parse(client.get("/live/talks/search?q=reporter"))) == shown(
        parse(client.get("/live/talks/search?q=met"))
    )
    assert db.session.scalar(select(Update.byline).where(Update.public_id == purged)) == ""
    assert desk.get(f"/desk/visits/talks/updates/{own}").status_code == 200


def test_an_erased_account_is_signed_out_and_cannot_sign_in(app: Flask, talks: SampleVisit) -> None:
    phone = Desk.of(app).sign_in(talks.reporter_email)
    done = flask(app, "reporter", "erase", talks.reporter_email, "--yes")
    assert (done.exit_code, done.stdout) == (
        0,
        "reporter@example.org is erased. Its updates stay, signed with its name.\n",
    )
    assert phone.get("/desk").status_code == 302
    assert count(DeskSession) == 0
    with pytest.raises(NotFound):
        newsroom.reporters.erase(talks.reporter_email)
