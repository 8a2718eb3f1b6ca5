"""What tells a view and its templates that a page is made for an archive, which has no server behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import has_request_context, request

from blog.models import Visit

# Nobody can send it: of what a client says, a server puts only HTTP_… into this dictionary.
KEY = "dateline.archived"


@dataclass(frozen=True)
class Archived:
    """Which visit is archived, and the moment of the newest event: the archive shows how it stood then."""

    visit: Visit
    at: datetime


def archived() -> Archived | None:
    """The archive that the present request is made for; None for everybody who asks from outside."""
    found = request.environ.get(KEY) if has_request_context() else None
    return found if isinstance(found, Archived) else None
