"""Passwords, hashed by argon2 in a thread of its own: it takes its time on purpose, and everyone else goes on."""

from __future__ import annotations

from contextvars import copy_context
from unicodedata import normalize

from flask_security.utils import hash_password, verify_password

from blog.work_queue import run_in_threadpool

# Longer ones are nobody's, and are not hashed.
MOST_CHARACTERS = 1000


def hashed(password: str) -> str:
    """What is kept of a password."""
    return str(run_in_threadpool(copy_context().run, hash_password, _normal(password)))


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one of which this was kept. Where nothing was, it takes as long to say no."""
    if len(password) > MOST_CHARACTERS or "\0" in password:
        return False
    return bool(run_in_threadpool(copy_context().run, _matches, _normal(password), kept))


def _matches(password: str, kept: str | None) -> bool:
    if kept is None:
        hash_password(password)
        return False
    return bool(verify_password(password, kept))


def _normal(password: str) -> str:
    """The same letters, however a keyboard puts them together."""
    return normalize("NFKD", password)
