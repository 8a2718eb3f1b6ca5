"""A priority queue for expensive work: one piece at a time, posts and pushes first, then plain pages, then the rest.

A process serves everyone from a single event loop. Work that takes more than a few milliseconds for one client waits
for a turn here, so that many strangers cannot delay what readers are sent:

    with work_queue.turn(Queue.QUERIES):                # waits for its turn; raises QueueFull if too many wait already
        for item in work_queue.in_slices(items): …      # long work lets urgent work run between two items
    with work_queue.urgent(): …                         # no turn begins meanwhile: the pump, a post
    work_queue.run_in_threadpool(compress, body)        # work that releases the GIL does not block the event loop

Take a lock that other queued work needs before a turn, never inside one: a turn that yields would still hold it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from threading import Event, Lock, get_ident
from time import monotonic, sleep
from typing import NamedTuple, TypeVar

from gevent import get_hub
from gevent.monkey import is_module_patched

from blog import metrics

T = TypeVar("T")

# Long enough for the event loop to poll its sockets once; `sleep(0)` only runs greenlets that are ready.
POLL_SECONDS = 0.001
SLICE_SECONDS = 0.015  # how long a turn runs before it yields
# Urgent work that takes longer (a slow upload, a post that waits for the database's lock) no longer blocks turns.
URGENT_SECONDS = 0.5
TIMEOUT_SECONDS = 15.0  # by then a client has given up, or may retry


class Queue(Enum):
    """The queues, most urgent first, each with its maximum length.

    `PAGES` are the few addresses without arguments that every visit has; `UPDATES` are the pages of single updates;
    `SIGN_IN` are clients at the desk who are not signed in; `QUERIES` are addresses with arguments, of which anyone can
    invent as many as they like.
    """

    PAGES = ("pages", 1000)
    UPDATES = ("updates", 64)
    SIGN_IN = ("sign-in", 300)
    QUERIES = ("asked", 100)

    def __init__(self, label: str, max_length: int) -> None:
        self.label, self.max_length = label, max_length
        self.waiting = metrics.COLD_WAITING.labels(label)
        self.waited = metrics.COLD_WAIT.labels(label)
        self.refused = metrics.COLD_REFUSED.labels(label)


class QueueFull(Exception):
    """The queue is full, or the wait timed out; the client should retry later."""


class _Ticket(NamedTuple):
    """A piece of work in a queue; `called` is set when it may be next."""

    queue: Queue
    called: Event


class WorkQueue:
    """Hands out turns to greenlets, or to threads if gevent has not patched them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: dict[Queue, deque[_Ticket]] = {queue: deque() for queue in Queue}
        self._called: _Ticket | None = None
        self._owner: int | None = None
        self._queue, self._slice_began = Queue.QUERIES, 0.0
        self._ended_in: object = None  # the round of the event loop in which the last turn ended
        self._urgent: dict[Hashable, float] = {}  # deadlines, after which the work no longer blocks turns
        self._no_urgent_work = Event()
        self._no_urgent_work.set()

    def waiting(self, queue: Queue) -> int:
        """The length of a queue."""
        return len(self._waiting[queue])

    def has_urgent_work(self) -> bool:
        """Whether urgent work is running or announced."""
        return bool(self._urgent)

    @contextmanager
    def turn(self, queue: Queue) -> Iterator[bool]:
        """Runs the block while no other turn runs; a nested turn belongs to the outer one. Raises QueueFull.

        Yields whether it had to wait, since state that was read before may then be out of date.
        """
        if self._owner == get_ident():
            yield False
            return
        waited = self._begin(queue)
        try:
            yield waited
        finally:
            with self._lock:
                if self._owner == get_ident():  # it may have lost the turn while it yielded
                    self._owner = None
                    self._ended_in = _round_of_loop()
                self._call_next()

    def pause(self) -> None:
        """Between two steps of a turn: once its time slice is used up, lets urgent work and more urgent turns run."""
        if self._owner != get_ident() or monotonic() - self._slice_began < SLICE_SECONDS:
            return
        self._let_urgent_work_run()
        with self._lock:
            first = self._most_urgent()
            if yields := first is not None and list(Queue).index(first.queue) < list(Queue).index(self._queue):
                ticket = _Ticket(self._queue, Event())
                self._enqueue(ticket, in_front=True)
                self._owner = None
                self._call_next()
        if yields:
            self._await_turn(ticket)
        self._slice_began = monotonic()

    def in_slices(self, items: Iterable[T]) -> Iterator[T]:
        """Iterates over the items with a pause after each."""
        for item in items:
            yield item
            self.pause()

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """Runs the block as urgent work: no turn begins meanwhile."""
        token = object()
        self.announce(token)
        try:
            yield
        finally:
            self.finish(token)

    def announce(self, work: Hashable) -> None:
        """Announces urgent work: no turn begins until `finish`, or until it has taken too long."""
        with self._lock:
            self._urgent[work] = monotonic() + URGENT_SECONDS
            self._no_urgent_work.clear()

    def finish(self, work: Hashable) -> None:
        """Ends urgent work, also if it was announced and never began."""
        with self._lock:
            self._urgent.pop(work, None)
            if self._urgent_until() <= monotonic():
                self._no_urgent_work.set()

    def _begin(self, queue: Queue) -> bool:
        with self._lock:
            # One turn in a round of the loop: a burst that came at once would else run as one long block.
            is_free = self._owner is None and self._called is None and self._ended_in != _round_of_loop()
            if is_free and self._urgent_until() <= monotonic():
                self._take(queue)
                queue.waited.observe(0)
                return False
            if self.waiting(queue) >= queue.max_length:
                queue.refused.inc()
                raise QueueFull
            ticket = _Ticket(queue, Event())
            self._enqueue(ticket)
            self._call_next()
        began = monotonic()
        self._await_turn(ticket)
        queue.waited.observe(monotonic() - began)
        return True

    def _await_turn(self, ticket: _Ticket) -> None:
        """Blocks until the ticket owns the turn. When called, it lets urgent work run first and then checks again."""
        deadline = monotonic() + TIMEOUT_SECONDS
        try:
            while True:
                if not ticket.called.wait(max(0.0, deadline - monotonic())):
                    ticket.queue.refused.inc()
                    raise QueueFull
                ticket.called.clear()
                self._let_urgent_work_run()
                with self._lock:
                    self._called = None
                    if self._most_urgent() is ticket:
                        self._dequeue(ticket)
                        self._take(ticket.queue)
                        return
                    self._call_next()
        except BaseException:
            with self._lock:
                if self._called is ticket:
                    self._called = None
                self._dequeue(ticket)
                self._call_next()
            raise

    def _let_urgent_work_run(self) -> None:
        """Polls the sockets, runs what became ready, and waits for urgent work to finish, with a time limit."""
        deadline = monotonic() + URGENT_SECONDS
        sleep(POLL_SECONDS)
        sleep(0)
        while (left := min(deadline, self._urgent_until()) - monotonic()) > 0:
            self._no_urgent_work.wait(left)

    def _urgent_until(self) -> float:
        return max(list(self._urgent.values()), default=0.0)

    def _take(self, queue: Queue) -> None:
        self._owner, self._queue, self._slice_began = get_ident(), queue, monotonic()

    def _enqueue(self, ticket: _Ticket, *, in_front: bool = False) -> None:
        tickets = self._waiting[ticket.queue]
        tickets.appendleft(ticket) if in_front else tickets.append(ticket)
        ticket.queue.waiting.inc()

    def _dequeue(self, ticket: _Ticket) -> None:
        if ticket in self._waiting[ticket.queue]:
            self._waiting[ticket.queue].remove(ticket)
            ticket.queue.waiting.dec()

    def _call_next(self) -> None:
        """Calls the most urgent ticket, unless a turn is running or a called ticket is about to take it."""
        if self._owner is None and self._called is None and (first := self._most_urgent()):
            self._called = first
            first.called.set()

    def _most_urgent(self) -> _Ticket | None:
        return next((tickets[0] for tickets in self._waiting.values() if tickets), None)


def _round_of_loop() -> object:
    """What is different once the event loop has polled its sockets again; a thread of its own needs no round."""
    return get_hub().loop.iteration if is_module_patched("threading") else object()


_process_wide = WorkQueue()
turn, pause, in_slices = _process_wide.turn, _process_wide.pause, _process_wide.in_slices
urgent, announce, finish = _process_wide.urgent, _process_wide.announce, _process_wide.finish
waiting, has_urgent_work = _process_wide.waiting, _process_wide.has_urgent_work


def run_in_threadpool(work: Callable[..., T], *args: object) -> T:
    """Runs work that releases the GIL in gevent's thread pool, off the event loop; without gevent, inline."""
    if not is_module_patched("threading"):
        return work(*args)
    result: T = get_hub().threadpool.apply(work, args)
    return result
