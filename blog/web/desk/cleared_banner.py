"""Remembers the banner that a browser has just cleared, so that it can be set again by one press."""

from __future__ import annotations

from collections.abc import Mapping

from flask import session

from blog.models import Banner, Visit
from blog.web.desk import times

_KEY = "cleared_banner"


def fields(banner: Banner, visit: Visit) -> dict[str, str]:
    """The fields of a banner, as its form has them, and the visit that it belongs to."""
    return {
        "visit": visit.slug,
        "text": banner.text,
        "level": str(banner.level),
        "update": banner.target.public_id if banner.target else "",
        "expires_at": times.local_text(banner.expires_at, visit.here),
    }


def remember(cleared: Mapping[str, str] | None) -> None:
    """Keeps these fields for the next page or fragment that shows the form."""
    if cleared:
        session[_KEY] = cleared


def take(visit: Visit) -> Mapping[str, str] | None:
    """The fields of the banner that was cleared in this visit; offered once."""
    cleared = session.pop(_KEY, None)
    return cleared if cleared and cleared.pop("visit") == visit.slug else None
