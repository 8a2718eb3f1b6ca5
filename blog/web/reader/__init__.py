"""The public pages: no cookie, no session, cacheable by anyone."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reader", __name__)

from blog.web.reader import around, media, pages, readouts, record, reports, search  # noqa: E402, F401 — the views register themselves
