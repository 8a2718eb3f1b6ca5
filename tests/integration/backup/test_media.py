"""Pictures and documents in a backup: beside the database file, and back in the store; what is missing is named."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.backup import media
from blog.media.store import current_store
from tests.database_files import change, flask, let_go
from tests.sample_visit import SampleVisit
from tests.shown_files import add_document, add_picture, bytes_of, stored


def test_a_backup_brings_pictures_and_documents_back(
    app: Flask, client: FlaskClient, talks: SampleVisit, copy: Path
) -> None:
    picture, document = add_picture(talks), add_document(talks)
    talks.publish("Words.", media=[picture, document])
    made = flask(app, "backup", copy)
    assert made.exit_code == 0, made.output
    assert f"{copy}.media: 2 pictures and documents" in made.output
    keys = [*stored(picture), *stored(document)]
    current_store().delete(keys)
    assert client.get(f"/media/{picture}/960.jpg").status_code == 404
    let_go(app)

    put_back = flask(app, "restore", "--yes", copy)

    assert put_back.exit_code == 0, put_back.output
    assert f"{copy}.media: 2 pictures and documents" in put_back.output
    assert "Warning" not in put_back.output
    assert [*stored(picture), *stored(document)] == keys
    assert client.get(f"/media/{picture}/960.jpg").data == bytes_of(picture, "960.jpg")


def test_what_is_missing_is_named(app: Flask, talks: SampleVisit, copy: Path) -> None:
    lost, kept = add_picture(talks, name="lost.jpg"), add_picture(talks, name="kept.jpg")
    talks.publish("Words.", media=[lost, kept])
    current_store().delete(stored(lost))
    for command in (["backup", copy], ["restore", "--yes", copy]):
        let_go(app)
        done = flask(app, *command)
        assert done.exit_code == 0, done.output
        assert f"Warning: these have no file any more: lost.jpg ({lost})" in done.output
        assert "kept.jpg" not in done.output


def test_a_new_backup_over_an_old_one_holds_nothing_that_was_purged(app: Flask, talks: SampleVisit, copy: Path) -> None:
    picture, other = add_picture(talks), add_picture(talks)
    public_id = talks.publish("Words.", media=[picture])
    assert flask(app, "backup", copy).exit_code == 0
    folder = media.folder_of(copy)
    assert {path.name for path in folder.iterdir()} == {picture, other}
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")
    assert flask(app, "backup", "--force", copy).exit_code == 0
    assert {path.name for path in folder.iterdir()} == {other}


def test_a_database_from_before_there_were_pictures_is_backed_up(
    app: Flask, talks: SampleVisit, database: Path, copy: Path
) -> None:
    let_go(app)
    for table in ("update_media", "media_file"):
        change(database, f"DROP TABLE {table}")
    made = flask(app, "backup", copy)
    assert made.exit_code == 0, made.output
    assert not media.folder_of(copy).exists()
