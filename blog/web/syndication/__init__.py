"""Sitemaps for search engines, and oEmbed for sites that quote a link."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("syndication", __name__)

from blog.web.syndication import calendar, oembed, sitemaps  # noqa: E402, F401 — the views register themselves
