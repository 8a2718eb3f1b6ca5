"""The app that a real server of a test serves instead of `app:app`: each second counts as a minute."""

from __future__ import annotations

from time import time

from app import app as app  # first of all, since it patches sockets and locks
from blog.newsroom import readership
from blog.web import scheduler

readership.this_minute = lambda: int(time())
scheduler.SAMPLE_SECONDS = 0.2
