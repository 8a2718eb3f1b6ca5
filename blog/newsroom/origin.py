"""Where an act comes from: the edge of the site notes it, and the audit reads it.

The web layer notes it for each request, a command for its whole run, the API for each key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from blog.models.audit import Door


@dataclass(frozen=True)
class Origin:
    """The door an act came through, and who stands at it; the default is the site itself."""

    door: Door = Door.SYSTEM
    account_id: int | None = None
    account_name: str = ""
    session_id: int | None = None
    key_id: int | None = None
    address: str = ""


_NOBODY = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=_NOBODY)


def current() -> Origin:
    """Where the running request or command comes from."""
    return _origin.get()


def note(origin: Origin = _NOBODY) -> None:
    """Notes the origin of all that follows in this request; without one, that it has none any more."""
    _origin.set(origin)


@contextmanager
def acting(origin: Origin) -> Iterator[None]:
    """Notes the origin of what happens within the block."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)
