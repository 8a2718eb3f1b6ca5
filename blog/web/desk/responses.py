"""How the desk answers after a change: 204 or a fragment to htmx, a redirect to everyone else, each with a message."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlsplit

from flask import Response, flash, make_response, redirect, request, url_for

from blog.models import Visit
from blog.queries import desk, stream

# A path of the desk: no backslash and no control character, which browsers may read as another host.
_DESK_PATH = re.compile(r"/desk(?:[/?][^\\\x00-\x20\x7f]*)?")


def by_htmx() -> bool:
    """Whether htmx made the request."""
    return request.headers.get("HX-Request") == "true"


def wants_fragment() -> bool:
    """Whether htmx wants a fragment. A form with `hx-select` wants a whole page, of which htmx takes that part."""
    return by_htmx() and request.headers.get("HX-Request-Type") != "full"


def wants_json() -> bool:
    """Whether a script asks that puts no answer on the page: the outbox, or what saves a text while it is written."""
    return request.accept_mimetypes.best == "application/json"


def is_on_page(address: str) -> bool:
    """Whether htmx made the request on the page at this address, whatever its query."""
    return by_htmx() and urlsplit(request.headers.get("HX-Current-URL", "")).path == urlsplit(address).path


def trigger(response: Response, **events: object) -> Response:
    """Lets htmx trigger events in the page: `dateline:<name>` with the value as its detail."""
    # JSON in ASCII, which headers have to be.
    response.headers["HX-Trigger"] = json.dumps({f"dateline:{name}": value for name, value in events.items()})
    return response


def go_to(address: str, status: int = 303) -> Response:
    """Redirects to a page. From a page with another path htmx loads it, instead of taking a part of it."""
    if by_htmx() and not is_on_page(address):
        return Response(status=204, headers={"HX-Redirect": address})
    return make_response(redirect(address, status))  # with a link, for browsers that do not follow it


def desk_path(asked: str) -> str:
    """The address that somebody wanted to go to, if it is one of the desk; otherwise the desk."""
    return asked if _DESK_PATH.fullmatch(asked) else "/desk"


def back_to_desk(visit: Visit, message: str, anchor: str = "") -> Response:
    """Confirms a change: a 204 with a message where htmx wants a fragment, a redirect to the desk otherwise."""
    if wants_fragment():
        return trigger(Response(status=204), message=message)
    flash(message)
    address = _return_address(visit)
    return go_to(f"{address}#{anchor}" if anchor else address)


def back_to_update(visit: Visit, message: str, public_id: str) -> Response:
    """Confirms a change of an update, and leads to where it stands: on its page of the stream, or in the queue."""
    if wants_fragment():
        return trigger(Response(status=204), message=message)
    flash(message)
    number = desk.number_of(visit.id, public_id)
    if number is None:
        return go_to(f"{_return_address(visit)}#w-{public_id}")
    page = stream.page_of(visit, number)
    return go_to(f"{_return_address(visit, page)}#u-{public_id}")


def _return_address(visit: Visit, page: int | None = None) -> str:
    """The desk's page on which the form stood, if it names one in `back`; otherwise a page of the visit's desk."""
    pages = [url_for(f"desk.{page}", slug=visit.slug) for page in ("visit", "search")]
    path, _, query = request.form.get("back", "").partition("?")
    public_id = (request.view_args or {}).get("public_id")
    if public_id and path == url_for("desk.update", slug=visit.slug, public_id=public_id):
        return path
    if path in pages and query:
        return f"{path}?{quote(query, safe='=&%+')}"
    return url_for("desk.visit", slug=visit.slug, page=page)
