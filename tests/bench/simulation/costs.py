"""What things cost one process on the machine that was measured, in seconds."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.simulation.measured import Row, number, row

FANOUT = "Fan-out to readers that offer to compress"
STORM = "All readers come back at once, with their cursors"
WORKERS = "Two workers with Redis and PostgreSQL against one"
CHANGES = "What a change asks of PostgreSQL and Redis"
MEMORY = "Memory of the worker process (RSS)"
OURS, READERS = "Dateline", "10,000"


@dataclass(frozen=True)
class Costs:
    """`first` is from the POST until the first reader has it, the message included; `send` for each further reader.

    `message` is what a process needs from the ring to its first frame while nobody else asks the database:
    `statements` of them, which have PostgreSQL's core for `asked` in all. `ring` is Redis's core for each process
    that it tells, `hop` the whole way of one ring. `reconnect` is a reader who comes back, with its cursor; `start`
    how long nobody listens when a server is stopped and started. `frame` is in bytes.
    """

    first: float
    send: float
    message: float
    statements: int
    asked: float
    ring: float
    hop: float
    reconnect: float
    start: float
    frame: float

    @property
    def commit(self) -> float:
        """From the POST until the change can be read."""
        return self.first - self.message


def on_its_own() -> Costs:
    """One process with SQLite, as `fanout` and `storm` measured it."""
    return _costs(row(FANOUT, server=OURS, readers=READERS))


def on_postgres() -> Costs:
    """One process with PostgreSQL and Redis, as `workers` measured it. Both have the core of the process."""
    return _costs(row(WORKERS, workers="1"))


def _costs(fanout: Row) -> Costs:
    first, all_of_them = number(fanout["first ms"]) / 1000, number(fanout["last ms"]) / 1000
    cut, restart = row(STORM, what_happened="all connections cut"), row(STORM, what_happened="stopped and started")
    message = row(CHANGES, what="a change's message, from PostgreSQL")
    ring, rings = row(CHANGES, what="a ring, one process hears it"), row(CHANGES, what="a ring, 100 processes hear it")
    return Costs(
        first=first,
        send=(all_of_them - first) / number(fanout["readers"]),
        message=(number(message["process's CPU ms"]) + number(message["service's CPU ms"])) / 1000,
        statements=int(message["statements"]),
        asked=number(message["service's CPU ms"]) / 1000,
        ring=number(rings["service's CPU ms"]) / 1000 / 100,
        hop=number(ring["until all have it ms"]) / 1000,
        reconnect=number(cut["server's CPU µs each"]) / 1e6,
        start=number(restart["first ms"]) / 1000,
        frame=number(row(FANOUT, server=OURS, readers=READERS)["bytes a reader"]),
    )
