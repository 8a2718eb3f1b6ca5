"""The link preview pictures of the site, of a visit and of an update (og:image)."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("preview", __name__)

from blog.web.syndication.preview import pictures  # noqa: E402, F401 — the views register themselves
