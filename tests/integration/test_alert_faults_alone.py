"""Faults that take a server of their own: files, connections and readers that hang, receivers that refuse."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from sqlalchemy import text

from blog.extensions import db
from blog.release import VERSION
from blog.wire import hub
from tests import webhooks
from tests.breadth import BREADTH
from tests.conftest import Footing
from tests.faults import crowd, more, reading_nothing
from tests.metrics import labels, measured
from tests.prometheus_rules import fires
from tests.readers import SocketReader
from tests.servers.ports import HOST
from tests.serving import serving
from tests.wait import until

pytestmark = BREADTH
READERS = 3


def test_readers_who_take_nothing(sqlite_master: Path, tmp_path: Path) -> None:
    """Each counts once: more than three hundred in five minutes are one a second."""
    url = f"sqlite:///{tmp_path / 'dateline.sqlite'}"
    with serving(url, tmp_path) as dateline, ExitStack() as stuck, dateline.app.app_context():
        visit = dateline.open_visit()
        cursor = SocketReader(dateline, visit.slug).page.cursor
        with more(dateline, "dateline_readers_cut_total") as cut:
            for _ in range(READERS):
                stuck.enter_context(reading_nothing(dateline, f"/live/{visit.slug}/ws?after={cursor}"))
            until(lambda: measured(dateline, "dateline_readers") == READERS, "they are no readers")
            begin = time.monotonic()
            while time.monotonic() < begin + 2 * hub.SEND_TIMEOUT_SECONDS and cut() < READERS:
                for number in range(20):
                    visit.publish(f"{number} " + "A long text. " * 1400)
            assert cut() == READERS
            assert fires("DatelineReadersCut", "dateline_readers_cut_total", cut())


def test_open_files_that_run_out(sqlite_master: Path, tmp_path: Path) -> None:
    files, (soft, hard) = 1000, resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    url = f"sqlite:///{tmp_path / 'dateline.sqlite'}"
    try:
        with serving(url, tmp_path, may_open=files) as dateline, ExitStack() as idle:

            def is_short() -> bool:
                share = measured(dateline, "process_open_fds") / measured(dateline, "process_max_fds")
                return fires("DatelineFilesExhausted", "process_open_fds", share)

            assert not is_short()
            for _ in range(files - 85):
                idle.enter_context(socket.create_connection((HOST, dateline.port)))
            until(is_short, "there is room for more")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_requests_that_hold_all_connections_to_the_database(footing: Callable[[str], Footing], tmp_path: Path) -> None:
    with ExitStack() as stack:
        url, bell = stack.enter_context(footing("postgresql"))
        dateline = stack.enter_context(serving(url, tmp_path, **bell))
        stack.enter_context(dateline.app.app_context())
        other = stack.enter_context(db.engine.connect())
        holding = other.begin()
        other.execute(text("LOCK TABLE visit IN ACCESS EXCLUSIVE MODE"))

        def most() -> float:
            return measured(dateline, "dateline_database_connections_limit")

        def is_short() -> bool:
            in_use = measured(dateline, "dateline_database_connections")
            return fires("DatelineConnectionsExhausted", "dateline_database_connections", in_use / most())

        until(lambda: most() > 0, "nothing is measured")

        with crowd(dateline, ["/readyz"] * 40):
            until(is_short, "some are free")
            holding.rollback()


def test_receivers_that_refuse_another_version_and_a_server_that_is_gone(sqlite_master: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'dateline.sqlite'}"
    with serving(url, tmp_path, app="tests.another_version:app") as dateline:
        with dateline.app.app_context():
            for number in range(6):
                webhooks.add(f"https://nowhere{number}.invalid/hook")
            dateline.open_visit().publish("Nobody hears of it.")

        def failed() -> float:
            return measured(dateline, "dateline_deliveries_total", channel="webhook", result="failed")

        until(lambda: fires("DatelineDeliveriesFail", "dateline_deliveries_total", failed()), "somebody took it")
        assert measured(dateline, "dateline_deliveries_total", channel="webhook", result="accepted") == 0
        versions = {VERSION} | labels(dateline, "dateline_build_info", "version")
        assert fires("DatelineVersionsDiffer", "dateline_build_info", len(versions))
    with pytest.raises(requests.ConnectionError):
        dateline.get("/metrics")
    assert fires("DatelineDown", "up", 0)  # what Prometheus makes of it
