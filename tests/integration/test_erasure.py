"""After a purge nothing of its words is left: not in a file of the instance folder, and not in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import cache, database, newsroom
from blog.extensions import db
from blog.fetching import Found
from blog.models import DeskNote, LinkCard, Visit
from blog.newsroom import erasure as erasing
from blog.newsroom.erasure import Erasure
from blog.newsroom.posts import Post
from blog.queries import search
from blog.queries.stream import Filter
from tests.sample_visit import SampleVisit
from tests.shown_files import add_picture
from tests.video_card import with_card

# A name of three letters is a whole entry of the search's index.
WORDS = ("Wilhelmina Quackenbush", "Quackenbushes", "張三豐", "Ελένη Παπαδοπούλου", "her sister's address")
OF_PICTURES = ("Ottoline Ravensworth", "Ravensworth's garden", "Cosmo Featherstone")
OF_CARDS = ("Peregrine Fotheringay", "fotheringay.example", "Lavinia Thistlewood", "Thistlewood's will")
REPORTED = ("Barnaby Wigglesworth", "barnaby@example.org")
FILLER = "The delegations have met again. "


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def fresh(app: Flask) -> Erasure:
    """What the process knows of purges, as after a start."""
    return erasing.erasure_of(db.engine)


@pytest.fixture
def public_id(app: Flask, talks: SampleVisit, fresh: Erasure) -> str:
    """An update that was written, changed and changed again among others."""
    for number in range(30):
        talks.publish(f"{FILLER * number}{number}")
    made = talks.publish(f"{WORDS[0]} spoke. {FILLER * 20}", headline=f"{WORDS[1]} in Vienna")
    talks.edit(made, f"{WORDS[2]} spoke. {FILLER * 40}", version=1)
    for number in range(30):
        talks.publish(f"{FILLER * number}{number}")
    talks.edit(made, f"{WORDS[3]} spoke.", version=2, reason="correction", note=f"It was {WORDS[4]}.")
    return made


def left(folder: Path, words: Sequence[str] = WORDS) -> list[tuple[str, str]]:
    """The words that are still in a file, with its name."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(path.name, word) for path in files for word in words if word.casefold().encode() in _raw(path)]


def _raw(path: Path) -> bytes:
    return path.read_bytes().replace(b"\x00", b"").decode("utf-8", "ignore").casefold().encode()


def purge(talks: SampleVisit, public_id: str) -> None:
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "By order of a court.")
    db.session.remove()


def test_no_file_holds_a_word_of_what_was_purged(talks: SampleVisit, public_id: str, tmp_path: Path) -> None:
    assert {word for _, word in left(tmp_path)} == set(WORDS), "there is nothing to erase"
    purge(talks, public_id)
    assert left(tmp_path) == []


def test_a_draft_that_is_purged_leaves_nothing_either(talks: SampleVisit, fresh: Erasure, tmp_path: Path) -> None:
    draft = newsroom.drafts.save(talks.visit_id, talks.admin_id, Post(" ".join(WORDS)))
    assert left(tmp_path)
    newsroom.updates.purge(talks.visit_id, talks.admin_id, draft, "")
    assert left(tmp_path) == []


def test_what_its_pictures_and_cards_say_is_gone_too(talks: SampleVisit, fresh: Erasure, tmp_path: Path) -> None:
    alt, caption, credit = OF_PICTURES
    picture = add_picture(talks, f"{alt} on a bench", caption=f"In {caption}", credit=credit)
    title, site, author, excerpt = OF_CARDS
    public_id = with_card(talks, Found(f"{title} speaks", site, author, excerpt=f"Of {excerpt}."), media=[picture])
    assert {word for _, word in left(tmp_path, OF_PICTURES + OF_CARDS)} == {*OF_PICTURES, *OF_CARDS}
    purge(talks, public_id)
    assert left(tmp_path, OF_PICTURES + OF_CARDS) == []
    assert db.session.scalars(select(LinkCard)).all() == []


