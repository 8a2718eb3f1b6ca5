"""How others find what is here without reading it: search engines by sitemaps, sites that quote it by oEmbed."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("syndication", __name__)

from blog.web.syndication import oembed, sitemaps  # noqa: E402, F401 — the views register themselves
