"""The product under test: its own folder, its own visit, gunicorn with the configuration of production."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.desk import Desk
from tests.bench.fill import SLUG
from tests.bench.machine import children, on_server_core
from tests.bench.peers.peer import wait_for_worker
from tests.servers.download_cache import ROOT
from tests.servers.ports import free_port, is_open
from tests.servers.process import ServerProcess

ACCOUNTS = 4
BACKLOG = 16_384  # as deploy/dateline.socket has it
Placement = Callable[[list[str]], list[str]]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Product:
    """A running server with a live visit `bench`."""

    port: int
    process: ServerProcess
    desk: Desk
    env: Mapping[str, str]

    page = f"/live/{SLUG}"

    @property
    def workers(self) -> list[int]:
        """The process ids of gunicorn's workers."""
        return children(self.process.pid)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read())
        finally:
            connection.close()

    def cursor(self) -> str:
        """Where the page stands now, as `epoch:seq`."""
        found = re.search(r'data-cursor="([^"]+)"', self.get(self.page).body.decode())
        assert found, "the live page does not say its cursor"
        return found[1]

    def socket_path(self, *, behind: int = 0, cursor: str = "") -> str:
        """Where a reader connects that missed the last `behind` events."""
        epoch, seq = (cursor or self.cursor()).split(":")
        return f"{self.page}/ws?after={epoch}:{int(seq) - behind}"

    def message_since(self, behind: int) -> str:
        """The text of the message that a reader gets who missed the last `behind` events."""
        epoch, seq = self.cursor().split(":")
        answer = json.loads(self.get(f"{self.page}/since/{epoch}:{int(seq) - behind}").body)
        message = {"cursor": answer["cursor"], "content": answer["content"]}
        return json.dumps(message, ensure_ascii=False, separators=(",", ":"))

    def check_log(self) -> str:
        """What `flask log check` says; raises CalledProcessError when the log is wrong."""
        command = [sys.executable, "-m", "flask", "--app", "app", "log", "check", SLUG]
        return subprocess.run(command, cwd=ROOT, env=dict(self.env), check=True, capture_output=True, text=True).stdout


@contextmanager
def product(
    *,
    updates: int = 60,
    workers: int = 1,
    accounts: int = ACCOUNTS,
    placed: Placement = on_server_core,
    settings: Mapping[str, str] | None = None,
    app: str = "app:app",
    held: bool = False,
) -> Iterator[Product]:
    """A fresh database with so many updates, served; gone at the end.

    With `held`, the listening socket is ours and stays while the server is stopped, as systemd's socket units do.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-", ignore_cleanup_errors=True) as folder:
        env = _environment(port, Path(folder), settings or {})
        fill = [sys.executable, "-m", "tests.bench.fill", str(updates), str(accounts)]
        subprocess.run(fill, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "deploy" / "gunicorn.py")]
        command += ["--workers", str(workers), app]
        process = ServerProcess(placed(command), Path(folder), lambda: is_open(port), env=env)
        listening = socket.create_server(("127.0.0.1", port), backlog=BACKLOG) if held else None
        if listening:
            process.listen_by(listening)
        process.start()
        try:
            if held:
                wait_for_worker(port, "/healthz")  # the socket is open before anybody answers
            desk = Desk(port, accounts)
            yield Product(port, process, desk, env)
            desk.hang_up()
        finally:
            process.stop()
            if listening:
                listening.close()


def _environment(port: int, folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))}
    return {
        **inherited,
        "DATELINE_ENV": "production",
        "SECRET_KEY": "a key for a run that nobody reaches from outside",
        "INSTANCE_DIR": str(folder),
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT),
        **settings,
    }
