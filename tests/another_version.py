"""The app as an older release would serve it, for what is said of a machine that was not upgraded."""

from __future__ import annotations

from app import app as app  # first of all, since it patches sockets and locks
from blog.web import exposition

exposition.VERSION = "0.0.1"
