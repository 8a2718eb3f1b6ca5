"""The other peers: a bare send loop in C, uWebSockets, node `ws`, Flask-SocketIO, and flask-sock with queues."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tests.bench.native import compiled
from tests.bench.peers.peer import Peer, a_port, running, wait_for_worker
from tests.servers.download_cache import ROOT, NotInstalledError, kept
from tests.servers.node import node, npm_tool

SERVERS = Path(__file__).parent
WS = ("ws", "8.23.0")
SOCKETIO = ("flask-socketio==5.7.0", "python-socketio==5.18.1", "gevent-websocket==0.10.1")
# Through its binding to Python, which has no part in what is sent to the readers. It needs the system's libuv.
UWEBSOCKETS = ("socketify==0.0.31", "cffi==2.1.1")
# gunicorn as the product runs it, without the product's own configuration.
GUNICORN = "-m gunicorn -k gevent --worker-connections 20000 --backlog 4096 --keep-alive 30 --no-control-socket"


@contextmanager
def floor() -> Iterator[Peer]:
    port = a_port()
    with running([str(compiled("floor")), str(port)], port) as process:
        yield Peer(port, process.pid)


@contextmanager
def ws() -> Iterator[Peer]:
    port = a_port()
    command = [str(node().executable), str(SERVERS / "ws_server.mjs"), str(npm_tool(*WS)), str(port)]
    with running(command, port) as process:
        yield Peer(port, process.pid)


@contextmanager
def socketio() -> Iterator[Peer]:
    port = a_port()
    command, env = _with(SOCKETIO, "socketio_server.py", port)
    with running(command, port, env) as process:
        yield Peer(port, process.pid, path="/socket.io/?EIO=4&transport=websocket", say="40", wrapped=len('42["m",""]'))


@contextmanager
def uwebsockets() -> Iterator[Peer]:
    port = a_port()
    command, env = _with(UWEBSOCKETS, "uwebsockets_server.py", port)
    with running(command, port, env) as process:
        yield Peer(port, process.pid)


@contextmanager
def queues() -> Iterator[Peer]:
    port = a_port()
    with running(
        gunicorn("tests.bench.peers.queue_server:app", port), port, {**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        wait_for_worker(port, "/")
        yield Peer(port, process.pid)


def gunicorn(app: str, port: int) -> list[str]:
    """The command that serves another WSGI app as the product is served."""
    return [sys.executable, *GUNICORN.split(), "--bind", f"127.0.0.1:{port}", app]


def ws_version() -> str:
    printed = subprocess.run([node().executable, "--version"], capture_output=True, text=True).stdout
    return f"{WS[1]}, node {printed.strip().removeprefix('v')}"


def socketio_version() -> str:
    return f"{SOCKETIO[0].split('==')[1]}, gevent-websocket {SOCKETIO[2].split('==')[1]}"


def uwebsockets_version() -> str:
    return f"socketify {UWEBSOCKETS[0].split('==')[1]}"


def queues_version() -> str:
    return version("flask-sock")


def _with(packages: tuple[str, ...], server: str, port: int) -> tuple[list[str], dict[str, str]]:
    """The command and the environment of a server that finds these packages, and none of ours."""
    return [sys.executable, str(SERVERS / server), str(port)], {**os.environ, "PYTHONPATH": str(_folder(packages))}


@cache
def _folder(packages: tuple[str, ...]) -> Path:
    digest = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:8]
    return kept(f"bench/python-{digest}", lambda folder: _install(folder, packages))


def _install(folder: Path, packages: tuple[str, ...]) -> None:
    uv = ROOT / ".tools" / "bin" / "uv"
    command = [str(uv), "pip", "install", "--quiet", "--python", sys.executable, "--target", str(folder), *packages]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotInstalledError("not there: the package registry did not have it") from error
