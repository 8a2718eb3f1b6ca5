"""Each alert's metric takes a value at which the alert fires, by a real fault: a crowd, a lock, a disk that fills.

What a rule makes of such values over time, `make alerts` plays.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from sqlalchemy import text
from websockets.exceptions import InvalidStatus

from blog import newsroom
from blog.extensions import db
from blog.models import DeliveryTarget, State
from blog.models.visit import now
from blog.newsroom.posts import Post
from tests import webhooks
from tests.breadth import BREADTH
from tests.faults import crowd, late, more
from tests.locks import locked
from tests.metrics import measured
from tests.prometheus_rules import fires, limit
from tests.readers import SocketReader, open_socket
from tests.sample_visit import SampleVisit
from tests.serving import Dateline, serving
from tests.wait import until

pytestmark = BREADTH
BOOTED = re.compile(r"Booting worker with pid: (\d+)")
PAGES = ("", "/itinerary", "/people", "/readouts", "/corrections")
READERS = 3


@pytest.fixture(scope="module")
def dateline(sqlite_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dateline]:
    folder = tmp_path_factory.mktemp("faulty")
    url = f"sqlite:///{folder / 'dateline.sqlite'}"
    with serving(url, folder, MAX_READERS=str(READERS), DELIVER="off") as dateline:
        yield dateline


@pytest.fixture
def visit(dateline: Dateline) -> SampleVisit:
    return dateline.open_visit()


def worker(dateline: Dateline) -> int:
    return int(BOOTED.findall(dateline.log())[-1])


def test_pages_that_fail(dateline: Dateline, visit: SampleVisit) -> None:
    with dateline.app.app_context():
        public_id = visit.publish("Spoiled by hand.")
        db.session.execute(text("UPDATE \"update\" SET kind = 'unheard of' WHERE public_id = :id"), {"id": public_id})
        db.session.commit()
    with more(dateline, "dateline_requests_total", status="5xx") as failed:
        for _ in range(4):
            assert dateline.get(f"/live/{visit.slug}/updates/{public_id}").status_code == 500
        assert fires("DatelineErrors", "dateline_requests_total", failed())


def test_sockets_from_another_address_and_more_readers_than_fit(dateline: Dateline, visit: SampleVisit) -> None:
    with more(dateline, "dateline_sockets_refused_total", reason="origin") as refused:
        for _ in range(11):
            with pytest.raises(InvalidStatus):
                open_socket(dateline.url, visit.slug, origin="https://elsewhere.example")
        assert fires("DatelineSocketsRefused", "dateline_sockets_refused_total", refused())
    with more(dateline, "dateline_sockets_refused_total", reason="full") as refused, ExitStack() as readers:
        for _ in range(READERS + 11):
            with suppress(InvalidStatus):
                readers.enter_context(open_socket(dateline.url, visit.slug))
        until(lambda: fires("DatelineSocketsRefused", "dateline_sockets_refused_total", refused()), "all fit")


def test_a_server_that_stands_still_between_a_change_and_its_readers(dateline: Dateline, visit: SampleVisit) -> None:
    until(lambda: measured(dateline, "dateline_readers") == 0, "readers who left are counted")
    with (
        SocketReader(dateline, visit.slug) as reader,
        late(dateline, "DatelineLate", "dateline_lag_seconds") as is_late,
    ):
        os.kill(worker(dateline), signal.SIGSTOP)
        try:
            with dateline.app.app_context():
                public_id = visit.publish("Committed while it stands still.")
            time.sleep(limit("DatelineLate") + 0.5)
        finally:
            os.kill(worker(dateline), signal.SIGCONT)
        reader.read_until(lambda it: public_id in it.held)
        until(is_late, "the delay is not measured")


def test_a_lock_that_somebody_holds(dateline: Dateline, visit: SampleVisit) -> None:
    with (
        dateline.correspondent() as editor,
        late(dateline, "DatelineDeskSlow", "dateline_request_seconds", part="desk") as is_late,
        more(dateline, "dateline_writes_failed_total", reason="locked") as failed,
    ):
        with locked(f"sqlite:///{dateline.folder / 'dateline.sqlite'}"), pytest.raises(requests.HTTPError):
            editor.publish(visit.slug, "It waits in vain.")
        assert fires("DatelineWritesFail", "dateline_writes_failed_total", failed())
        assert is_late()


def test_a_disk_that_is_filled(dateline: Dateline) -> None:
    """The limit is not reached, but the sample follows: what is left where the database is."""
    before = measured(dateline, "dateline_disk_free_bytes")
    with (dateline.folder / "filling").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, 400_000_000)
        after = measured(dateline, "dateline_disk_free_bytes")
    (dateline.folder / "filling").unlink()
    assert 300_000_000 < before - after < 500_000_000
    left = os.statvfs(dateline.folder)
    assert after == pytest.approx(left.f_bavail * left.f_frsize, rel=0.2)
    assert fires("DatelineDiskAlmostFull", "dateline_disk_free_bytes", limit("DatelineDiskAlmostFull") - 1)


def test_an_embargo_that_nobody_can_end(dateline: Dateline, visit: SampleVisit) -> None:
    with dateline.app.app_context():
        by = visit.visit_id, visit.editor_id
        embargo = newsroom.embargoes.set_embargo(
            *by, "Until he has spoken", until=now() + timedelta(seconds=2), city="Tokyo", zone="Asia/Tokyo"
        )
        newsroom.drafts.save(*by, Post("At its time."), state=State.HELD, embargo=embargo)
        newsroom.visits.set_status(*by, "ended")
    until(lambda: fires("DatelineOverdue", "dateline_overdue", measured(dateline, "dateline_overdue")), "it ended")


def test_a_crowd_for_pages_that_nobody_has_in_memory(dateline: Dateline, visit: SampleVisit) -> None:
    """The first page is long: while it is rendered in slices, the others come to wait."""
    slugs = [dateline.open_visit().slug for _ in range(40)]
    with dateline.app.app_context():
        updates = [visit.publish(f"Update {number}.") for number in range(90)]
    with crowd(dateline, [f"/live/{slug}{page}" for slug in (visit.slug, *slugs) for page in PAGES]):
        waiting = measured(dateline, "dateline_cold_waiting", queue="pages")
        assert fires("DatelineQueueLong", "dateline_cold_waiting", waiting)
    with dateline.app.app_context():
        visit.publish("The page is old now.")
    with more(dateline, "dateline_cold_refused_total", queue="updates") as refused:
        with crowd(dateline, [f"/live/{visit.slug}", *(f"/live/{visit.slug}/updates/{each}" for each in updates)]):
            pass
        assert fires("DatelinePagesRefused", "dateline_cold_refused_total", refused())


def test_what_nobody_sends(dateline: Dateline, visit: SampleVisit) -> None:
    with dateline.app.app_context():
        webhooks.add("https://nowhere.invalid/hook")
        visit.publish("Nobody hears of it.")
        db.session.execute(text("UPDATE delivery SET created_at = :then"), {"then": now() - timedelta(minutes=6)})
        for target in db.session.query(DeliveryTarget):
            target.next_at = target.next_at and target.next_at - timedelta(minutes=6)
        db.session.commit()

    def overdue() -> float:
        return measured(dateline, "dateline_deliveries_overdue")

    until(lambda: fires("DatelineDeliveriesOverdue", "dateline_deliveries_overdue", overdue()), "somebody sent it")
