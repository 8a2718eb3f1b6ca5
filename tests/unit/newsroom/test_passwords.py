"""A password that is hashed stops nobody else, and is the same however it is typed."""

from __future__ import annotations

import subprocess
import sys

from flask import Flask

from blog.newsroom import passwords
from blog.settings import ROOT

# The hash waits for something that only another greenlet can do: on the loop itself it would wait in vain.
UNDER_GEVENT = """
from gevent import monkey
native_event = __import__("threading").Event()
monkey.patch_all()
import gevent
from blog.newsroom import passwords

passwords.hash_password = lambda _: "in time" if native_event.wait(20) else "too late"
hashing = gevent.spawn(passwords.hashed, "a plain long password")
gevent.spawn_later(0.05, native_event.set)
print(hashing.get())
"""


def test_the_loop_goes_on_while_a_password_is_hashed() -> None:
    done = subprocess.run([sys.executable, "-c", UNDER_GEVENT], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout == "in time\n", done.stderr


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
