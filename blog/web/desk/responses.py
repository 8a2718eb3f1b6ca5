"""How the desk answers after a change: 204 or a fragment to htmx, a redirect to everyone else, each with a message."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blog.models import Visit


def by_htmx() -> bool:
    """Whether a script of ours made the request, and wants a fragment instead of a page."""
    return request.headers.get("HX-Request") == "true"


def with_message(response: Response, message: str) -> Response:
    """Adds the message that the page shows to a response to htmx."""
    response.headers["X-Dateline-Said"] = quote(message)  # headers hold nothing but ASCII
    return response


def back_to_desk(visit: Visit, message: str, anchor: str = "", *, leaves_page: bool = False) -> AnyResponse:
    """Confirms a change: with a 204 and a message to htmx, with a redirect to the desk to everyone else.

    `leaves_page` is for a form on a page of its own: scripts go on to the desk too, which shows the message.
    """
    if by_htmx() and not leaves_page:
        return with_message(Response(status=204), message)
    flash(message)
    if by_htmx():
        return Response(status=204)
    return redirect(f"{_return_address(visit)}#{anchor}" if anchor else _return_address(visit), 303)


def _return_address(visit: Visit) -> str:
    """The desk's page on which the form stood, if it names one in `back`; otherwise the visit's desk."""
    pages = [url_for(f"desk.{page}", slug=visit.slug) for page in ("visit", "search")]
    path, _, query = request.form.get("back", "").partition("?")
    return f"{path}?{quote(query, safe='=&%+')}" if path in pages and query else pages[0]
