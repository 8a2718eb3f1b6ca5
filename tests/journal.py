"""Captures what an app logs, as one dictionary a line."""

from __future__ import annotations

import logging
from typing import Any


class Journal(logging.Handler):
    """A logging handler that keeps the lines of the product's own loggers."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = dict(record.msg) if isinstance(record.msg, dict) else {"event": record.getMessage()}
        self.lines.append(line)

    def having(self, words: str) -> list[dict[str, Any]]:
        """The lines whose event holds these words."""
        return [line for line in self.lines if words in line["event"]]
