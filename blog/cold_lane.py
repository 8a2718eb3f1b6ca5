"""One gate for expensive work: one piece at a time, posts and pushes first between two, plain pages before the rest.

A process serves everyone from a single event loop. Work that costs more than a few milliseconds for one visitor takes
its turn here, so that a crowd of strangers cannot hold up what readers are sent:

    with cold_lane.turn(Queue.ASKED):              # waits for its turn; raises Full when too many wait already
        for item in cold_lane.in_slices(items): …  # long work steps aside between two items
    with cold_lane.hot(): …                        # no other work begins meanwhile: the pump, a post
    cold_lane.run_in_threadpool(compress, body)    # work that releases the GIL leaves the loop free

A lock that other cold work needs is taken before a turn, never inside one: a turn that steps aside would keep it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from threading import Event, Lock, get_ident
from time import monotonic, sleep
from typing import TypeVar

from gevent import get_hub
from gevent.monkey import is_module_patched

from blog import metrics

T = TypeVar("T")

# Long enough for the loop to look at its sockets once: `sleep(0)` alone runs only what is ready already.
BREATH_SECONDS = 0.001
# How long a turn works before it lets others go first.
SLICE_SECONDS = 0.015
# Hot work that takes longer than this, such as a body that trickles in or a post that waits for the database's lock,
# holds nobody up any more.
HOT_SECONDS = 0.5
# Past this a visitor has left, or asks again.
PATIENCE_SECONDS = 15.0


class Queue(Enum):
    """Where work waits, the most urgent first, and how many may wait there.

    `PAGES` are the few addresses that every visit has, as they are without arguments; `UPDATES` those of one update;
    `SIGN_IN` is the desk's door, for who is not signed in; `ASKED` is everything with arguments, of which anyone can
    make up as many as they like.
    """

    PAGES = ("pages", 1000)
    UPDATES = ("updates", 64)
    SIGN_IN = ("sign-in", 300)
    ASKED = ("asked", 32)

    def __init__(self, label: str, most: int) -> None:
        self.label, self.most = label, most
        self.waiting = metrics.COLD_WAITING.labels(label)
        self.waited = metrics.COLD_WAIT.labels(label)
        self.refused = metrics.COLD_REFUSED.labels(label)


class Full(Exception):
    """Too much waits in this queue, or has waited for too long: come back later."""


class _Ticket:
    """One piece of work that waits; `called` is set when it may be the next."""

    __slots__ = ("called", "queue")

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.called = Event()


class ColdLane:
    """Hands out turns to greenlets, or to threads where nothing is patched."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: dict[Queue, deque[_Ticket]] = {queue: deque() for queue in Queue}
        self._next: _Ticket | None = None
        self._holder: int | None = None
        self._queue = Queue.ASKED
        self._slice_began = 0.0
        self._hot: dict[Hashable, float] = {}  # with the moment at which it stops holding others up
        self._calm = Event()
        self._calm.set()

    def waiting(self, queue: Queue) -> int:
        """How many wait in a queue."""
        return len(self._waiting[queue])

    def is_hot(self) -> bool:
        """Whether hot work is under way or about to begin."""
        return bool(self._hot)

    @contextmanager
    def turn(self, queue: Queue) -> Iterator[bool]:
        """Runs the block when no other turn is under way; inside a turn it is a part of it. Raises Full.

        Gives whether it had to wait, and what was true before may not be true any more.
        """
        if self._holder == get_ident():
            yield False
            return
        waited = self._begin(queue)
        try:
            yield waited
        finally:
            with self._lock:
                if self._holder == get_ident():  # it may have lost the lane while it stood aside
                    self._holder = None
                self._call_next()

    def pause(self) -> None:
        """Between two steps of a turn: lets posts, pushes and more urgent turns go first, if it has worked a while."""
        if self._holder != get_ident() or monotonic() - self._slice_began < SLICE_SECONDS:
            return
        self._let_hot_work_go_first()
        with self._lock:
            best = self._best()
            if steps_aside := best is not None and list(Queue).index(best.queue) < list(Queue).index(self._queue):
                ticket = _Ticket(self._queue)
                self._line_up(ticket, in_front=True)
                self._holder = None
                self._call_next()
        if steps_aside:
            self._await_turn(ticket, PATIENCE_SECONDS)
        self._slice_began = monotonic()

    def in_slices(self, items: Iterable[T]) -> Iterator[T]:
        """The same items, with a pause between two of them."""
        for item in items:
            yield item
            self.pause()

    @contextmanager
    def hot(self) -> Iterator[None]:
        """While the block runs, no turn begins."""
        token = object()
        self.expect(token)
        try:
            yield
        finally:
            self.done(token)

    def expect(self, work: Hashable) -> None:
        """Hot work is about to begin: until it is `done` no turn begins."""
        with self._lock:
            self._hot[work] = monotonic() + HOT_SECONDS
            self._calm.clear()

    def done(self, work: Hashable) -> None:
        """Hot work has been done, or will not be."""
        with self._lock:
            self._hot.pop(work, None)
            if self._hot_until() <= monotonic():
                self._calm.set()

    def _begin(self, queue: Queue) -> bool:
        with self._lock:
            if self._holder is None and self._next is None and self._hot_until() <= monotonic():
                self._hold(queue)
                queue.waited.observe(0)
                return False
            if self.waiting(queue) >= queue.most:
                queue.refused.inc()
                raise Full
            ticket = _Ticket(queue)
            self._line_up(ticket)
            self._call_next()
        began = monotonic()
        self._await_turn(ticket, PATIENCE_SECONDS)
        queue.waited.observe(monotonic() - began)
        return True

    def _await_turn(self, ticket: _Ticket, patience: float) -> None:
        """Waits until this ticket holds the lane. Whoever is called lets hot work go first and looks again."""
        deadline = monotonic() + patience
        try:
            while True:
                if not ticket.called.wait(max(0.0, deadline - monotonic())):
                    ticket.queue.refused.inc()
                    raise Full
                ticket.called.clear()
                self._let_hot_work_go_first()
                with self._lock:
                    self._next = None
                    if self._best() is ticket:
                        self._leave(ticket)
                        self._hold(ticket.queue)
                        return
                    self._call_next()
        except BaseException:
            with self._lock:
                if self._next is ticket:
                    self._next = None
                self._leave(ticket)
                self._call_next()
            raise

    def _let_hot_work_go_first(self) -> None:
        """Looks at the sockets, runs what they brought, and waits until nothing hot is left; not for ever."""
        deadline = monotonic() + HOT_SECONDS
        sleep(BREATH_SECONDS)
        sleep(0)
        while (left := min(deadline, self._hot_until()) - monotonic()) > 0:
            self._calm.wait(left)

    def _hot_until(self) -> float:
        return max(list(self._hot.values()), default=0.0)

    def _hold(self, queue: Queue) -> None:
        self._holder, self._queue, self._slice_began = get_ident(), queue, monotonic()

    def _line_up(self, ticket: _Ticket, *, in_front: bool = False) -> None:
        line = self._waiting[ticket.queue]
        line.appendleft(ticket) if in_front else line.append(ticket)
        ticket.queue.waiting.inc()

    def _leave(self, ticket: _Ticket) -> None:
        if ticket in self._waiting[ticket.queue]:
            self._waiting[ticket.queue].remove(ticket)
            ticket.queue.waiting.dec()

    def _call_next(self) -> None:
        """Calls the best ticket if the lane is free and nobody is on the way to it."""
        if self._holder is None and self._next is None and (best := self._best()):
            self._next = best
            best.called.set()

    def _best(self) -> _Ticket | None:
        return next((line[0] for line in self._waiting.values() if line), None)


_lane = ColdLane()
turn, pause, in_slices = _lane.turn, _lane.pause, _lane.in_slices
hot, expect, done = _lane.hot, _lane.expect, _lane.done
waiting, is_hot = _lane.waiting, _lane.is_hot


def run_in_threadpool(work: Callable[..., T], *args: object) -> T:
    """Runs work that releases the GIL in gevent's threadpool while the loop serves others; without gevent, here."""
    if not is_module_patched("threading"):
        return work(*args)
    result: T = get_hub().threadpool.apply(work, args)
    return result
