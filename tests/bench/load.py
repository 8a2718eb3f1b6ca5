"""The load generator, driven: thousands of readers that say when a message reached them."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.bench.machine import on_load_core
from tests.bench.native import compiled

CONNECT_SECONDS = 120
GATHER_SECONDS = 20


@dataclass(frozen=True)
class Arrivals:
    """When a message, or the readers themselves, arrived: CLOCK_MONOTONIC nanoseconds, as `time.monotonic_ns`."""

    arrived: int
    missing: int
    refused: int
    deflating: int
    first_byte: int
    first: int
    median: int
    p99: int
    last: int
    bytes: int
    payload: int
    cpu_us: int

    @property
    def bytes_each(self) -> float:
        return self.bytes / self.arrived if self.arrived else 0.0


@dataclass(frozen=True)
class Place:
    """Where readers connect, and how many messages they get there before they are live."""

    path: str
    expect: int = 0


class Load:
    """Readers of one server. Use it as a context manager: leaving it closes every connection."""

    def __init__(
        self,
        port: int,
        *,
        deflate: bool = False,
        late: bool = False,
        slow_every: int = 0,
        least: int = 64,
        flight: int = 256,
        say: str = "",
        pinned: bool = True,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dateline-load-")
        command = [str(compiled("load")), str(port), "--least", str(least), "--flight", str(flight)]
        command += ["--deflate"] * deflate + ["--late"] * late
        command += ["--slow-every", str(slow_every)] if slow_every else []
        command += ["--say", say] if say else []
        self._process = subprocess.Popen(
            on_load_core(command) if pinned else command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin
        assert self._process.stdout
        self._commands, self._answers = self._process.stdin, self._process.stdout

    def __enter__(self) -> Load:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._commands.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
        self._folder.cleanup()

    def connect(self, count: int, places: Sequence[Place], seconds: float = CONNECT_SECONDS) -> Arrivals:
        """Opens readers until there are `count`, dealt over the places."""
        return self._arrivals(f"connect {count} {seconds} {self._written(places)}")

    def arm(self) -> None:
        """Forgets what was counted, before the next message."""
        self._tell("arm")

    def gather(self, messages: int = 1, seconds: float = GATHER_SECONDS) -> Arrivals:
        """Waits until every reader (but the slow ones) has got so many messages since `arm`."""
        return self._arrivals(f"gather {messages} {seconds}")

    def series(self) -> list[int]:
        """When the last reader got its first message since `arm`, its second, and so on."""
        times: list[int] = self._tell("series")["series"]
        return times

    def cut(self, places: Sequence[Place], seconds: float = CONNECT_SECONDS) -> Arrivals:
        """Closes every connection; all come back at once."""
        return self._arrivals(f"cut {seconds} {self._written(places)}")

    def follow(self, places: Sequence[Place]) -> None:
        """From now on, whom the server sends away comes back at once."""
        self._tell(f"follow {self._written(places)}")

    def back(self, seconds: float = CONNECT_SECONDS) -> Arrivals:
        """Waits until everyone was sent away and has come back."""
        return self._arrivals(f"back {seconds}")

    def _arrivals(self, command: str) -> Arrivals:
        return Arrivals(**self._tell(command))

    def _tell(self, command: str) -> dict[str, Any]:
        self._commands.write(f"{command}\n")
        self._commands.flush()
        line = self._answers.readline()
        if not line:
            raise RuntimeError(f"the load generator ended at `{command}`")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _written(self, places: Iterable[Place]) -> Path:
        path = Path(self._folder.name) / "places"
        path.write_text("".join(f"{place.expect} {place.path}\n" for place in places))
        return path
