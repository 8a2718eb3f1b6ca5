"""page: the live page from memory, requests a second on one core, beside a bare Flask view of the same bytes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import Any

from tests.bench.machine import cpu_ns, on_load_core
from tests.bench.native import compiled
from tests.bench.peers.peer import a_port, running, wait_for_worker
from tests.bench.peers.small import gunicorn
from tests.bench.product import Answer, Product, product
from tests.bench.table import EMPTY, Table, ratio
from tests.bench.words import headline, paragraphs
from tests.servers.download_cache import ROOT

CONNECTIONS = 32
# The two servers take turns of a second.
TURN_SECONDS, TURNS, QUICK_TURNS = 1.0, 5, 1
COLD, QUICK_COLD = 20, 3
COPIED = ("Content-Type", "Content-Encoding", "Cache-Control", "Vary", "ETag")
COLUMNS = (
    *("request", "answer", "bytes on the wire", "Dateline a second", "bare Flask view a second", "ratio"),
    *("Dateline's CPU µs", "bare Flask's CPU µs", "ratio of CPU"),
)


@dataclass
class Target:
    """A server and the page that it is asked for; what its turns came to."""

    port: int
    pid: int
    path: str
    requests: int = 0
    seconds: float = 0.0
    cpu_us: float = 0.0
    status: int = 0
    bytes_each: int = 0

    def turn(self, headers: Mapping[str, str]) -> None:
        before = cpu_ns(self.pid)
        result = hammer(self.port, self.path, headers, TURN_SECONDS)
        self.cpu_us += (cpu_ns(self.pid) - before) / 1000
        self.requests += result["requests"]
        self.seconds += result["seconds"]
        self.status, self.bytes_each = result["status"], result["bytes_each"]

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    @property
    def cpu_each(self) -> float:
        return self.cpu_us / self.requests if self.requests else nan


def run(quick: bool) -> Iterator[Table]:
    """One table of rates, and what a page costs right after a change."""
    turns = QUICK_TURNS if quick else TURNS
    table = Table(f"The live page, requests a second on one core, {CONNECTIONS} connections", COLUMNS)
    with product() as ours:
        for name, headers in _requests(ours).items():
            answer = ours.get(ours.page, headers)
            with bare(answer if answer.status == 200 else ours.get(ours.page)) as theirs:
                mine = Target(ours.port, ours.process.pid, ours.page)
                for _ in range(turns):
                    mine.turn(headers)
                    theirs.turn(headers)
            table.add(*_row(name, mine, theirs))
        for name, behind in (("since, nothing new", 0), ("since, one event behind", 1)):
            table.add(*_since(ours, name, behind, turns))
        cold = _cold(ours, QUICK_COLD if quick else COLD)
    table.notes.append(
        f"After a change the page is rendered again, once for everyone: {cold:.0f} ms from request to last byte, br."
    )
    yield table


def _row(name: str, mine: Target, theirs: Target) -> tuple[object, ...]:
    status = str(mine.status) if mine.status == theirs.status else f"{mine.status} / {theirs.status}"
    rates = (mine.rate, theirs.rate, ratio(mine.rate, theirs.rate))
    cpu = (mine.cpu_each, theirs.cpu_each, ratio(mine.cpu_each, theirs.cpu_each))
    return name, status, mine.bytes_each, *rates, *cpu


def _requests(ours: Product) -> dict[str, Mapping[str, str]]:
    """What readers ask for: a browser's first look, one without compression, and a look again."""
    tag = ours.get(ours.page, {"Accept-Encoding": "br"}).headers.get("ETag", "")
    return {
        "page, br": {"Accept-Encoding": "br"},
        "page, plain": {"Accept-Encoding": "identity"},
        "page, If-None-Match": {"Accept-Encoding": "br", "If-None-Match": tag},
    }


def _since(ours: Product, name: str, behind: int, turns: int) -> tuple[object, ...]:
    """The polling readers' question, which a bare view has no counterpart for."""
    epoch, seq = ours.cursor().split(":")
    asked = Target(ours.port, ours.process.pid, f"{ours.page}/since/{epoch}:{int(seq) - behind}")
    for _ in range(turns):
        asked.turn({"Accept-Encoding": "br"})
    return name, str(asked.status), asked.bytes_each, asked.rate, EMPTY, EMPTY, asked.cpu_each, EMPTY, EMPTY


def _cold(ours: Product, times: int) -> float:
    took = []
    for number in range(times):
        ours.desk.post(paragraphs(number), headline=headline(number))
        begin = time.monotonic()
        ours.get(ours.page, {"Accept-Encoding": "br"})
        took.append((time.monotonic() - begin) * 1000)
    return statistics.median(took)


@contextmanager
def bare(answer: Answer) -> Iterator[Target]:
    """A Flask view that answers with the same bytes and headers, under the same gunicorn."""
    with tempfile.TemporaryDirectory(prefix="dateline-bare-") as folder:
        body, headers, port = Path(folder) / "body", Path(folder) / "headers", a_port()
        body.write_bytes(answer.body)
        headers.write_text(json.dumps({name: answer.headers[name] for name in COPIED if name in answer.headers}))
        env = {**os.environ, "PYTHONPATH": str(ROOT), "BARE_BODY": str(body), "BARE_HEADERS": str(headers)}
        with running(gunicorn("tests.bench.peers.bare_server:app", port), port, env) as process:
            wait_for_worker(port, "/page")
            yield Target(port, process.pid, "/page")


def hammer(port: int, path: str, headers: Mapping[str, str], seconds: float) -> dict[str, Any]:
    """The same request again and again; what came of it: requests, seconds, status, bytes_each, broken."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *(f"{name}: {text}" for name, text in headers.items())]
    with tempfile.NamedTemporaryFile("w", prefix="dateline-request-", newline="") as file:
        file.write("\r\n".join([*lines, "", ""]))
        file.flush()
        command = [str(compiled("requests")), str(port), str(CONNECTIONS), str(seconds), file.name]
        done = subprocess.run(on_load_core(command), check=True, capture_output=True, text=True, timeout=120)
    result: dict[str, Any] = json.loads(done.stdout)
    if result["broken"]:
        raise RuntimeError(f"{path} broke {result['broken']} connections")
    return result
