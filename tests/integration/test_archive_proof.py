"""An archive proves itself: whatever an older newsroom kept, what is exported can be read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import Update
from blog.schemas.visits import HTML_CHARACTERS
from tests.archives import exported, flask, forget_everything, imported, much_happens
from tests.sample_visit import SampleVisit


def test_what_is_planned_may_lie_ahead(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    much_happens(talks)
    document = exported(app, talks.slug, tmp_path / "archive")
    forget_everything()
    planned = (datetime.now(UTC) + timedelta(days=20)).isoformat()
    document["stops"][1].update(planned_from=planned, planned_to=planned)
    assert imported(app, document, tmp_path).exit_code == 0


def test_what_an_older_newsroom_published_without_a_word_is_exported_and_read_back(
    app: Flask, talks: SampleVisit, tmp_path: Path
) -> None:
    kept = (
        ("[Source]: https://example.org", ""),
        ("&#12;&#13;", "<p>\x0c\r</p>"),
        ("**A** [long] one", f"<p>{'x' * HTML_CHARACTERS}</p>"),
    )
    ids = [talks.publish("Words.", headline="") for _ in kept]
    talks.publish("", headline="A headline alone")
    for public_id, (body, html) in zip(ids, kept, strict=True):
        update = db.session.scalars(select(Update).where(Update.public_id == public_id)).one()
        update.body = update.revisions[0].body = body
        update.html = update.revisions[0].html = html
    db.session.commit()
    document = exported(app, talks.slug, tmp_path / "archive")
    forget_everything()
    assert imported(app, document, tmp_path).stderr == ""
    assert exported(app, talks.slug, tmp_path / "again")["updates"] == document["updates"]
    assert "<strong>A</strong>" in document["updates"][2]["revisions"][0]["html"]


def test_an_archive_that_could_not_be_read_back_is_not_made(app: Flask, talks: SampleVisit, tmp_path: Path) -> None:
    update = db.session.scalars(select(Update).where(Update.public_id == talks.publish("Words."))).one()
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "ended")
    update.published_at = datetime(2999, 1, 1, tzinfo=UTC)
    db.session.commit()
    done = flask(app, "visit", "export", talks.slug, str(tmp_path / "archive"))
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.output
    assert "because it could not be imported again: updates[0].published_at must be in a year" in done.stderr
    assert not (tmp_path / "archive").exists()
