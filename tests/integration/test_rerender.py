"""What an older version rendered is rendered anew by a command, and nothing is said to have happened."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from blog import newsroom
from blog.extensions import db
from blog.models import Revision, Update, Visit
from blog.newsroom import rerender
from blog.queries import consistency
from blog.text import markdown
from tests.archives import flask
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings


def test_texts_are_rendered_anew_without_an_event(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rerender, "BATCH_SIZE", 2)
    ids = [talks.publish(f"Line {number},\nand another") for number in range(5)]
    talks.edit(ids[0], "Other\nwords", version=1)
    talks.withdraw(ids[1])
    newsroom.updates.purge(talks.visit_id, talks.admin_id, ids[2], "A court said so.")
    newsroom.visits.sum_up(talks.visit_id, talks.editor_id, "As\nit stands")
    for table in (Update, Revision):
        db.session.execute(update(table).where(table.body != "").values(html="<p>old</p>"))
    db.session.execute(update(Update).values(renderer=markdown.RENDERER - 1))
    db.session.execute(update(Update).where(Update.words != "").values(words="old"))
    db.session.execute(update(Visit).values(state_of_play_html="<p>old</p>"))
    db.session.commit()
    head = db.session.get_one(Visit, talks.visit_id).head

    done = flask(app, "rerender")
    assert (done.exit_code, done.stdout.split()[0]) == (0, "5"), done.output
    db.session.rollback()
    for row in db.session.scalars(select(Update)):
        assert (row.html, row.renderer) == (markdown.render(row.body), markdown.RENDERER)
        assert bool(row.words) is (row.state == "published")
        assert all(revision.html == markdown.render(revision.body) for revision in row.revisions)
    visit = db.session.get_one(Visit, talks.visit_id)
    assert visit.state_of_play_html == '<p dir="auto">As<br>\nit stands</p>'
    assert visit.head == head
    assert [report.wrong for report in consistency.check()] == [[]]
    assert client.get("/live/talks/search?q=another").text.count("<mark>another</mark>") == 2
    assert flask(app, "rerender").stdout.startswith("0 updates")
