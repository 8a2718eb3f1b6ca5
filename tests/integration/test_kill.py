"""kill -9 in the middle of a burst of posts: what was acknowledged is there, nothing is there twice, readers go on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
import requests
from websockets.exceptions import WebSocketException

from tests.breadth import breadth
from tests.conftest import FOOTINGS, Footing
from tests.htmx import OpenPage
from tests.readers import SocketReader
from tests.serving import Correspondent, Dateline, serving

EDITORS, POSTS, READERS = 3, 12, 4
ACKNOWLEDGED_BEFORE = 8
BACK_WITHIN_SECONDS = 120.0


class Burst:
    """What several people post at once, each with a key of its own, sent again until it is acknowledged."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.acknowledged: dict[str, str] = {}
        self.sent_again: set[str] = set()

    def post(self, editor: Correspondent, name: str) -> None:
        for number in range(POSTS):
            key = f"{name}-{number}"
            self.acknowledged[key] = self._until_acknowledged(editor, key)
        # As one does whose browser came back with the form: the answer had come, and was never read.
        assert self._until_acknowledged(editor, f"{name}-0") == self.acknowledged[f"{name}-0"]

    def _until_acknowledged(self, editor: Correspondent, key: str) -> str:
        deadline = monotonic() + BACK_WITHIN_SECONDS
        while True:
            try:
                return editor.publish(self.slug, f"Post {key}.", client_key=key)
            except requests.RequestException:
                self.sent_again.add(key)
                assert monotonic() < deadline, "the server did not come back"
                sleep(0.1)


# On PostgreSQL a worker is killed in `test_cluster.py` as well.
@pytest.mark.parametrize("on", [FOOTINGS[0], *breadth(FOOTINGS[1])])
def test_an_acknowledged_post_survives_kill_9_and_none_is_there_twice(
    on: str, footing: Callable[[str], Footing], tmp_path: Path
) -> None:
    with ThreadPoolExecutor() as threads, ExitStack() as people:  # so that a failure ends the threads, too
        url, bell = people.enter_context(footing(on))
        dateline = people.enter_context(serving(url, tmp_path, **bell))
        talks = dateline.open_visit()
        editors = [people.enter_context(dateline.correspondent()) for _ in range(EDITORS)]
        readers = [people.enter_context(SocketReader(dateline, talks.slug)) for _ in range(READERS)]
        burst, over = Burst(talks.slug), Event()
        people.callback(over.set)
        following = [threads.submit(_follow, reader, over) for reader in readers]
        posting = [threads.submit(burst.post, editor, f"editor-{number}") for number, editor in enumerate(editors)]

        acknowledged = _kill_in_the_middle(dateline, burst, posting)
        for job in posting:
            job.result(timeout=BACK_WITHIN_SECONDS)
        assert burst.sent_again, "nobody was interrupted"

        ids = burst.acknowledged.values()
        assert len(set(ids)) == EDITORS * POSTS, "two posts became one"
        assert acknowledged.items() <= burst.acknowledged.items(), "an acknowledged post was lost and made anew"
        _check_the_log(dateline, talks.slug)
        page = OpenPage(dateline.get(f"/live/{talks.slug}").text)
        assert sorted(page.held) == sorted(ids)

        comings = [job.result(timeout=BACK_WITHIN_SECONDS) for job in following]
    assert [sorted(reader.held) for reader in readers] == [sorted(ids)] * READERS
    assert min(comings) >= 2, "a reader was never cut off"


def _kill_in_the_middle(dateline: Dateline, burst: Burst, posting: list[Future[None]]) -> dict[str, str]:
    """Kills the server and its worker, starts it again on the same port, and returns what was acknowledged before."""
    while len(burst.acknowledged) < ACKNOWLEDGED_BEFORE:
        assert not any(job.done() for job in posting), "it was all over before the kill"
        sleep(0.01)
    dateline.kill()
    acknowledged = dict(burst.acknowledged)
    dateline.start()
    return acknowledged


def _follow(reader: SocketReader, over: Event) -> int:
    """Reads until everything is there, and comes back with its cursor when the line breaks. Says how often it came."""
    comings = 1
    while len(reader.held) < EDITORS * POSTS and not over.is_set():
        reader.read(0.2)
        while reader.close_code is not None and not over.is_set():
            try:
                reader.leave()
                reader.connect()
                comings += 1
            except (OSError, WebSocketException):
                sleep(0.1)
    return comings


def _check_the_log(dateline: Dateline, slug: str) -> None:
    answer = dateline.app.test_cli_runner().invoke(args=["log", "check", slug])
    assert answer.exit_code == 0, answer.output
