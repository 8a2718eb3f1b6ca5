"""How gunicorn serves Dateline. Every value can be given in the environment or on gunicorn's command line."""

import os
import resource
import signal
import socket
import tempfile
from contextlib import suppress

import gevent
import structlog

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
chdir = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
worker_class = "gevent"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_connections = 20_000
backlog = 4096
graceful_timeout = 10
keepalive = 30
timeout = 60
UNFINISHED_SECONDS = 2  # for requests that are still on their way in when the process is told to end
control_socket_disable = True


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
    if server.cfg.workers == 1:
        return
    if not (os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE")):
        raise SystemExit(
            f"dateline: {server.cfg.workers} workers need REDIS_URL, so that each hears of what the others change."
        )
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="dateline-metrics-"))


def child_exit(server, worker):
    """Takes the readers of a worker that is gone out of the count."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def _allow_open_files():
    """Every reader is an open file; the usual limit of 1,024 would be the limit on readers."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 1 << 17) if hard != resource.RLIM_INFINITY else 1 << 17
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def post_worker_init(worker):
    """On the way out, sends every open page away with 1012; each comes back by itself to whoever serves next."""
    connections, handle = set(), worker.handle

    def noted(listener, client, address):
        connections.add(client)
        try:
            handle(listener, client, address)
        finally:
            connections.discard(client)

    def leave():
        _send_away()
        worker.handle_exit(signal.SIGTERM, None)
        gevent.spawn_later(UNFINISHED_SECONDS, _hear_no_more, connections)

    worker.handle = noted
    gevent.signal_handler(signal.SIGTERM, leave)
    # What was set for a time goes out even if nobody asks for a page.
    worker.app.wsgi().extensions["clock"]()


def worker_int(worker):
    """The same for Ctrl-C."""
    _send_away()


def _hear_no_more(connections):
    """Ends idle connections, which browsers keep and which would hold up the exit; begun answers are finished."""
    for client in tuple(connections):
        with suppress(OSError):
            client.shutdown(socket.SHUT_RD)


def _send_away():
    from app import app

    app.extensions["wire"].hub.close()
