"""A running peer: where readers connect, and how it is told to publish."""

from __future__ import annotations

import http.client
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.machine import on_server_core
from tests.servers.ports import free_port, is_open
from tests.servers.process import ServerProcess


@dataclass(frozen=True)
class Peer:
    """`say` is what a reader says after the handshake; `wrapped` what the peer puts around a message, in bytes."""

    port: int
    pid: int
    path: str = "/ws"
    publish_path: str = "/publish"
    say: str = ""
    wrapped: int = 0

    def publish(self, message: str) -> tuple[int, int]:
        """POSTs the message; CLOCK_MONOTONIC nanoseconds of sending it and of the whole answer."""
        body = self._fitted(message).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.connect()
        begin = time.monotonic_ns()
        connection.request("POST", self.publish_path, body, {"Content-Type": "text/plain; charset=utf-8"})
        answer = connection.getresponse()
        answer.read()
        end = time.monotonic_ns()
        connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"the peer did not publish: {answer.status}")
        return begin, end

    def _fitted(self, message: str) -> str:
        """A message that is as long on the wire as ours, for a peer that puts it into a JSON string."""
        if not self.wrapped:
            return message
        unquoted = message.replace("\\", "/").replace('"', "'").encode("ascii", "replace").decode()
        return unquoted[: len(message.encode()) - self.wrapped]


@contextmanager
def running(command: list[str], port: int, env: Mapping[str, str] | None = None) -> Iterator[ServerProcess]:
    """The peer's server on the server's core, stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="dateline-peer-") as folder:
        process = ServerProcess(on_server_core(command), Path(folder), lambda: is_open(port), env=env)
        process.start()
        try:
            yield process
        finally:
            process.kill()  # a peer's manners when it ends are not what is measured


def wait_for_worker(port: int, path: str) -> None:
    """gunicorn takes connections before its worker is there to answer them: returns when it answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    connection.getresponse().read()
    connection.close()


def a_port() -> int:
    return free_port()
