"""Atom, RSS and JSON Feed of a visit, whole or filtered."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("feeds", __name__)

from blog.web.syndication.feeds import responses  # noqa: E402, F401 — the views register themselves
