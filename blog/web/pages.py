"""Pages from memory: rendered once for a state of the visit, compressed once, and never kept past that state."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, current_app, g, request
from prometheus_client import Counter
from werkzeug.http import HTTP_STATUS_CODES

from blog import cold_lane, measures
from blog.archive.mark import archived
from blog.cache import Cache
from blog.cold_lane import Queue
from blog.extensions import db
from blog.settings import ROOT
from blog.web.assets import Encoded, chosen_encoding, encoded
from blog.wire.heads import FRESH_SECONDS, Head, Heads
from blog.wire.service import wire

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PLAIN_BYTES, ASKED_BYTES, PICTURES_BYTES = 14_000_000, 7_000_000, 3_000_000
# Under these addresses an argument that is not known is refused, and what is refused is never kept.
REFUSING = "/api/"
# What the pages for readers look at in an address. All else, such as what others add to count clicks, is passed over:
# it must not make a page of its own.
ARGUMENTS = frozenset(
    {"topic", "speaker", "delegation", "stop", "kind", "key", "lang", "page", "before", "q", "theme", "limit"}
)
OEMBED_ARGUMENTS = frozenset({"url", "format", "maxwidth", "maxheight"})
# A cache in front may answer by itself for one, for a few while it asks for the next page, for ten when this
# site does not answer. A withdrawn word is never alive for longer than that.
KEEP_FOR = "public, max-age=0, s-maxage=1, stale-while-revalidate=4, stale-if-error=10"
# A visit that is over changes seldom, but what is corrected or withdrawn then must be gone within seconds as well, and
# nobody can reach into a cache to take it out. So a cache may answer for ten seconds and ten more while it asks, which
# spares this site all but a few requests; its question then costs a comparison of tags.
KEEP_RECORD_FOR = "public, max-age=0, s-maxage=10, stale-while-revalidate=10, stale-if-error=10"


@dataclass(frozen=True)
class Made:
    """What a view made, with the headers that say something of what is in it."""

    body: str | bytes
    headers: Mapping[str, str] = field(default_factory=dict)


# What makes a page: its text, or the bytes of a picture, or either of them with headers of its own.
Make = Callable[[], "str | bytes | Made"]


@dataclass
class Page:
    """A page as it was made: for which state, and with the headers that its first answer had; `own` are its view's."""

    state: str
    slug: str
    etag: str
    encoded: Encoded
    status: int = 200
    counter: Counter | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    headers: list[tuple[str, str]] = field(default_factory=list)
    used_at: float = 0.0

    def count(self) -> None:
        if self.counter:
            self.counter.inc()


class Room:
    """Pages by address and state, and the newest of each address."""

    def __init__(self, name: str, budget: int, queue: Queue) -> None:
        self.made: Cache[tuple[str, str], Page] = Cache(name, budget, lambda page: page.encoded.size)
        self.newest: Cache[str, Page] = Cache(f"newest {name}", 1_000_000, lambda _: 0)
        self.queue = queue


class Pages:
    """All pages in memory, by address.

    What is asked with arguments has a room of its own: it can never push out a page of which nothing was asked.
    """

    def __init__(self, heads: Heads, version: str) -> None:
        self._heads = heads
        self._version = version
        self._plain = Room("pages", PLAIN_BYTES, Queue.PAGES)
        self._updates = Room("updates", PLAIN_BYTES, Queue.UPDATES)
        self._asked = Room("asked", ASKED_BYTES, Queue.ASKED)
        self._pictures = Room("pictures", PICTURES_BYTES, Queue.ASKED)

    def get(self, address: str, slug: str, state: str, make: Make, mimetype: str, status: int = 200) -> Page:
        """The page of an address in a state of its visit."""

        room = self._room(address)

        def page() -> Page:
            etag = hashlib.sha256(f"{self._version} {address} {state}".encode()).hexdigest()[:20]
            with cold_lane.turn(room.queue), measures.PAGE.time():
                made = _made(make())
            body = made.body if isinstance(made.body, bytes) else made.body.encode()
            return Page(state, slug, f'W/"{etag}"', Encoded(body, mimetype), status, own=made.headers)

        return room.made.get_or_make((address, state), page)

    def remember(self, address: str, page: Page, headers: Iterable[tuple[str, str]]) -> None:
        """Lets the next requests for this address be answered before Flask, with these headers."""
        page.headers = [(name, value) for name, value in headers if name not in _OF_ONE_ANSWER]
        page.used_at = monotonic()
        self._room(address).newest.put(address, page)

    def fresh(self, address: str) -> Page | None:
        """The page of an address, if nothing has happened to its visit; asks nobody."""
        page = self._room(address).newest.get(address)
        if page is None:
            return None
        if page.slug:
            head = self._heads.fresh(page.slug)
            return page if head and str(head.cursor) == page.state else None
        return page if monotonic() - page.used_at < FRESH_SECONDS else None

    def _room(self, address: str) -> Room:
        """Positions in the log are as many as questions are."""
        if ".png?" in address:
            return self._pictures
        if address.endswith("?") and "/updates/" in address:
            return self._updates
        return self._plain if address.endswith("?") and "/since/" not in address else self._asked


