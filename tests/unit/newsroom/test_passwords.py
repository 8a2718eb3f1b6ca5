"""A password that is hashed stops nobody else, and is the same however it is typed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from flask import Flask

from blog.newsroom import passwords
from blog.settings import ROOT
from tests.breadth import breadth

# The hash waits for something that only another greenlet can do: on the loop itself it would wait in vain.
UNDER_GEVENT = """
from gevent import monkey
monkey.patch_all()
native_lock = monkey.get_original("_thread", "allocate_lock")()
native_lock.acquire()
import gevent
from blog.newsroom import passwords

passwords.hash_password = passwords.verify_password = lambda *_: native_lock.acquire(timeout=20)
working = gevent.spawn(CALL)
gevent.spawn_later(0.05, native_lock.release)
print(working.get())
"""


@pytest.mark.parametrize(
    "call", [*breadth("hashed, 'a plain long password'"), "matches, 'a plain long password', 'its hash'"]
)
def test_the_loop_goes_on_while_a_password_is_hashed_or_checked(call: str) -> None:
    source = UNDER_GEVENT.replace("CALL", f"passwords.{call}")
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout == "True\n", done.stderr


def test_a_hash_takes_what_readers_leave_of_the_processor() -> None:
    call = "passwords.hash_password = lambda _: os.getpriority(os.PRIO_PROCESS, 0)"
    source = "\n".join(
        (
            "from gevent import monkey; monkey.patch_all(); import os",
            f"from blog.newsroom import passwords; {call}",
            "before = os.getpriority(os.PRIO_PROCESS, 0)",
            "print(int(passwords.hashed('x')) > before, os.getpriority(os.PRIO_PROCESS, 0) == before)",
        )
    )
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout == "True True\n", done.stderr


def test_letters_are_the_same_however_a_keyboard_puts_them_together(app: Flask) -> None:
    kept = passwords.hashed("Pässe für Zoë")
    assert passwords.matches("Pässe für Zoë", kept)
    assert passwords.matches("Pa\u0308sse fu\u0308r Zoe\u0308", kept)
    assert not passwords.matches("Passe fur Zoe", kept)


def test_what_nobody_has_matches_nothing(app: Flask) -> None:
    kept = passwords.hashed("a plain long password")
    for typed in ("", "a plain long password\0", "x" * 60_000, "a plain long passwor"):
        assert not passwords.matches(typed, kept)
    assert not passwords.matches("a plain long password", None)
