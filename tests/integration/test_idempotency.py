"""Fifty programs send the same request under one Idempotency-Key, and the server is killed among them: one update."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select

from blog import newsroom
from blog.extensions import db
from blog.models import Update
from tests.conftest import FOOTINGS, Footing
from tests.sample_visit import SampleVisit
from tests.serving import PATIENCE_SECONDS, Dateline, serving
from tests.terminal import FLASK, run
from tests.wait import until

PARALLEL = 50


class Sender:
    """Sends one request again and again until it is answered with 201."""

    def __init__(self, dateline: Dateline, talks: SampleVisit, token: str, key: str) -> None:
        self.url = f"{dateline.url}/api/v1/visits/{talks.slug}/updates"
        self.headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Connection": "close"}
        self.interrupted = 0

    def send(self, body: Mapping[str, str]) -> tuple[str, str, str]:
        """What is the same in every answer: the address, the version and the body."""
        answers: list[requests.Response] = []

        def is_answered() -> bool:
            try:
                answer = requests.post(self.url, json=body, headers=self.headers, timeout=PATIENCE_SECONDS)
            except requests.RequestException:
                self.interrupted += 1
                return False
            answers.append(answer)
            return answer.status_code == 201

        until(is_answered)
        return answers[-1].headers["Location"], answers[-1].headers["ETag"], answers[-1].text


def token_of(dateline: Dateline, account_id: int) -> str:
    with dateline.app.app_context():
        return newsroom.api_keys.make(account_id, name="A program", scopes=["publish"])[1]


def count(dateline: Dateline, talks: SampleVisit) -> int:
    with dateline.app.app_context():
        wanted = select(func.count(Update.id)).where(Update.visit_id == talks.visit_id)
        found: int = db.session.execute(wanted).scalar_one()
        db.session.remove()
        return found


@pytest.mark.parametrize("on", FOOTINGS)
def test_fifty_at_once_and_a_kill_make_one_update(on: str, footing: Callable[[str], Footing], tmp_path: Path) -> None:
    with footing(on) as (url, bell), serving(url, tmp_path, **bell) as dateline:
        talks = dateline.open_visit()
        body = {"headline": "Once", "body": "And once alone."}
        sender = Sender(dateline, talks, token_of(dateline, talks.editor_id), "k-1")
        with ThreadPoolExecutor(PARALLEL) as threads:
            jobs = [threads.submit(sender.send, body) for _ in range(PARALLEL)]
            until(lambda: any(job.done() for job in jobs))
            dateline.kill()
            dateline.start()
        assert len({job.result() for job in jobs}) == 1
        assert sender.interrupted, "nobody was interrupted"
        assert count(dateline, talks) == 1
        check = run(tmp_path, *FLASK, "log", "check", DATABASE_URL=url, SECRET_KEY="")
        assert check.returncode == 0, check.stdout + check.stderr
