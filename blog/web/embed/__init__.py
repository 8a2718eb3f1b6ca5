"""The feed in an iframe on another site."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("embed", __name__)

from blog.web.embed import frame  # noqa: E402, F401 — the views register themselves