_OF_ONE_ANSWER = {"Content-Length", "Content-Encoding", "X-Request-ID", "Date"}


class Front:
    """Stands before Flask and answers what is in memory, which is what nearly every reader asks for."""

    def __init__(self, app: WSGIApplication, pages: Pages) -> None:
        self._app, self._pages = app, pages

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._app(environ, start_response)
        page = self._pages.fresh(address_of(environ["PATH_INFO"], environ.get("QUERY_STRING", "")))
        if page is None:
            return self._app(environ, start_response)
        page.count()
        if page.status == 200 and page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            measures.REQUESTS.labels("3xx").inc()
            start_response("304 Not Modified", [h for h in page.headers if h[0] != "Content-Type"])
            return []
        measures.REQUESTS.labels(f"{page.status // 100}xx").inc()
        return [self._body(page, environ, start_response)]

    def _body(self, page: Page, environ: WSGIEnvironment, start_response: StartResponse) -> bytes:
        encoding = chosen_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")) if page.encoded.worth_compressing else ""
        body = page.encoded.as_(encoding)
        headers = [*page.headers]
        if body:
            headers.append(("Content-Length", str(len(body))))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response(f"{page.status} {HTTP_STATUS_CODES[page.status]}", headers)
        return body


def init_app(app: Flask) -> None:
    """Makes the memory and puts it before Flask."""
    version = hashlib.sha256(app.extensions["assets"].release.encode())
    for template in sorted((ROOT / "templates").rglob("*.*")):
        version.update(template.read_bytes())
    pages = app.extensions["pages"] = Pages(app.extensions["wire"].heads, version.hexdigest())
    app.wsgi_app = Front(app.wsgi_app, pages)  # type: ignore[method-assign]

    @app.after_request
    def remember(response: Response) -> Response:
        page, address = g.pop("page", None), _address()
        if page and response.status_code == page.status and "Set-Cookie" not in response.headers:
            # At the close, when every other hook has put its headers in.
            response.call_on_close(lambda: pages.remember(address, page, response.headers))
        return response


def keep(state: str, make: Make, mimetype: str = "text/html", slug: str = "", keep_for: str = KEEP_FOR) -> Response:
    """Answers a GET from memory. `state` names everything that the page depends on besides its address."""
    if archived():
        return Response(_made(make()).body, mimetype=mimetype)
    pages: Pages = current_app.extensions["pages"]
    page = g.page = pages.get(_address(), slug, state, make, mimetype)
    answer = encoded(page.encoded)
    answer.headers.update(page.own)
    answer.headers["Cache-Control"] = keep_for
    answer.headers["ETag"] = page.etag
    answer.make_conditional(request)
    return answer


def _made(made: str | bytes | Made) -> Made:
    return made if isinstance(made, Made) else Made(made)


def keep_poll(head: Head, slug: str, status: int, make: Callable[[], str], keep_for: str) -> Response:
    """The same for a page without a socket that asks for news: whatever its answer is, it is the same for all who stand
    where it stands, as long as the log has this head."""
    pages: Pages = current_app.extensions["pages"]
    page = g.page = pages.get(_address(), slug, str(head.cursor), make, "application/json", status)
    page.counter = measures.POLLS.labels(str(status))
    page.count()
    answer = encoded(page.encoded)
    answer.status_code = status
    answer.headers["Cache-Control"] = keep_for
    if status == 204:
        del answer.headers["Content-Type"]
    return answer


def keep_for_visit(slug: str, make: Make, mimetype: str = "text/html") -> Response:
    """Answers with a page that depends on one visit, which is asked for only when its page is not in memory."""
    head = None if archived() else wire().heads.of(slug)
    keep_for = KEEP_RECORD_FOR if head and head.is_over else KEEP_FOR
    if head:
        db.session.remove()  # who waits for a turn keeps no connection from the others
    return keep(str(head.cursor) if head else "", make, mimetype, slug, keep_for)


def address_of(path: str, question: str) -> str:
    """What a page is kept by: its path, and what it looks at of the question, in one order."""
    if not question:
        return f"{path}?"
    if path.startswith(REFUSING):
        return f"{path}?{question}"
    known = OEMBED_ARGUMENTS if path == "/oembed" else ARGUMENTS
    asked = (pair for pair in parse_qsl(question, keep_blank_values=True) if pair[0] in known)
    return f"{path}?{urlencode(sorted(asked, key=itemgetter(0)))}"


def _address() -> str:
    return address_of(request.path, request.query_string.decode("latin-1"))
