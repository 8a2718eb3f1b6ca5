"""kill -9 while files arrive and while sizes are made: nothing half is kept, nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import requests
from sqlalchemy import select

from blog.extensions import db
from blog.media.store import current_store
from blog.models import MediaFile
from blog.newsroom.unused_media import UNFINISHED
from tests.bench.machine import children
from tests.conftest import Footing
from tests.media_files import picture
from tests.serving import Correspondent, Dateline, serving
from tests.wait import until

ACKNOWLEDGED_BEFORE = 2
SIDE = 1500


def test_what_was_acknowledged_survives_kill_9_and_nothing_is_there_by_half(
    footing: Callable[[str], Footing], tmp_path: Path
) -> None:
    with ExitStack() as stack, ThreadPoolExecutor() as threads:
        url, bell = stack.enter_context(footing("sqlite"))
        dateline = stack.enter_context(serving(url, tmp_path, **bell))
        slug = dateline.open_visit().slug
        people = [stack.enter_context(dateline.correspondent()) for _ in range(3)]
        acknowledged: list[str] = []
        over = Event()
        sending = [threads.submit(_send, person, slug, acknowledged, over) for person in people]
        stack.enter_context(_half_sent(dateline, slug))
        until(lambda: len(acknowledged) >= ACKNOWLEDGED_BEFORE, "nothing arrives")
        until(lambda: _opening(dateline), "no sizes are being made")
        dateline.kill()
        over.set()
        for job in sending:
            job.result()
        dateline.start()
        for public_id in acknowledged:
            for width in (480, 960, 1440):
                answer = people[0].get(f"/desk/visits/{slug}/media/{public_id}/{width}.webp")
                assert answer.status_code == 200
        _check_store(dateline, acknowledged)


def _send(person: Correspondent, slug: str, acknowledged: list[str], over: Event) -> None:
    """Sends one picture after the other until the server is gone."""
    data = picture(SIDE, SIDE)
    while not over.is_set():
        try:
            answer = person.upload(slug, "a.jpg", data)
        except requests.RequestException:
            return
        if answer.status_code == 429:
            return
        assert answer.status_code == 201, answer.text
        acknowledged.append(answer.json()["id"])


def _half_sent(dateline: Dateline, slug: str) -> socket.socket:
    """An upload that stops in the middle, and holds nothing up."""
    address = urlsplit(dateline.url)
    line = socket.create_connection((address.hostname, address.port))
    head = f"POST /desk/visits/{slug}/media HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 5000000\r\n"
    line.sendall(f"{head}Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n".encode() + bytes(100_000))
    return line


def _opening(dateline: Dateline) -> list[int]:
    """The processes that open a file at this moment."""
    return [each for worker in children(dateline._process.pid) for each in children(worker)]


def _check_store(dateline: Dateline, acknowledged: list[str]) -> None:
    """Every row has all that it says, whether or not anybody heard of it."""
    with dateline.app.app_context():
        files = db.session.scalars(select(MediaFile)).all()
        assert {file.public_id for file in files} >= set(acknowledged)
        for file in files:
            expected = {f"{file.public_id}/original"} | {
                f"{file.public_id}/{width}.{ending}" for width in file.sizes for ending in ("webp", "jpg")
            }
            assert set(current_store().keys(f"{file.public_id}/")) == expected
            assert file.sizes == [480, 960, 1440]
        for key in [key for key in current_store().keys() if not key.startswith(UNFINISHED)]:  # noqa: SIM118
            assert len(current_store().get(key)) > 500, f"{key} is there by half"
        db.session.rollback()


def test_a_process_that_is_killed_while_it_opens_a_file_costs_that_file_alone(
    footing: Callable[[str], Footing], tmp_path: Path
) -> None:
    with ExitStack() as stack, ThreadPoolExecutor() as threads:
        url, bell = stack.enter_context(footing("sqlite"))
        dateline = stack.enter_context(serving(url, tmp_path, **bell))
        slug = dateline.open_visit().slug
        person = stack.enter_context(dateline.correspondent())
        sent = threads.submit(person.upload, slug, "a.png", picture(8000, 5000, "PNG"))
        until(lambda: sent.done() or _opening(dateline), "no sizes are being made")
        assert not sent.done(), sent.result().text
        (process,) = _opening(dateline)
        os.kill(process, signal.SIGKILL)
        answer = sent.result()
        assert answer.status_code == 422
        assert "too much time or memory" in answer.json()["sentence"]
        assert dateline.get(f"/live/{slug}").status_code == 200
        with dateline.app.app_context():
            assert list(current_store().keys()) == []
            assert db.session.scalars(select(MediaFile)).all() == []
            db.session.rollback()
