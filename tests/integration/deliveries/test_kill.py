"""kill -9 while many deliveries wait: each arrives at least once, in order, and none is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from blog import newsroom
from blog.models.webhook import EVENTS
from blog.newsroom.deliveries import LEASE
from blog.newsroom.webhooks import Subscription
from blog.permissions import SYSTEM
from blog.web.deliveries.push import BROWSERS_AT_ONCE
from tests.breadth import BREADTH, breadth
from tests.integration.deliveries.push_site import PushSite
from tests.sample_visit import SampleVisit
from tests.servers.ports import HOST
from tests.wait import until
from tests.webhooks import waiting

FEW, MANY = 60, 1_000


class Receiver(HTTPServer):
    """Takes everything, and remembers the numbers of the events in the order in which they came."""

    def __init__(self) -> None:
        super().__init__((HOST, 0), Taker)
        self.numbers: list[int] = []


class Taker(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.numbers.append(int(content["data"]["cursor"].partition(":")[2]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def receiving() -> Iterator[Receiver]:
    with Receiver() as receiver:
        thread = Thread(target=receiver.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield receiver
        finally:
            receiver.shutdown()
            thread.join()


@pytest.mark.parametrize("changes", [FEW, *breadth(MANY)])
def test_what_waits_survives_kill_9(app: Flask, talks: SampleVisit, tmp_path: Path, changes: int) -> None:
    public_id = talks.publish()
    with receiving() as receiver:
        url = f"http://site.example:{receiver.server_port}/hook"
        newsroom.webhooks.add(SYSTEM, Subscription("The archive", url, EVENTS))
        for number in range(changes):
            set_key = newsroom.updates.key if number % 2 == 0 else newsroom.updates.unkey
            set_key(talks.visit_id, talks.editor_id, public_id)
        assert waiting() == changes
        database = app.config["SQLALCHEMY_DATABASE_URI"]
        command = [sys.executable, "-m", "tests.deliverer", database, str(tmp_path), str(receiver.server_port)]
        with subprocess.Popen([*command, "0"]) as first:
            until(lambda: len(receiver.numbers) >= changes // 5, "nothing is delivered")
            first.kill()
        assert 0 < waiting() < changes
        subprocess.run([*command, str(int(LEASE.total_seconds()) + 1)], check=True)
    assert waiting() == 0
    first_times = list(dict.fromkeys(receiver.numbers))
    assert len(first_times) == changes
    assert first_times == sorted(first_times)
    assert len(receiver.numbers) <= changes + 1  # at most the one that was on its way came twice


@BREADTH
def test_browsers_that_wait_for_a_notification_survive_kill_9(app: Flask, push_site: PushSite, tmp_path: Path) -> None:
    names, server = {device.name for device in push_site.devices(MANY)}, push_site.server
    push_site.set_banner("The talks have broken down")
    database = app.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-m", "tests.deliverer", database, str(tmp_path), str(server.port)]
    with subprocess.Popen([*command, "0", str(server.authorities)]) as first:
        until(lambda: len(server.sent) > 1.5 * BROWSERS_AT_ONCE, "nothing is sent")
        first.kill()
    assert waiting() == 1
    assert len(server.sent) < MANY
    subprocess.run([*command, str(int(LEASE.total_seconds()) + 1), str(server.authorities)], check=True)
    assert waiting() == 0
    came = Counter(sent.name for sent in server.sent)
    assert came.keys() == names
    assert came.total() <= MANY + BROWSERS_AT_ONCE  # at most those that were on their way came twice
