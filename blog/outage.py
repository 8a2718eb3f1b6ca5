"""Reports outages of the database and other services: once when one begins, and once when it ends."""

from __future__ import annotations

import logging
from typing import TypeGuard

from sqlalchemy.exc import (
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,
)

# Also a pool without a free connection (TimeoutError); a damaged file raises DatabaseError itself.
_OUTAGES = (OperationalError, InternalError, InterfaceError, TimeoutError)
# Classes of PostgreSQL's error codes: data, constraints, and syntax or access rules.
_REFUSALS = ("22", "23", "42")


class Outage:
    """Logs one line when an outage begins and one when it ends, however often it is noticed."""

    def __init__(self, logger: logging.Logger, *, begins: str, ends: str) -> None:
        """`begins` says what it means for people and where to look; the error follows in brackets."""
        self._logger, self._begins, self._ends = logger, begins, ends
        self._is_on = False

    def begin(self, error: Exception) -> None:
        """Records a failure; logs only the first."""
        if not self._is_on:
            self._is_on = True
            self._logger.warning("%s (%s)", self._begins, reason(error))

    def end(self) -> None:
        """Records a success; logs only after a failure."""
        if self._is_on:
            self._is_on = False
            self._logger.warning(self._ends)


def is_outage(error: BaseException | None) -> TypeGuard[SQLAlchemyError]:
    """Whether an error means that the database is down, damaged or full, not that a statement was wrong."""
    return isinstance(error, _OUTAGES) or type(error) is DatabaseError


def is_refusal(error: DatabaseError) -> bool:
    """Whether the database answered, and refused a statement or its values."""
    if name := getattr(error.orig, "sqlite_errorname", ""):
        return name == "SQLITE_ERROR" or name.startswith("SQLITE_CONSTRAINT")
    return str(getattr(error.orig, "sqlstate", "") or "").startswith(_REFUSALS)


def reason(error: BaseException) -> str:
    """The first line of a driver's message, without the statement that SQLAlchemy appends."""
    words = str(getattr(error, "orig", None) or error).strip()
    return words.splitlines()[0] if words else type(error).__name__
