"""Structured logging to standard error: one line for each event, as text or JSON."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from flask import Flask
from structlog.typing import EventDict, Processor

from blog.settings import Settings

# Addresses that end in a token: whoever has it is let in.
_SECRET = re.compile(r"^(/desk/(?:calendar|invitations|reset)/).+")


def init_app(app: Flask, options: Settings) -> None:
    """Routes the standard library's logging through structlog."""
    shared: list[Processor] = [
        without_tokens,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: Processor = (
        structlog.processors.JSONRenderer()
        if options.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            last,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    app.logger.handlers.clear()
    root = logging.getLogger("blog")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False


def without_tokens(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Keeps the tokens of links out of the log."""
    if isinstance(path := event.get("path"), str):
        event["path"] = _SECRET.sub(r"\1…", path)
    return event
