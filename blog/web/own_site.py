"""Tells forms that a page of this site sends from those of other sites."""

from __future__ import annotations

from flask import current_app, request

from blog.web.handshake_checks import is_ours

# The values of Sec-Fetch-Site for our own pages, and for an address that a person typed.
OWN_SITE = {"same-origin", "none"}


def is_from_own_site() -> bool:
    """Whether a page of this site sent the request, or a program, which sends neither header."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in OWN_SITE
    return origin is None or is_ours(origin, current_app.config["PUBLIC_URL"], request.host)
