"""What others are needed for and may be away: said once when they go, and once when they are back."""

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

# A pool without a free connection (TimeoutError) and a damaged file (DatabaseError itself) are among them.
_OUTAGES = (OperationalError, InternalError, InterfaceError, TimeoutError)


class Outage:
    """Tells of an outage in two sentences, however often it is noticed."""

    def __init__(self, logger: logging.Logger, *, begins: str, ends: str) -> None:
        """`begins` says what that means for people and where to look; the reason follows in brackets."""
        self._logger, self._begins, self._ends = logger, begins, ends
        self._is_on = False

    def begin(self, error: Exception) -> None:
        """Something did not work, again or for the first time."""
        if not self._is_on:
            self._is_on = True
            self._logger.warning("%s (%s)", self._begins, reason(error))

    def end(self) -> None:
        """It works, again or as always."""
        if self._is_on:
            self._is_on = False
            self._logger.warning(self._ends)


def is_outage(error: BaseException | None) -> TypeGuard[SQLAlchemyError]:
    """Whether the database is away, damaged or full, rather than asked something wrong."""
    return isinstance(error, _OUTAGES) or type(error) is DatabaseError


def reason(error: BaseException) -> str:
    """The first line of what a driver says, without the statement that SQLAlchemy adds to it."""
    words = str(getattr(error, "orig", None) or error).strip()
    return words.splitlines()[0] if words else type(error).__name__
