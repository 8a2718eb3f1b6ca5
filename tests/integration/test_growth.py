"""On SQLite, that knows nothing of its tables, a long visit costs what a short one does: in steps of its machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection, connect

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from blog import create_app
from blog.extensions import db
from blog.models import Update
from blog.queries import search
from blog.wire import log
from tests.conftest import settings_for
from tests.desk import Desk
from tests.long_visit import ACTS, DESK_PAGES, READERS_PAGES, TALKS, app_on, knowing_nothing
from tests.sample_visit import SampleVisit

UPDATES = 20_000
# A look at every update of the visit takes more, even by the leanest of its indexes.
STEPS_OF_A_WALK = 2 * UPDATES
STEPS_BETWEEN_TELLING = 100
# Filtered pages count what there is by an index alone, which grows, slowly, and is meant to; a page number past the
# end of this smaller visit finds nothing.
COUNTED = [name for name in READERS_PAGES if name.startswith("by ") or "archive" in name or name == "itinerary"]
FILL = f"""
    INSERT INTO "update" (id, public_id, visit_id, number, state, version, kind, standing, headline, body, html, words,
        renderer, lang, is_key, is_pinned, author_id, stop_id, speaker_id, speaker_title, source, source_url,
        created_at, published_at, withdrawn_note)
      WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {UPDATES})
      SELECT n, 'u' || n, 1, n, 'published', 1, 'report', 'reported', '', 'Words.', '<p>Words.</p>',
        'words of update ' || n, 1, 'en', n = 9, n = 7, 2, 1, NULL, '', '', '',
        '2026-01-01 00:00:00', '2026-01-01 00:00:00', '' FROM n;
    INSERT INTO update_topic (update_id, topic_id) SELECT id, 1 + id % 2 FROM "update";
    INSERT INTO event (visit_id, seq, verb, subject, at)
      SELECT 1, (SELECT head FROM visit) + number, 'publish', public_id, published_at FROM "update";
    INSERT INTO revision (update_id, number, seq, change, note, at, standing, headline, body, html)
      SELECT id, 1, (SELECT head FROM visit) + number, 'first', '', published_at, 'reported', '', body, html
      FROM "update";
    UPDATE visit SET head = head + {UPDATES}, published = {UPDATES};
"""


@pytest.fixture(scope="module")
def filled(sqlite_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    path = Path(shutil.copy(sqlite_master, folder / "long.sqlite"))
    app = create_app(settings_for(f"sqlite:///{path}", folder))
    with app.app_context():
        assert SampleVisit.open() == TALKS
        db.session.remove()
        db.engine.dispose()
    connection = connect(path)
    connection.executescript(FILL)
    connection.close()
    return path


@pytest.fixture(scope="module")
def long(filled: Path) -> Iterator[Flask]:
    with app_on(f"sqlite:///{filled}", filled.parent) as app:
        yield app


@pytest.fixture
def app(long: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An app on the long visit. What no index can find is looked for in a fifth of it, as in one of 100,000."""
    monkeypatch.setattr(search, "SCANNED_UPDATES", UPDATES // 5)
    with knowing_nothing(long):
        yield long


@pytest.fixture(scope="module")
def editor(long: Flask) -> Desk:
    return Desk.of(long).sign_in(TALKS.editor_email)


@pytest.fixture(scope="module")
def reporter(long: Flask) -> Desk:
    return Desk.of(long).sign_in(TALKS.reporter_email)


@pytest.fixture
def steps(app: Flask) -> Iterator[Steps]:
    steps = Steps()
    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", steps.listen)
    event.listen(db.engine, "before_cursor_execute", steps.note)
    yield steps
    event.remove(db.engine, "connect", steps.listen)
    event.remove(db.engine, "before_cursor_execute", steps.note)


def test_a_walk_through_the_visit_would_be_seen(steps: Steps) -> None:
    db.session.scalar(select(func.count()).where(Update.visit_id == TALKS.visit_id, Update.kind == "report"))
    assert steps.walks()


@pytest.mark.parametrize("name", [name for name in READERS_PAGES if name not in COUNTED])
def test_a_page_of_a_long_visit_walks_through_none_of_its_tables(app: Flask, steps: Steps, name: str) -> None:
    head = log.head(TALKS.visit_id)
    assert head
    address = READERS_PAGES[name].format(recent=f"{head.epoch}:{head.seq - 3}", old=f"{head.epoch}:{head.seq - 250}")
    assert app.test_client().get(address).status_code == 200
    assert steps.taken, "nothing was asked"
    assert steps.walks() == {}


@pytest.mark.parametrize("address", DESK_PAGES)
def test_the_desk_of_a_long_visit_walks_through_none_of_its_tables(editor: Desk, steps: Steps, address: str) -> None:
    assert editor.get(address).status_code == 200
    assert steps.walks() == {}


@pytest.mark.parametrize("asked", ["", "?state=withdrawn", "?kind=report"])
def test_a_reporter_of_a_long_visit_finds_their_own_without_a_walk(reporter: Desk, steps: Steps, asked: str) -> None:
    for address in ("/desk/visits/talks", f"/desk/visits/talks/search{asked}"):
        assert reporter.get(address).status_code == 200
    assert steps.walks() == {}


@pytest.mark.parametrize("name", ACTS)
def test_a_change_of_a_long_visit_walks_through_none_of_its_tables(steps: Steps, name: str) -> None:
    ACTS[name]()
    assert steps.taken, "nothing was asked"
    assert steps.walks() == {}


class Steps:
    """How many steps of SQLite's virtual machine each statement took: the same on every machine."""

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}
        self._statement = ""

    def listen(self, connection: Connection, _record: object) -> None:
        connection.set_progress_handler(self._tell, STEPS_BETWEEN_TELLING)

    def note(self, _c: object, _cursor: object, statement: str, *_rest: object) -> None:
        self._statement = statement
        self.taken.setdefault(statement, 0)

    def walks(self) -> dict[str, int]:
        """The statements that took as many as a look at every update would."""
        return {statement: steps for statement, steps in self.taken.items() if steps > STEPS_OF_A_WALK}

    def _tell(self) -> int:
        if self._statement:
            self.taken[self._statement] += STEPS_BETWEEN_TELLING
        return 0
