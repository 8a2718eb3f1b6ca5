"""Limits that the desk and the API share: an account has each of them once."""

from __future__ import annotations

POSTS, POSTS_SCOPE = "60 per minute", "posts"
UPLOADS, UPLOADS_SCOPE = "30 per minute", "uploads"
