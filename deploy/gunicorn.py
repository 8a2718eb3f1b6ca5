"""Gunicorn configuration. Every value can be overridden in the environment or on gunicorn's command line."""

import _socket  # the original module, not patched by gevent
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

RESERVED_FILES = 80  # reserved for the database, Redis, listening sockets and files


def _number(name, default, most):
    """A number from 1 to `most` from the environment."""
    text = os.environ.get(name, "").strip() or str(default)
    if not (text.isdecimal() and len(text) < 9 and 1 <= int(text) <= most):
        journal.refuse(f"{name} must be a whole number from 1 to {most}; it is {text!r}.")
    return int(text)


def _allow_open_files():
    """Raises the soft limit on open files and returns it: every reader is an open file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 1 << 17) if hard != resource.RLIM_INFINITY else 1 << 17
    allowed = max(soft, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


HOST = os.environ.get("HOST", "").strip() or "127.0.0.1"
bind = f"{f'[{HOST}]' if ':' in HOST else HOST}:{_number('PORT', 8000, 65535)}"
logger_class = journal.Journal
workers = _number("WEB_CONCURRENCY", os.environ.get("WEB_CONCURRENCY_GIVEN", "").strip() or 1, 1024)
# Further connections wait in the backlog. Without the reserved files, no request could be served.
worker_connections = min(20_000, max(16, _allow_open_files() - RESERVED_FILES))
backlog = 16_384  # the kernel allows net.core.somaxconn
graceful_timeout = 10
keepalive = 30
timeout = 60
UNFINISHED_SECONDS = 0.5  # for requests that are still arriving when the process is told to stop
control_socket_disable = True
METRICS_PREFIX = "dateline-metrics-"  # prefix of the folder where several workers keep their metrics


def on_starting(server):
    """Checks the address and the settings for several workers, loads the code and migrates the database."""
    if not {"LISTEN_FDS", "GUNICORN_FD"} & os.environ.keys():  # otherwise systemd or gunicorn already listens
        _refuse_taken_addresses(server.cfg.address)
    if server.cfg.workers > 1:
        if not (os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE")):
            journal.refuse(f"{server.cfg.workers} workers need REDIS_URL to tell each other about changes.")
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=METRICS_PREFIX)
    # Do the slow part of starting once, before anyone can connect, so that a dead worker is replaced quickly. Patched
    # as in app.py, which each worker then imports itself.
    monkey.patch_all(os=False, signal=False, subprocess=False)
    gc.disable()
    starting.load()
    # Exclude what is loaded now from garbage collection, which would also copy the shared memory in every worker.
    gc.freeze()
    gc.enable()
    if not starting.bring_up_to_date(child_is_gone=_forget):
        on_exit(None)
        raise SystemExit(1)
    starting.save_address()


def child_exit(server, worker):
    """Removes a dead worker's readers from the metrics."""
    _forget(worker.pid)


def _forget(pid):
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(pid)


def on_exit(server):
    """Removes the saved address, and the metrics folder if it was created here."""
    if server:
        starting.remove_address()
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
    if os.path.basename(folder).startswith(METRICS_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_taken_addresses(addresses):
    """Fails at once with one line; gunicorn would retry for five seconds and print eleven."""
    for host, port in (address for address in addresses if isinstance(address, tuple)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                reason = f"Cannot listen on {host}, port {port}: {error.strerror}."
                journal.refuse(f"{reason} Choose another PORT or HOST.")


class Worker(GeventWorker):
    """Shuts down gracefully: stops accepting, closes every WebSocket, and finishes the responses it has begun.

    Pages whose socket closes with 1012 reconnect at once to the next process.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._listening, self._connections = [], set()

    def patch(self):
        """Converts the listening sockets; everything else was patched before the fork."""
        self.sockets = [
            socket.socket(each.FAMILY, socket.SOCK_STREAM, fileno=each.sock.detach()) for each in self.sockets
        ]

    def server_class(self, listener, *, spawn, **_rest):
        server = StreamServer(listener, handle=partial(self.handle, listener), spawn=spawn)
        if self.cfg.workers > 1:
            server.max_accept = 1  # leave connections for the other workers
        self._listening.append(server)
        return server

    def handle(self, listener, client, address):
        self._connections.add(client)
        try:
            if self.cfg.is_ssl or not self._take(client):
                super().handle(listener, client, address)
        finally:
            self._connections.discard(client)

    def run(self):
        self._main = gevent.getcurrent()
        journal.watch_greenlets()
        app = self.app.wsgi()
        starting.begin(app, otherwise=self._end)
        self._take = app.extensions["handshake"].take
        super().run()

    def handle_exit(self, sig, frame):
        gevent.spawn(self._leave)

    def _leave(self):
        for server in self._listening:
            server.close()
        _disconnect_readers()
        self.alive = False  # responses from now on close their connection
        self._wait_for_connections(UNFINISHED_SECONDS)
        for client in tuple(self._connections):  # idle keep-alive connections; begun responses are finished
            with suppress(OSError):
                _hang_up(client)
        self._wait_for_connections(graceful_timeout)
        # Gunicorn's worker checks only once a second whether to stop, while readers wait for the next process.
        self._end(SystemExit(0))

    def _end(self, how):
        gevent.get_hub().loop.run_callback(self._main.throw, how)

    def _wait_for_connections(self, seconds):
        deadline = time.monotonic() + seconds
        while self._connections and time.monotonic() < deadline:
            gevent.sleep(0.02)


def _hang_up(client):
    """Ends an idle connection with an end of file. Gevent's own `shutdown` would raise in the waiting greenlet, and
    gunicorn would log a traceback for each connection that a browser keeps alive."""
    with closing(_socket.socket(fileno=os.dup(client.fileno()))) as line:
        line.shutdown(socket.SHUT_RD)


worker_class = Worker


def worker_int(worker):
    """Disconnects readers on Ctrl-C as well."""
    _disconnect_readers()


def _disconnect_readers():
    from app import app

    app.extensions["wire"].close()
