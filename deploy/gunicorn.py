"""How gunicorn serves Dateline. Every value can be given in the environment or on gunicorn's command line."""

import _socket  # the plain one, below gevent's
import gc
import os
import resource
import shutil
import socket
import sys
import tempfile
import time
from contextlib import closing, suppress
from functools import partial

import gevent
from gevent import monkey
from gevent.server import StreamServer
from gunicorn.workers.ggevent import GeventWorker

chdir = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, chdir)

from deploy import journal, starting  # noqa: E402 — found by the line above, wherever gunicorn was started

HOUSE_FILES = 80  # for the database and Redis, what is listened at, and what is read from the disk


def _number(name, default, most):
    """A number from 1 to `most` from the environment."""
    text = os.environ.get(name, "").strip() or str(default)
    if not (text.isdecimal() and len(text) < 9 and 1 <= int(text) <= most):
        journal.refuse(f"{name} must be a whole number from 1 to {most}; it is {text!r}.")
    return int(text)


def _allow_open_files():
    """Raises the limit on open files as far as one may, and says what it is: every reader is an open file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 1 << 17) if hard != resource.RLIM_INFINITY else 1 << 17
    allowed = max(soft, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


HOST = os.environ.get("HOST", "").strip() or "127.0.0.1"
bind = f"{f'[{HOST}]' if ':' in HOST else HOST}:{_number('PORT', 8000, 65535)}"
logger_class = journal.Journal
workers = _number("WEB_CONCURRENCY", os.environ.get("WEB_CONCURRENCY_GIVEN", "").strip() or 1, 1024)
# Whoever comes when these are taken waits to be let in. Without files for the rest of the work nobody would be served.
worker_connections = min(20_000, max(16, _allow_open_files() - HOUSE_FILES))
backlog = 4096
graceful_timeout = 10
keepalive = 30
timeout = 60
UNFINISHED_SECONDS = 0.5  # for requests that are still on their way in when the process is told to end
control_socket_disable = True
COUNTS = "dateline-metrics-"  # begins the name of the folder in which several workers count


def on_starting(server):
    """Several workers hear of each other through Redis and add up what they count."""
    if not {"LISTEN_FDS", "GUNICORN_FD"} & os.environ.keys():  # otherwise somebody listens for it already
        _refuse_taken_addresses(server.cfg.address)
    if server.cfg.workers > 1:
        if not (os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE")):
            journal.refuse(
                f"{server.cfg.workers} workers need REDIS_URL, so that each hears of what the others change."
            )
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=COUNTS)
    # What takes the time of a start, before anyone can connect and once for all workers: one that died is replaced in a
    # moment. Patched as app.py does it, which each worker then imports for itself.
    monkey.patch_all(os=False, signal=False, subprocess=False)
    gc.disable()
    starting.load()
    # What is here now stays: no collection need walk it, which takes a worker's time and its own copy of the memory.
    gc.freeze()
    gc.enable()
    if not starting.bring_up_to_date(child_is_gone=_forget):
        on_exit(None)
        raise SystemExit(1)


def child_exit(server, worker):
    """Takes the readers of a worker that is gone out of the count."""
    _forget(worker.pid)


def _forget(pid):
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(pid)


def on_exit(server):
    """Takes the folder of the counts away, if it was made here."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
    if os.path.basename(folder).startswith(COUNTS):
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_taken_addresses(addresses):
    """One line at once, where gunicorn tries for five seconds and writes eleven."""
    for host, port in (address for address in addresses if isinstance(address, tuple)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                reason = f"Nobody can listen at {host}, port {port}: {error.strerror}."
                journal.refuse(f"{reason} Choose another PORT or HOST.")


class Worker(GeventWorker):
    """On its way out it hears nobody new, sends every open page away, and ends with the last answer that was begun.

    A page that is told 1012 comes back by itself, at once, to whoever serves next.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._listening, self._connections = [], set()

    def patch(self):
        """All else was patched before the fork; the listening sockets follow here."""
        self.sockets = [
            socket.socket(each.FAMILY, socket.SOCK_STREAM, fileno=each.sock.detach()) for each in self.sockets
        ]

    def server_class(self, listener, *, spawn, **_rest):
        server = StreamServer(listener, handle=partial(self.handle, listener), spawn=spawn)
        if self.cfg.workers > 1:
            server.max_accept = 1  # the others want some too
        self._listening.append(server)
        return server

    def handle(self, listener, client, address):
        self._connections.add(client)
        try:
            super().handle(listener, client, address)
        finally:
            self._connections.discard(client)

    def run(self):
        self._main = gevent.getcurrent()
        journal.watch_greenlets()
        starting.begin(self.app.wsgi(), otherwise=self._end)
        super().run()

    def handle_exit(self, sig, frame):
        gevent.spawn(self._leave)

    def _leave(self):
        for server in self._listening:
            server.close()
        _send_away()
        self.alive = False  # answers from now on say that their connection ends with them
        self._wait_for_connections(UNFINISHED_SECONDS)
        for client in tuple(self._connections):  # idle ones, which browsers keep; begun answers are finished
            with suppress(OSError):
                _hang_up(client)
        self._wait_for_connections(graceful_timeout)
        # The loop of gunicorn's worker looks but once a second whether it is over, while readers wait for the next one.
        self._end(SystemExit(0))

    def _end(self, how):
        gevent.get_hub().loop.run_callback(self._main.throw, how)

    def _wait_for_connections(self, seconds):
        deadline = time.monotonic() + seconds
        while self._connections and time.monotonic() < deadline:
            gevent.sleep(0.02)


def _hang_up(client):
    """Lets whoever waits for a next request see the end of the connection. Gevent's own `shutdown` would break the wait
    with an error, which gunicorn writes down with a traceback for each connection that a browser keeps."""
    with closing(_socket.socket(fileno=os.dup(client.fileno()))) as line:
        line.shutdown(socket.SHUT_RD)


worker_class = Worker


def worker_int(worker):
    """The same for Ctrl-C."""
    _send_away()


def _send_away():
    from app import app

    app.extensions["wire"].close()