def test_a_reader_s_report_that_an_editor_deletes_is_erased_like_a_purge(
    talks: SampleVisit, fresh: Erasure, tmp_path: Path
) -> None:
    words, mail = REPORTED
    newsroom.reports.report(talks.visit_id, talks.publish(), f"It was {words}.", email=mail)
    fresh.erase_pending(db.engine)
    assert {word for _, word in left(tmp_path, REPORTED)} == {*REPORTED}
    note = db.session.scalars(select(DeskNote)).one()
    newsroom.notes.remove(talks.visit_id, talks.editor_id, note.id)
    db.session.remove()
    assert left(tmp_path, REPORTED) == []


def test_what_somebody_still_reads_is_erased_when_they_are_done(
    talks: SampleVisit, public_id: str, fresh: Erasure, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "dateline.sqlite", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM visit").fetchone()
        purge(talks, public_id)
        fresh.erase_pending(db.engine)
        assert fresh.is_pending
        assert left(tmp_path)
        reader.execute("ROLLBACK")
    fresh.erase_pending(db.engine)
    assert not fresh.is_pending
    assert left(tmp_path) == []


def test_what_a_killed_process_left_is_erased_by_the_next_one(
    talks: SampleVisit, public_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(erasing, "run_in_threadpool", lambda *_: False)
        purge(talks, public_id)
        assert left(tmp_path)
    Erasure().erase_pending(db.engine)
    assert left(tmp_path) == []


def test_what_was_once_deleted_without_being_overwritten_is_erased_as_well(
    talks: SampleVisit, public_id: str, tmp_path: Path
) -> None:
    """An older SQLite, and a page that is divided, leave words in space that no row takes any more."""
    with closing(sqlite3.connect(tmp_path / "dateline.sqlite", isolation_level=None)) as older:
        older.execute("PRAGMA secure_delete = OFF")
        older.execute("UPDATE visit SET summary = ?", ("Zephyrine " * 2000,))
        older.execute("UPDATE visit SET summary = ''")
        older.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Zephyrine" in (tmp_path / "dateline.sqlite").read_bytes(), "there is nothing to erase"
    purge(talks, public_id)
    assert not [path.name for path in tmp_path.rglob("*") if path.is_file() and b"Zephyrine" in path.read_bytes()]


def test_a_disk_that_has_no_room_is_said_once_and_tried_again(
    talks: SampleVisit,
    public_id: str,
    fresh: Erasure,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "_rewrite", full)
        patched.setattr(erasing, "RETRY_SECONDS", 0)
        purge(talks, public_id)
        fresh.erase_pending(db.engine)
    fresh.erase_pending(db.engine)
    assert not fresh.is_pending
    begins, ends = [message for message in caplog.messages if "purged" in message]
    assert begins.endswith("(database or disk is full)")
    assert ends == "purged text is erased from the disk"


def test_the_search_finds_all_the_rest_afterwards(talks: SampleVisit, public_id: str) -> None:
    purge(talks, public_id)
    visit = db.session.get_one(Visit, talks.visit_id)
    rest, gone = (search.find(visit, [term], Filter()) for term in ("delegations", "spoke"))
    assert rest
    assert rest.count == 58
    assert gone is None or not gone.updates


def test_no_page_and_no_message_stays_in_memory(client: FlaskClient, talks: SampleVisit, public_id: str) -> None:
    for path in ("/live/talks", "/live/talks/embed", f"/live/talks/updates/{public_id}", "/live/talks?topic=trade"):
        assert client.get(path).status_code == 200
    assert any(map(len, cache._all)), "nothing was kept"
    purge(talks, public_id)
    assert not any(map(len, cache._all))


def test_the_database_overwrites_what_is_deleted_however_sqlite_was_built(app: Flask) -> None:
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw
        raw.execute("PRAGMA secure_delete=OFF")  # type: ignore[attr-defined]
        database._on_connect(raw, None)  # type: ignore[arg-type]
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() == 1
