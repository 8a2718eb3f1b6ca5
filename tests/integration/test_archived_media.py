"""Pictures and documents in an archive: its files, its visit.json, and what an import makes of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from blog import newsroom
from blog.archive import reading
from blog.media.store import current_store
from blog.models import Rights, Visit
from blog.newsroom import commits, unused_media
from blog.newsroom.errors import CommitUnknown
from blog.newsroom.posts import Post
from tests.audit_guards import unguarded
from tests.markup import parse
from tests.sample_visit import SampleVisit
from tests.shown_files import add_document, add_picture, bytes_of, stored


@pytest.fixture
def folder(app: Flask, talks: SampleVisit, tmp_path: Path) -> Path:
    """The archive of a visit with a picture, a portrait, another one of each for the site alone, a document, and a
    replaced picture."""
    newsroom.portraits.portray(talks.visit_id, talks.editor_id, "ada-nord", add_picture(talks, "She listens."))
    own = add_picture(talks, "He is not for everybody.", rights=Rights.OWN)
    newsroom.portraits.portray(talks.visit_id, talks.editor_id, "sam-sud", own)
    shown = [add_picture(talks), add_picture(talks, rights=Rights.OWN), add_document(talks, "Communiqué.PDF")]
    public_id = talks.publish("Words.", media=[add_picture(talks), *shown[:2]])
    post, by = Post("Words.", media=shown), (talks.visit_id, talks.editor_id)
    newsroom.updates.edit(*by, public_id, post, version=1, reason="correction", note_text="It was another man.")
    folder = tmp_path / "archive"
    run(app, "export", "talks", str(folder))
    return folder


def run(app: Flask, *arguments: str, status: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=["visit", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def document_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "visit.json").read_text())
    return found


def portrait_of(folder: Path) -> dict[str, Any]:
    """The only portrait that is archived."""
    speakers = [speaker for side in document_of(folder)["delegations"] for speaker in side["speakers"]]
    [portrait] = [speaker["portrait"] for speaker in speakers if speaker["portrait"]]
    return dict(portrait)


def test_an_archive_has_the_files_that_its_pages_show(folder: Path) -> None:
    update = document_of(folder)["updates"][0]
    picture, document = update["media"]
    assert [entry["path"].rpartition("/")[2] for entry in picture["files"]] == [
        *("480.jpg", "480.webp", "960.jpg", "960.webp")
    ]
    assert document["files"][0]["path"] == f"media/{document['id']}/document.pdf"
    assert (document["name"], update["revisions"][1]["media_change"]) == ("Communiqué.PDF", "replaced")
    for entry in (*picture["files"], *document["files"]):
        data = (folder / entry["path"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (entry["sha256"], entry["size"])
    portrait = portrait_of(folder)
    assert [entry["path"].rpartition("/")[2] for entry in portrait["files"]] == ["480.jpg", "480.webp"]
    assert {path.name for path in (folder / "media").iterdir()} == {picture["id"], document["id"], portrait["id"]}
    page = parse((folder / "index.html").read_text())
    (image,) = page.cssselect(".update-media img")
    assert image.get("src") == f"media/{picture['id']}/960.jpg"
    (source,) = page.cssselect(".update-media source")
    assert source.get("srcset") == f"media/{picture['id']}/480.webp 480w, media/{picture['id']}/960.webp 960w"
    assert page.cssselect(".document-link")[0].get("href") == document["files"][0]["path"]
    history = parse((folder / "updates" / update["id"] / "history" / "index.html").read_text())
    assert "A picture or document was replaced." in history.text_content()


def test_an_import_brings_them_back(app: Flask, client: FlaskClient, talks: SampleVisit, folder: Path) -> None:
    before = document_of(folder)
    picture, document = before["updates"][0]["media"]
    forget(picture["id"], document["id"], portrait_of(folder)["id"])

    run(app, "import", str(folder / "visit.json"), "--slug", "again")

    again = folder.with_name("again")
    run(app, "export", "again", str(again))
    assert document_of(again)["updates"][0] == before["updates"][0] | {
        "media": [picture | {"media_type": "image/jpeg"}, document]
    }
    assert client.get(f"/media/{picture['id']}/480.webp").data == bytes_of(picture["id"], "480.webp")
    assert client.get(f"/media/{document['id']}/Communiqué.PDF").status_code == 200
    assert portrait_of(again) == portrait_of(folder)
    assert parse(client.get("/live/again")).cssselect(".portrait-image")[0].get("alt") == "She listens."
    assert f"{picture['id']}/original" in stored(picture["id"])
    for q in ("two flags", "communique.pdf"):
        assert before["updates"][0]["id"] in client.get("/live/again/search", query_string={"q": q}).text, q


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(b"another picture"), "its checksum differs"),
    ],
)
def test_what_is_not_as_it_was_archived_is_not_imported(
    app: Flask, talks: SampleVisit, folder: Path, change: Any, sentence: str
) -> None:
    picture, document = document_of(folder)["updates"][0]["media"]
    forget(picture["id"], document["id"], portrait_of(folder)["id"])
    change(folder / picture["files"][0]["path"])
    said = run(app, "import", str(folder / "visit.json"), "--slug", "again", status=1)
    assert sentence in said
    assert picture["files"][0]["path"] in said


def test_an_import_that_fails_takes_no_file_from_another_of_the_same_archive(
    app: Flask, client: FlaskClient, talks: SampleVisit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, document = document_of(folder)["updates"][0]["media"]
    forget(picture["id"], document["id"], portrait_of(folder)["id"])
    opened = commits.write_session

    @contextmanager
    def while_another_fails() -> Iterator[Session]:
        patch.setattr(commits, "write_session", failing)
        with pytest.raises(CommitUnknown):
            import_again()
        with opened() as session:
            yield session

    @contextmanager
    def failing() -> Iterator[Session]:
        raise CommitUnknown
        yield

    def import_again() -> None:
        newsroom.importing.import_visit(reading.read(folder / "visit.json"), slug="again", folder=folder)

    with monkeypatch.context() as patch:
        patch.setattr(commits, "write_session", while_another_fails)
        import_again()
    assert client.get(f"/media/{picture['id']}/480.webp").status_code == 200
    assert f"{document['id']}/original" in stored(document["id"])


def test_what_a_failed_import_left_is_deleted_hours_later(
    app: Flask, talks: SampleVisit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, document = document_of(folder)["updates"][0]["media"]
    forget(picture["id"], document["id"], portrait_of(folder)["id"])
    (folder / document["files"][0]["path"]).unlink()
    run(app, "import", str(folder / "visit.json"), "--slug", "again", status=1)
    assert stored(picture["id"])
    monkeypatch.setattr(unused_media, "current_time", lambda: datetime.now(UTC) + unused_media.LONGEST_UPLOAD)
    unused_media.remove_unused()
    assert not stored(picture["id"])
    assert not stored(unused_media.UNFINISHED.rstrip("/"))


def test_an_import_reads_nothing_outside_its_folder(app: Flask, talks: SampleVisit, folder: Path) -> None:
    document = document_of(folder)
    forget(*(file["id"] for file in document["updates"][0]["media"]), portrait_of(folder)["id"])
    document["updates"][0]["media"][0]["files"][0]["path"] = "../secret.jpg"
    (folder / "visit.json").write_text(json.dumps(document))
    assert "is no place for" in run(app, "import", str(folder / "visit.json"), "--slug", "again", status=1)


def test_a_visit_is_not_imported_beside_itself(app: Flask, talks: SampleVisit, folder: Path) -> None:
    assert "imported only once" in run(app, "import", str(folder / "visit.json"), "--slug", "again", status=1)


def forget(*public_ids: str) -> None:
    """Deletes the visit that was archived, as if it had been on another site."""
    for public_id in public_ids:
        current_store().delete(stored(public_id))
    with unguarded() as session:
        session.execute(delete(Visit))
