"""Decorators that put a view behind the page cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, abort, request, url_for

from blog import languages
from blog.archive.context import archived
from blog.languages import ENGLISH
from blog.queries import stream
from blog.translation import N_, _
from blog.web.languages import of_site
from blog.web.page_cache.arguments import Argument, Params, normalized
from blog.web.page_cache.entries import Address, Partition, Rendered
from blog.web.page_cache.responses import (
    CACHE_CONTROL,
    PageRequest,
    Render,
    State,
    page_cache,
    respond,
    respond_uncached,
)
from blog.web.page_cache.vocabulary import Knows, any_value
from blog.wire.heads import Head, Moment
from blog.wire.service import wire

NO_VISIT = N_("There is no such visit. Perhaps the address was cut off or mistyped.")
NO_UPDATE = N_("There is no such update in this visit. Perhaps the address was cut off or mistyped.")
# An ended visit seldom changes, but a withdrawn update must still disappear within seconds, and nobody can purge the
# caches of proxies. So they may serve the page for ten seconds and ten more while they revalidate, which costs this
# site a comparison of ETags.
CACHE_CONTROL_OF_ENDED_VISIT = "public, max-age=0, s-maxage=10, stale-while-revalidate=10, stale-if-error=10"

View = Callable[..., "str | bytes | Rendered"]


def cached_for_visit(
    *,
    arguments: Sequence[Argument] = (),
    mimetype: str = "text/html",
    partition: Partition | None = None,
    cache_control: str = "",
) -> Callable[[View], Callable[..., Response]]:
    """Caches the pages of a view that depends on one visit until that visit changes.

    A view that declares arguments receives them as `params`. Pages of single updates go into a partition of their own.
    """

    def decorate(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answer(slug: str, **parts: Any) -> Response:
            usual = Partition.UPDATES if "public_id" in parts else Partition.PAGES
            archive = archived()
            visit = None if archive else VisitRequest.of(slug, parts.get("public_id"))
            own = languages.best(archive.visit.lang) if archive else visit.own if visit else ENGLISH
            address = Address(_canonical_path(), slug, partition or usual, arguments, own=own)

            def render(params: Params) -> str | bytes | Rendered:
                return view(slug=slug, **parts, **({"params": params} if arguments else {}))

            if visit is None:
                return respond_uncached(address, render, mimetype)
            params = normalized(request.args.items(multi=True), arguments, visit.knows, own)
            return respond(visit.page(address, render, mimetype, cache_control), params)

        answer.arguments = tuple(arguments)  # type: ignore[attr-defined]
        return answer

    return decorate


def cached(
    *,
    state: Callable[[], str] = lambda: "",
    mimetype: str = "text/html",
    is_exact: bool = False,
    speaks: bool = True,
) -> Callable[[View], Callable[..., Response]]:
    """Caches the pages of a view that depends on no single visit; `state` returns everything that they depend on.

    `is_exact` is for views that validate their own query string, `speaks` is false for pages that are English alone.
    """

    def decorate(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answer() -> Response:
            def read_state() -> State:
                seen = wire().heads.moment()
                return State(state(), seen)

            def render(_: Params) -> str | bytes | Rendered:
                return view()

            address = Address(_canonical_path(), is_exact=is_exact, own=of_site() if speaks else ENGLISH)
            if archived():
                return respond_uncached(address, render, mimetype)
            pairs = request.args.items(multi=True) if speaks and not is_exact else ()
            params = normalized(pairs, (), any_value, address.own)
            return respond(PageRequest(address, read_state(), read_state, render, mimetype), params)

        answer.arguments = ()  # type: ignore[attr-defined]
        return answer

    return decorate


@dataclass(frozen=True)
class VisitRequest:
    """The visit of a request, with the head of its log at the moment `seen`."""

    slug: str
    head: Head
    seen: Moment

    @classmethod
    def of(cls, slug: str, public_id: str | None = None) -> VisitRequest:
        """Responds with 404 if there is no such visit, or no such update in it."""
        heads = wire().heads
        seen, head = heads.moment(), heads.of(slug) or abort(404, _(NO_VISIT))
        if public_id is not None and not stream.is_known_update(head.visit_id, public_id):
            abort(404, _(NO_UPDATE))
        return cls(slug, head, seen)

    @property
    def own(self) -> str:
        """The language of its pages where no other is asked for."""
        return languages.best(self.head.lang)

    @property
    def knows(self) -> Knows:
        """Whether the visit has a given topic, speaker, side, stop, kind or language."""
        return page_cache().vocabularies.current(self.slug, self.head)

    def page(self, address: Address, render: Render, mimetype: str, cache_control: str = "") -> PageRequest:
        """A request for a page that depends on this visit."""

        def state(visit: VisitRequest) -> State:
            usual = CACHE_CONTROL_OF_ENDED_VISIT if visit.head.is_over else CACHE_CONTROL
            return State(str(visit.head.cursor), visit.seen, cache_control or usual)

        return PageRequest(address, state(self), lambda: state(VisitRequest.of(self.slug)), render, mimetype)


def _canonical_path() -> str:
    """The path of the current request in its canonical spelling, for example without leading zeros in a number."""
    assert request.endpoint
    return url_for(request.endpoint, ui=None, **(request.view_args or {}))
