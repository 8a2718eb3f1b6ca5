"""The embedded feed: an iframe on other sites, and the page with its embed code."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("embed", __name__)

# Endpoints that other sites may frame, error pages included.
FRAMES = frozenset({"embed.visit", "embed.update"})
# Pages that show such a frame.
SHOWING = frozenset({"embed.share", "embed.share_update"})

from blog.web.embed import frame, sharing  # noqa: E402, F401 — the views register themselves
