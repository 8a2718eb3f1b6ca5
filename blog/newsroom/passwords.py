"""Hashes and checks passwords with argon2, which is slow on purpose, in a thread that delays no reader."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextvars import copy_context
from functools import cache
from typing import TypeVar
from unicodedata import normalize

from flask_security.utils import hash_password, verify_password
from gevent import get_hub
from gevent.hub import Hub
from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

T = TypeVar("T")

# Longer passwords are refused without hashing.
MOST_CHARACTERS = 1000
# A hash is computed by several threads at once, which would leave the event loop a fifth of a processor. They are this
# much nicer than the loop, so that they take what it leaves.
NICER = 10


def hashed(password: str) -> str:
    """The argon2 hash of a password."""
    return str(_behind_readers(hash_password, _normal(password)))


def matches(password: str, stored: str | None) -> bool:
    """Whether a password matches a stored hash. Takes as long without a hash, so that timing reveals no account."""
    if len(password) > MOST_CHARACTERS or "\0" in password:
        return False
    return bool(_behind_readers(_matches, _normal(password), stored))


def _behind_readers(work: Callable[..., T], *args: object) -> T:
    """Runs work off the event loop, with a lower priority than that; without gevent, inline."""
    if not is_module_patched("threading"):
        return work(*args)
    result: T = _pool(get_hub()).apply(give_way, (copy_context().run, work, *args))
    return result


@cache
def _pool(hub: Hub) -> ThreadPool:
    """A thread of its own: a low priority is for good."""
    return ThreadPool(1, hub)


def give_way(work: Callable[..., T], *args: object) -> T:
    """Runs work after this thread has got a low priority, and with it all threads that it starts."""
    if sys.platform == "linux":  # elsewhere the whole process would get it
        os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, os.getpid()) + NICER)
    return work(*args)


def _matches(password: str, stored: str | None) -> bool:
    if stored is None:
        hash_password(password)
        return False
    return bool(verify_password(password, stored))


def _normal(password: str) -> str:
    """Normalises Unicode, so that composed and decomposed letters are equal."""
    return normalize("NFKD", password)
