"""What stands above a view whose pages are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, abort, request, url_for

from blog.archive.mark import archived
from blog.queries import stream
from blog.translation import N_, _
from blog.web.page_cache.arguments import Argument, Asked, asked_in
from blog.web.page_cache.entries import Address, Made, Share
from blog.web.page_cache.responses import KEEP_FOR, Make, Page, State, page_cache, respond, respond_unkept
from blog.web.page_cache.vocabulary import Knows
from blog.wire.heads import Head, Moment
from blog.wire.service import wire

NO_VISIT = N_("There is no such visit. Perhaps the address was cut off or mistyped.")
NO_UPDATE = N_("There is no such update in this visit. Perhaps the address was cut off or mistyped.")
# A visit that is over changes seldom, but what is corrected or withdrawn then must be gone within seconds as well, and
# nobody can reach into a cache to take it out. So a cache may answer for ten seconds and ten more while it asks, which
# spares this site all but a few requests; its question then costs a comparison of tags.
KEEP_RECORD_FOR = "public, max-age=0, s-maxage=10, stale-while-revalidate=10, stale-if-error=10"

View = Callable[..., "str | bytes | Made"]


def cached_for_visit(
    *,
    arguments: Sequence[Argument] = (),
    mimetype: str = "text/html",
    share: Share | None = None,
    keep_for: str = "",
) -> Callable[[View], Callable[..., Response]]:
    """Keeps the pages of a view that depends on one visit: it is called when something has happened there.

    A view whose address takes arguments is given them as `asked`. Pages of single updates have a share of their own.
    """

    def decorate(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answer(slug: str, **parts: Any) -> Response:
            room = share or (Share.UPDATES if "public_id" in parts else Share.PAGES)
            address = Address(_path(), slug, room, arguments)

            def make(asked: Asked) -> str | bytes | Made:
                return view(slug=slug, **parts, **({"asked": asked} if arguments else {}))

            if archived():
                return respond_unkept(address, make, mimetype)
            visit = VisitAsked.of(slug, parts.get("public_id"))
            asked = asked_in(request.args.items(multi=True), arguments, visit.knows)
            return respond(visit.page(address, make, mimetype, keep_for), asked)

        answer.arguments = tuple(arguments)  # type: ignore[attr-defined]
        return answer

    return decorate


def cached(
    *, state: Callable[[], str] = lambda: "", mimetype: str = "text/html", is_exact: bool = False
) -> Callable[[View], Callable[..., Response]]:
    """Keeps the pages of a view that depends on no single visit; `state` names everything that it depends on.

    `is_exact` is for those who check what they are asked by themselves.
    """

    def decorate(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answer() -> Response:
            def again() -> State:
                seen = wire().heads.moment()
                return State(state(), seen)

            def make(_: Asked) -> str | bytes | Made:
                return view()

            address = Address(_path(), is_exact=is_exact)
            if archived():
                return respond_unkept(address, make, mimetype)
            return respond(Page(address, again(), again, make, mimetype), {})

        answer.arguments = ()  # type: ignore[attr-defined]
        return answer

    return decorate


@dataclass(frozen=True)
class VisitAsked:
    """A visit that somebody asks for, and where it stood at the moment `seen`."""

    slug: str
    head: Head
    seen: Moment

    @classmethod
    def of(cls, slug: str, public_id: str | None = None) -> VisitAsked:
        """Not found where there is no such visit, or no such update in it."""
        heads = wire().heads
        seen, head = heads.moment(), heads.of(slug) or abort(404, _(NO_VISIT))
        if public_id is not None and not stream.is_known(head.visit_id, public_id):
            abort(404, _(NO_UPDATE))
        return cls(slug, head, seen)

    @property
    def knows(self) -> Knows:
        """Whether it has something that is called so."""
        return page_cache().words.asked(self.slug, self.head)

    def page(self, address: Address, make: Make, mimetype: str, keep_for: str = "") -> Page:
        """A page that depends on it."""

        def at(visit: VisitAsked) -> State:
            usual = KEEP_RECORD_FOR if visit.head.is_over else KEEP_FOR
            return State(str(visit.head.cursor), visit.seen, keep_for or usual)

        return Page(address, at(self), lambda: at(VisitAsked.of(self.slug)), make, mimetype)


def _path() -> str:
    """The one spelling of this request's path: a part of it may be a number with zeros before it."""
    assert request.endpoint
    return url_for(request.endpoint, **(request.view_args or {}))
