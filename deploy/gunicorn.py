"""How gunicorn serves Dateline. Every value can be given in the environment or on gunicorn's command line."""

import os
import signal

import gevent

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
chdir = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
worker_class = "gevent"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_connections = 20_000
backlog = 4096
graceful_timeout = 10
keepalive = 30
timeout = 60
control_socket_disable = True


def on_starting(server):
    """Several processes can only hear of each other's changes through Redis."""
    if server.cfg.workers > 1 and not os.environ.get("REDIS_URL"):
        raise SystemExit(
            f"dateline: {server.cfg.workers} workers need REDIS_URL, so that each hears of what the others change."
        )


def post_worker_init(worker):
    """On the way out, sends every open page away with 1012; each comes back by itself to whoever serves next."""

    def leave():
        _send_away()
        worker.handle_exit(signal.SIGTERM, None)

    gevent.signal_handler(signal.SIGTERM, leave)


def worker_int(worker):
    """The same for Ctrl-C."""
    _send_away()


def _send_away():
    from app import app

    app.extensions["wire"].hub.close()
