"""How gunicorn serves Dateline. Every value can be given in the environment or on gunicorn's command line."""

import gc
import os
import resource
import shutil
import socket
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial

import gevent
import structlog
from gevent import monkey
from gevent._socketcommon import cancel_wait_ex
from gevent.server import StreamServer
from gunicorn.workers.ggevent import GeventWorker


def _number(name, default, most):
    """A number from 1 to `most` from the environment."""
    text = os.environ.get(name, "").strip() or str(default)
    if not (text.isdecimal() and len(text) < 9 and 1 <= int(text) <= most):
        sys.exit(f"dateline: {name} must be a whole number from 1 to {most}; it is {text!r}.")
    return int(text)


bind = f"{os.environ.get('HOST', '127.0.0.1')}:{_number('PORT', 8000, 65535)}"
chdir = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
workers = _number("WEB_CONCURRENCY", 1, 1024)
worker_connections = 20_000
backlog = 4096
graceful_timeout = 10
keepalive = 30
timeout = 60
UNFINISHED_SECONDS = 0.5  # for requests that are still on their way in when the process is told to end
control_socket_disable = True
COUNTS = "dateline-metrics-"  # begins the name of the folder in which several workers count


def json_lines():
    """Gunicorn's own lines, and those of libraries, in the form that Dateline's have with LOG_FORMAT=json."""
    shared = [structlog.stdlib.add_logger_name, structlog.stdlib.add_log_level]
    last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.processors.TimeStamper(fmt="iso", utc=True)],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


if os.environ.get("LOG_FORMAT") == "json":
    logconfig_dict = {
        "formatters": {"json": {"()": json_lines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False}},
    }


def on_starting(server):
    """Makes room for readers; several workers hear of each other through Redis and add up what they count."""
    _allow_open_files()
    if server.cfg.workers > 1:
        if not (os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE")):
            raise SystemExit(
                f"dateline: {server.cfg.workers} workers need REDIS_URL, so that each hears of what the others change."
            )
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=COUNTS)
    # What takes the time of a start, before anyone can connect and once for all workers: one that died is replaced in a
    # moment. Patched as app.py does it, which each worker then imports for itself.
    monkey.patch_all(os=False, signal=False, subprocess=False)
    sys.path.insert(0, chdir)
    gc.disable()
    from blog.web import assets

    assets.read()
    # What is here now stays: no collection need walk it, which takes a worker's time and its own copy of the memory.
    gc.freeze()
    gc.enable()
    _bring_up_to_date()


def _bring_up_to_date():
    """Migrates the database in a child, so that the workers inherit no connection of it."""
    child = os.fork()
    if not child:
        status = 3  # as app.py ends when a setting cannot be used
        try:
            from app import app
            from blog.cli.database import start

            status = start(app)
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        raise SystemExit(status)


def child_exit(server, worker):
    """Takes the readers of a worker that is gone out of the count."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def on_exit(server):
    """Takes the folder of the counts away, if it was made here."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
    if os.path.basename(folder).startswith(COUNTS):
        shutil.rmtree(folder, ignore_errors=True)


def _allow_open_files():
    """Every reader is an open file; the usual limit of 1,024 would be the limit on readers."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 1 << 17) if hard != resource.RLIM_INFINITY else 1 << 17
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _is_news(record):
    """Not a connection that was closed here while its next request was waited for: that is how a worker leaves."""
    return not (record.exc_info and isinstance(record.exc_info[1], cancel_wait_ex))


class Worker(GeventWorker):
    """On its way out it hears nobody new, sends every open page away, and ends with the last answer that was begun.

    A page that is told 1012 comes back by itself, at once, to whoever serves next.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._listening, self._connections = [], set()
        self.log.error_log.addFilter(_is_news)

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
        # What was set for a time goes out even if nobody asks for a page.
        self.app.wsgi().extensions["clock"]()
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
                client.shutdown(socket.SHUT_RD)
        self._wait_for_connections(graceful_timeout)
        # The loop of gunicorn's worker looks but once a second whether it is over, while readers wait for the next one.
        gevent.get_hub().loop.run_callback(self._main.throw, SystemExit(0))

    def _wait_for_connections(self, seconds):
        deadline = time.monotonic() + seconds
        while self._connections and time.monotonic() < deadline:
            gevent.sleep(0.02)


worker_class = Worker


def worker_int(worker):
    """The same for Ctrl-C."""
    _send_away()


def _send_away():
    from app import app

    app.extensions["wire"].close()
