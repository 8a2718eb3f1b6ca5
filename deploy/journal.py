"""Logging of the server process: gunicorn's lines and those of libraries, in the format set by LOG_FORMAT."""

import logging
import os
import sys
import threading
from datetime import UTC, datetime

import gevent
import structlog
from gunicorn.glogging import Logger

JSON = structlog.processors.JSONRenderer()


def refuse(sentence, status=1):
    """Exits with one line that says why the server cannot start."""
    line = f"dateline: {sentence}"
    if _is_json():
        moment = datetime.now(UTC).isoformat()
        line = JSON(None, "", {"event": sentence, "logger": "dateline", "level": "critical", "timestamp": moment})
    print(line, file=sys.stderr, flush=True)
    raise SystemExit(status)


class Journal(Logger):
    """Gunicorn's logger, used for warnings and uncaught exceptions of the process, threads and greenlets as well."""

    def setup(self, cfg):
        super().setup(cfg)
        [own] = [handler for handler in self.error_log.handlers if getattr(handler, "_gunicorn", False)][:1]
        if _is_json():
            own.setFormatter(_json_lines())
        # Warnings and errors of libraries. Dateline's own logging does not end up here, see blog/logs.py.
        logging.getLogger().handlers[:] = [own]
        logging.captureWarnings(True)
        threading.excepthook = _thread_failed
        sys.excepthook = _process_failed


def watch_greenlets():
    """Logs uncaught exceptions of greenlets. Must be called after the fork, because each worker has its own hub."""
    gevent.get_hub().print_exception = _greenlet_failed


def _is_json():
    return os.environ.get("LOG_FORMAT", "").strip() == "json"


def _json_lines():
    shared = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    wrapped = structlog.stdlib.ProcessorFormatter
    return wrapped(
        foreign_pre_chain=shared,
        processors=[wrapped.remove_processors_meta, structlog.processors.format_exc_info, JSON],
    )


def _thread_failed(args):
    _failed(getattr(args.thread, "name", "a thread"), args.exc_type, args.exc_value, args.exc_traceback)


def _process_failed(kind, error, traceback):
    _failed("the process", kind, error, traceback)


def _greenlet_failed(context, kind, error, traceback):
    _failed(context if isinstance(context, str) else "a greenlet", kind, error, traceback)


def _failed(what, kind, error, traceback):
    logging.getLogger("dateline").error("%s failed", what, exc_info=(kind, error, traceback))
