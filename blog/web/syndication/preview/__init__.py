"""The pictures that stand for a visit or an update where others link to it: their words, their lines, their places."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("preview", __name__)

from blog.web.syndication.preview import pictures  # noqa: E402, F401 — the views register themselves
