"""The public pages: no cookie, no session, cacheable by anyone."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reader", __name__)

# Pages on which a reader can open a player, in a frame that shows a page of ours.
SHOWING = frozenset({"reader.visit", "reader.update"})

from blog.web.reader import around, media, pages, play, push, readouts, record, reports, search  # noqa: E402, F401 — the views register themselves
