"""Hashes and checks passwords with argon2, which is slow on purpose, in a thread that blocks no other request."""

from __future__ import annotations

from contextvars import copy_context
from unicodedata import normalize

from flask_security.utils import hash_password, verify_password

from blog.work_queue import run_in_threadpool

# Longer passwords are refused without hashing.
MOST_CHARACTERS = 1000


def hashed(password: str) -> str:
    """The argon2 hash of a password."""
    return str(run_in_threadpool(copy_context().run, hash_password, _normal(password)))


def matches(password: str, stored: str | None) -> bool:
    """Whether a password matches a stored hash. Takes as long without a hash, so that timing reveals no account."""
    if len(password) > MOST_CHARACTERS or "\0" in password:
        return False
    return bool(run_in_threadpool(copy_context().run, _matches, _normal(password), stored))


def _matches(password: str, stored: str | None) -> bool:
    if stored is None:
        hash_password(password)
        return False
    return bool(verify_password(password, stored))


def _normal(password: str) -> str:
    """Normalises Unicode, so that composed and decomposed letters are equal."""
    return normalize("NFKD", password)
