"""Visitors in the work queue: one is served, others wait behind, and turns begin in some order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from blog import work_queue
from blog.work_queue import Queue
from tests.wait import until


@contextmanager
def occupied(
    turn: Callable[[Queue], AbstractContextManager[None]] = work_queue.turn, queue: Queue = Queue.PAGES
) -> Iterator[None]:
    """While somebody else has a turn."""
    begun, finish = Event(), Event()

    def work() -> None:
        with turn(queue):
            begun.set()
            assert finish.wait(60)

    thread = Thread(target=work, daemon=True)
    thread.start()
    assert begun.wait(60)
    try:
        yield
    finally:
        finish.set()
        thread.join(60)


@contextmanager
def crowd(client: FlaskClient, *addresses: str) -> Iterator[list[tuple[str, int]]]:
    """Visitors who all wait for their pages, in this order, while the block runs; then they are answered."""
    answered: list[tuple[str, int]] = []

    def visit(address: str) -> None:
        answered.append((address, client.get(address).status_code))

    threads = [Thread(target=visit, args=(address,), daemon=True) for address in addresses]
    with occupied():
        for number, thread in enumerate(threads, 1):
            thread.start()
            until(lambda number=number: sum(map(work_queue.waiting, Queue)) == number, "a visitor does not arrive")
        yield answered
    for thread in threads:
        thread.join(60)
    assert len(answered) == len(addresses)


def turns_begun(monkeypatch: pytest.MonkeyPatch) -> list[Queue]:
    """The queues of all turns, in the order in which they begin: answers may overtake each other on the way out."""
    queues: list[Queue] = []
    for queue in Queue:
        monkeypatch.setattr(queue, "waited", SimpleNamespace(observe=lambda _, queue=queue: queues.append(queue)))
    return queues
