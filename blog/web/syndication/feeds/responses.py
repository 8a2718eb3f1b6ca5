"""The feed endpoints: cached, readable by scripts of other sites (CORS), and announced to a WebSub hub."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, request, url_for

from blog.web.lookups import filter_of, page_or_404, visit_or_404
from blog.web.page_cache.arguments import FILTERS_OR_NOT_FOUND, PAGE, Params
from blog.web.page_cache.decorators import cached_for_visit
from blog.web.page_cache.entries import Rendered
from blog.web.page_cache.responses import CACHE_CONTROL
from blog.web.syndication.feeds import bp, feed, json_feed, xml_feeds
from blog.web.syndication.feeds.feed import Feed

ATOM, RSS, JSON = "application/atom+xml", "application/rss+xml", "application/feed+json"
ARGUMENTS = (*FILTERS_OR_NOT_FOUND, PAGE)


# Cached only as long as a live page: a subscriber that the hub has just notified must not get a stale copy from a
# proxy.


@bp.get("/live/<slug>/feed.atom")
@cached_for_visit(arguments=ARGUMENTS, mimetype=ATOM, cache_control=CACHE_CONTROL)
def atom(slug: str, params: Params) -> Rendered:
    return _document(slug, params, xml_feeds.atom)


@bp.get("/live/<slug>/feed.rss")
@cached_for_visit(arguments=ARGUMENTS, mimetype=RSS, cache_control=CACHE_CONTROL)
def rss(slug: str, params: Params) -> Rendered:
    return _document(slug, params, xml_feeds.rss)


@bp.get("/live/<slug>/feed.json", endpoint="json")
@cached_for_visit(arguments=ARGUMENTS, mimetype=JSON, cache_control=CACHE_CONTROL)
def json_(slug: str, params: Params) -> Rendered:
    return _document(slug, params, json_feed.document)


def _document(slug: str, params: Params, write: Callable[[Feed, str | None], str]) -> Rendered:
    """A document of a feed.

    Without Last-Modified, which cannot tell two changes within a second apart; the second may be a withdrawal.
    """
    visit, endpoint = visit_or_404(slug), request.endpoint or ""
    chosen, number = filter_of(params), page_or_404(visit, params)
    found = (feed.archived(visit, endpoint, chosen, number) if number else None) or feed.front(visit, endpoint, chosen)
    hub = _hub(found.is_whole)
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Link",
        "Content-Disposition": f'inline; filename="{slug}.{request.path.rpartition(".")[2]}"',
    }
    if hub:
        own = url_for(endpoint, slug=slug, _external=True)
        headers["Link"] = f'<{hub}>; rel="hub", <{own}>; rel="self"'
    return Rendered(write(found, hub), headers)


def _hub(is_whole: bool) -> str | None:
    """The WebSub hub of a document; only the newest document of an unfiltered feed has one."""
    hub: str | None = current_app.config["SETTINGS"].websub_hub
    return hub if is_whole else None
