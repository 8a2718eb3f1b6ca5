"""The desk's door in a crowd: strangers come in one by one, after readers and before made-up addresses."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from blog.work_queue import Queue
from tests.desk import Desk
from tests.queued_visitors import crowd, occupied, turns_begun
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_strangers_at_the_desks_door_go_after_plain_pages_and_before_what_is_asked(
    client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = turns_begun(monkeypatch)
    with crowd(client, "/live/talks?topic=trade", "/desk/sign-in", "/live/talks") as answered:
        assert not answered
        began.clear()
    assert began == [Queue.PAGES, Queue.SIGN_IN, Queue.QUERIES]


def test_a_device_on_which_somebody_signed_in_before_does_not_wait_behind_strangers(desk: Desk) -> None:
    desk.post("/desk/sign-out", {})
    with occupied():
        assert desk.get("/desk/sign-in").status_code == 200
