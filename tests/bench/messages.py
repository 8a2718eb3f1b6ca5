"""Makes the message of the newest change again and again: `python -m tests.bench.messages SLUG TIMES PID`.

`PID` is PostgreSQL's; prints what this process and PostgreSQL's had of a core for a message, and its statements.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Sequence

from flask import Flask
from sqlalchemy import event

from blog import create_app
from blog.extensions import db
from blog.queries import visits
from blog.wire import log
from blog.wire.log import Cursor
from blog.wire.replay import Replay
from blog.wire.streams import Stream
from tests.bench.machine import cpu_ns
from tests.bench.table import ms

WARMING = 20


def main(slug: str, times: int, pid: int) -> None:
    app, took, statements = create_app(), list[float](), list[str]()
    with app.app_context():
        visit_id = visits.id_of(slug)
        assert visit_id
        event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    used = list[float]()
    for turn in range(WARMING + times):
        if turn == WARMING:
            statements.clear()
        cpu, own = cpu_ns(pid), time.process_time_ns()
        _message(app, visit_id)
        took.append(ms(time.process_time_ns() - own))
        used.append(ms(cpu_ns(pid) - cpu))
    said = {"own_ms": best_tenth(took[WARMING:]), "cpu_ms": best_tenth(used[WARMING:])}
    print(json.dumps({**said, "statements": len(statements) // times}))


def best_tenth(values: Sequence[float]) -> float:
    """What the best tenth stays below: other work on the machine can only make it longer."""
    return statistics.quantiles(values, n=10)[0]


def _message(app: Flask, visit_id: int) -> None:
    """As the pump does it: the head of the log, then what came after the cursor before."""
    with app.app_context():
        head = log.head(visit_id)
    assert head
    message = Replay(app).since(Stream(visit_id), Cursor(head.epoch, head.seq - 1), head)
    assert message
    assert message.frame_for(False).deflated


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
