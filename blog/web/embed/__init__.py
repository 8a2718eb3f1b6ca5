"""The feed in an iframe on another site, and how a web editor gets it there."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("embed", __name__)

# What other sites may frame, its errors included.
FRAMES = frozenset({"embed.visit", "embed.update"})
# What shows a frame.
SHOWING = frozenset({"embed.share", "embed.share_update"})

from blog.web.embed import frame, sharing  # noqa: E402, F401 — the views register themselves
