"""The three formats at their addresses: from memory, readable by scripts of other sites, and announced to a hub."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, current_app, request, url_for

from blog.web import pages
from blog.web.feeds import bp, feed, json_feed, xml_feeds
from blog.web.feeds.feed import Feed
from blog.web.load import known_or_404, visit_or_404, wanted
from blog.wire.service import wire

ATOM, RSS, JSON = "application/atom+xml", "application/rss+xml", "application/feed+json"


@bp.get("/live/<slug>/feed.atom")
def atom(slug: str) -> Response:
    return _answer(slug, ATOM, xml_feeds.atom)


@bp.get("/live/<slug>/feed.rss")
def rss(slug: str) -> Response:
    return _answer(slug, RSS, xml_feeds.rss)


@bp.get("/live/<slug>/feed.json", endpoint="json")
def json_(slug: str) -> Response:
    return _answer(slug, JSON, json_feed.document)


def _answer(slug: str, mimetype: str, write: Callable[[Feed, str | None], str]) -> Response:
    """A document of a feed, kept like a page, for as long as one of a live visit: whoever was told by a hub that there
    is news must not be given what a cache in front still holds.

    It has no Last-Modified: two changes within a second would be one to it, and the second may be a withdrawal.
    """
    head = wire().heads.of(slug)
    answer = pages.keep(str(head.cursor) if head else "", lambda: _document(slug, write), mimetype, slug)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    if hub := _hub(not wanted() and "page" not in request.args):
        own = url_for(request.endpoint or "", slug=slug, _external=True)
        answer.headers["Link"] = f'<{hub}>; rel="hub", <{own}>; rel="self"'
    answer.headers["Content-Disposition"] = f'inline; filename="{slug}.{request.path.rpartition(".")[2]}"'
    return answer


def _document(slug: str, write: Callable[[Feed, str | None], str]) -> str:
    found = _found(slug)
    return write(found, _hub(found.is_whole))


def _found(slug: str) -> Feed:
    visit, number = visit_or_404(slug), request.args.get("page", type=int)
    chosen = known_or_404(visit, wanted())
    endpoint = request.endpoint or ""
    if "page" not in request.args:
        return feed.front(visit, endpoint, chosen)
    found = feed.archived(visit, endpoint, chosen, number) if number is not None else None
    return found or abort(404, "This feed has no such page. Pages have numbers, counted from the oldest.")


def _hub(is_whole: bool) -> str | None:
    """The hub that is told of a document: of the newest of a whole visit, whatever the format."""
    hub: str | None = current_app.config["SETTINGS"].websub_hub
    return hub if is_whole else None
