"""A database whose file is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from blog.extensions import db
from tests.database_files import damage, let_go
from tests.desk import Desk
from tests.markup import one, parse
from tests.sample_visit import SampleVisit

POST = "/desk/visits/talks/updates"
SECRET = "A name that a court protects."


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def test_a_damaged_database_is_a_503_that_keeps_the_text_and_tells_the_log_no_word_of_it(
    app: Flask, desk: Desk, talks: SampleVisit, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    for number in range(40):
        talks.publish(f"{number} " * 1000)
    db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    let_go(app)
    damage(Path(db.engine.url.database or ""))
    answers = [
        app.test_client().get(path) for path in ("/live/talks", "/live/talks/search?q=39", "/live/talks/feed.atom")
    ]
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert 503 in {answer.status_code for answer in answers}, "what is damaged was never read"
    answer = desk.post(POST, {"body": SECRET, "headline": SECRET, "action": "publish"})
    assert answer.status_code == 503
    assert SECRET in one(parse(answer), "[name=body]").text_content()
    assert SECRET not in caplog.text
