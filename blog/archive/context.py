"""Tells views and templates that a page is rendered for an archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import has_request_context, request

from blog.models import Visit

# No client can set it: servers put what clients send into keys that begin with HTTP_.
KEY = "dateline.archived"


@dataclass(frozen=True)
class Archived:
    """The archived visit and the time of its newest event, as of which the archive shows it."""

    visit: Visit
    at: datetime


def archived() -> Archived | None:
    """The archive that the current request is rendered for; None for every request from outside."""
    found = request.environ.get(KEY) if has_request_context() else None
    return found if isinstance(found, Archived) else None
