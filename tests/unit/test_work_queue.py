"""Expensive work takes turns: what is urgent goes first, too much of it is sent away, and nothing is forgotten."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from threading import Event, Thread, Timer

import pytest

from blog import work_queue
from blog.work_queue import Queue, QueueFull, WorkQueue
from tests.queued_visitors import occupied
from tests.wait import until

# Five visitors who came in one round of the event loop, and a socket with something to read.
BURST = """
from gevent import monkey; monkey.patch_all()
import gevent, gevent.socket, os
from blog.work_queue import Queue, WorkQueue
queue, (heard, said) = WorkQueue(), os.pipe()
def visit():
    with queue.turn(Queue.PAGES): print("served")
os.write(said, b".")
listening = gevent.spawn(lambda: [gevent.socket.wait_read(heard), print("heard")])
gevent.joinall([listening, *(gevent.spawn(visit) for _ in range(5))])
"""


class Crowd:
    """Visitors in threads of their own, and the order in which their work was done."""

    def __init__(self, turns: WorkQueue) -> None:
        self.turns = turns
        self.done: list[str] = []
        self.refused: list[str] = []
        self._threads: list[Thread] = []

    def send(self, name: str, queue: Queue, work: Callable[[], None] = lambda: None) -> None:
        """Sends a visitor, and returns when they wait or have been served."""

        def visit() -> None:
            try:
                with self.turns.turn(queue):
                    work()
                    self.done.append(name)
            except QueueFull:
                self.refused.append(name)

        before = self.turns.waiting(queue)
        thread = Thread(target=visit, daemon=True)
        self._threads.append(thread)
        thread.start()
        until(lambda: self.turns.waiting(queue) > before or not thread.is_alive(), f"{name} does not arrive")

    def wait(self) -> None:
        for thread in self._threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads), "somebody was forgotten"


@pytest.fixture
def crowd() -> Crowd:
    return Crowd(WorkQueue())


def test_a_plain_page_goes_before_everything_that_asked_earlier(crowd: Crowd) -> None:
    with occupied(crowd.turns.turn, Queue.QUERIES):
        for name, queue in (
            ("asked", Queue.QUERIES), ("asked later", Queue.QUERIES),
            ("an update", Queue.UPDATES), ("a page", Queue.PAGES),
        ):  # fmt: skip
            crowd.send(name, queue)
    crowd.wait()
    assert crowd.done == ["a page", "an update", "asked", "asked later"]


def test_only_one_piece_of_work_is_under_way(crowd: Crowd) -> None:
    under_way: list[str] = []

    def work() -> None:
        under_way.append("began")
        assert len(under_way) == 1
        under_way.pop()

    with occupied(crowd.turns.turn, Queue.QUERIES):
        for number in range(20):
            crowd.send(str(number), list(Queue)[number % 3], work)
    crowd.wait()
    assert len(crowd.done) == 20


def test_hot_work_that_has_begun_or_been_announced_goes_first(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_queue, "URGENT_SECONDS", 60)
    begun = Event()
    with crowd.turns.urgent():
        crowd.turns.announce("a push")
        crowd.send("a page", Queue.PAGES, begun.set)
        assert not begun.wait(0.1)
        crowd.done.append("the post")
    assert not begun.wait(0.1)
    crowd.done.append("the push")
    crowd.turns.finish("a push")
    crowd.wait()
    assert crowd.done == ["the post", "the push", "a page"]


def test_hot_work_that_never_ends_holds_up_nobody_for_ever(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_queue, "URGENT_SECONDS", 0.01)
    crowd.turns.announce("a body that trickles in")
    crowd.send("a page", Queue.PAGES)
    crowd.wait()
    assert crowd.done == ["a page"]


def test_hot_work_that_lasts_is_waited_for_once_and_not_before_every_page(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    wait = crowd.turns._no_urgent_work.wait
    monkeypatch.setattr(crowd.turns._no_urgent_work, "wait", lambda seconds: waits.append(seconds) or wait(seconds))
    monkeypatch.setattr(work_queue, "URGENT_SECONDS", 0.05)
    crowd.turns.announce("a post that waits for the database's lock")
    crowd.send("the first page", Queue.PAGES)
    crowd.wait()
    waits.clear()
    for _ in range(3):
        crowd.send("a page", Queue.PAGES)
        crowd.wait()
    assert not waits
    assert len(crowd.done) == 4


def test_who_comes_after_hot_work_that_lasts_has_not_waited(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_queue, "URGENT_SECONDS", 0)
    crowd.turns.announce("a body that trickles in")
    with crowd.turns.turn(Queue.PAGES) as waited:
        assert not waited


@pytest.mark.parametrize("queue", [Queue.QUERIES, Queue.UPDATES])
def test_past_the_bound_of_a_queue_who_comes_is_sent_away_and_the_other_queues_go_on(
    crowd: Crowd, queue: Queue
) -> None:
    with occupied(crowd.turns.turn, Queue.QUERIES):
        for number in range(queue.max_length):
            crowd.send(str(number), queue)
        crowd.send("one too many", queue)
        assert crowd.refused == ["one too many"]
        crowd.send("a page", Queue.PAGES)
    crowd.wait()
    assert crowd.refused == ["one too many"]
    assert crowd.done[0] == "a page"
    assert len(crowd.done) == queue.max_length + 1


def test_who_waited_too_long_is_sent_away_and_the_next_one_is_served(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    with occupied(crowd.turns.turn, Queue.QUERIES):
        monkeypatch.setattr(work_queue, "TIMEOUT_SECONDS", 0.01)
        crowd.send("in a hurry", Queue.PAGES)
        until(lambda: crowd.refused == ["in a hurry"], "nobody tells them to come back later")
        monkeypatch.setattr(work_queue, "TIMEOUT_SECONDS", 20.0)
        crowd.send("patient", Queue.QUERIES)
    crowd.wait()
    assert crowd.done == ["patient"]


def test_long_work_steps_aside_between_two_items_for_a_page_but_not_for_its_like(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_queue, "SLICE_SECONDS", 0.0)
    begun, go_on = Event(), Event()

    def work() -> None:
        for number in crowd.turns.in_slices(range(2)):
            if not number:
                begun.set()
                assert go_on.wait(60)
        crowd.done.append("the end of the long work")

    long = Thread(target=lambda: crowd.send("long work", Queue.QUERIES, work), daemon=True)
    long.start()
    assert begun.wait(60)
    crowd.send("another question", Queue.QUERIES)
    crowd.send("a page", Queue.PAGES)
    go_on.set()
    long.join(60)
    crowd.wait()
    assert crowd.done == ["a page", "the end of the long work", "long work", "another question"]


def test_between_two_items_posts_and_pushes_go_first(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_queue, "SLICE_SECONDS", 0.0)
    monkeypatch.setattr(work_queue, "URGENT_SECONDS", 60)
    order: list[object] = []

    def push() -> None:
        order.append("push")
        crowd.turns.finish("push")

    def items() -> Iterator[int]:
        yield 1
        crowd.turns.announce("push")
        Timer(0.1, push).start()
        yield 2
        order.append("in the middle")
        yield 3

    def work() -> None:
        for number in crowd.turns.in_slices(items()):
            order.append(number)

    crowd.send("long work", Queue.QUERIES, work)
    crowd.wait()
    assert order.index("push") < order.index("in the middle")


def test_between_the_turns_of_a_burst_the_loop_looks_at_its_sockets() -> None:
    done = subprocess.run([sys.executable, "-c", BURST], capture_output=True, text=True, timeout=60)
    assert done.stdout.split().index("heard") == 1, done


def test_a_turn_inside_a_turn_is_a_part_of_it(crowd: Crowd) -> None:
    with crowd.turns.turn(Queue.QUERIES):
        with crowd.turns.turn(Queue.PAGES):
            crowd.send("a page", Queue.PAGES)
        assert not crowd.done
    crowd.wait()
    assert crowd.done == ["a page"]


def test_work_that_fails_lets_the_next_one_go_on(crowd: Crowd) -> None:
    with pytest.raises(LookupError), crowd.turns.turn(Queue.PAGES):
        raise LookupError
    crowd.send("a page", Queue.PAGES)
    crowd.wait()
    assert crowd.done == ["a page"]


def test_outside_a_turn_a_pause_is_nothing_and_without_gevent_a_pool_is_nobody_else() -> None:
    assert list(work_queue.in_slices("abc")) == ["a", "b", "c"]
    assert work_queue.run_in_threadpool(sum, [1, 2]) == 3
