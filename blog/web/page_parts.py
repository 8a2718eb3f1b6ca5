"""The parts that a page of a visit is joined from: what the wire keeps already, and what has to be rendered now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from markupsafe import Markup

from blog import work_queue
from blog.archive.context import archived
from blog.models import Update, Visit
from blog.queries import named_updates, visits
from blog.queries.lines import Line
from blog.wire.kept import Kind
from blog.wire.regions import OF_PAGES
from blog.wire.service import wire

Part = TypeVar("Part")


class PageParts:
    """The parts of one page, which shows these updates. Those that are not kept are loaded with one query for all.

    `articles` are those of the updates by their public ids, for the filter `in_list`.

    Only a page whose address nobody can invent `adds` to what is kept: others would push its parts out. `known` are
    updates that were loaded for something else, and `whole` the ids of updates to load even if their parts are kept.
    """

    def __init__(
        self,
        visit: Visit,
        lines: Sequence[Line],
        *,
        adds: bool = False,
        is_framed: bool = False,
        known: Sequence[Update] = (),
        whole: Sequence[str] = (),
    ) -> None:
        self._lines, self._visit, self._is_framed, self._whole = lines, visit, is_framed, whole
        self._shelf = wire().kept.of(visit, adds=adds, is_used=not archived())
        self._loaded = {update.public_id: update for update in known}
        kind = Kind.FRAMED if is_framed else Kind.ARTICLE
        if not is_framed and self._shelf.get(Kind.REGION, "sides") is None:
            visits.fill(visit)
        # First of all parts, because it loads what the others need of the same updates.
        self.articles: Mapping[str, str] = self._each(kind, lines, self._article)

    def regions(self) -> dict[str, Markup]:
        """The parts of the page that the wire replaces as a whole, by name."""
        names = work_queue.in_slices(OF_PAGES)
        return {name: Markup(self._shelf.region(name)) for name in names}  # noqa: S704 — our own templates

    def postings(self, most: int, make: Callable[[Update], dict[str, Any]]) -> list[dict[str, Any]]:
        """What search engines are told of the newest updates, as `make` has it of each."""

        def made(update: Update) -> dict[str, Any] | None:
            if not update.is_public:
                return None
            posting = make(update)
            self._shelf.keep(Kind.POSTING, update.public_id, posting, update, *update.named_beside)
            return posting

        shown = [line for line in self._lines[:most] if line.is_public]
        return [posting for posting in self._each(Kind.POSTING, shown, made).values() if posting]

    def update(self, public_id: str) -> Update | None:
        """One of the updates that are loaded in any case."""
        return self._loaded.get(public_id)

    def _article(self, update: Update) -> str:
        return self._shelf.article(update, is_framed=self._is_framed)

    def _each(self, kind: Kind, lines: Sequence[Line], make: Callable[[Update], Part]) -> dict[str, Part]:
        """A part of each update, in order."""
        kept = {line.public_id: self._shelf.get(kind, line.public_id) for line in lines}
        self._load([*(public_id for public_id, part in kept.items() if part is None), *self._whole])
        found: dict[str, Part] = {}
        for public_id, part in kept.items():
            if part is not None:
                found[public_id] = part
            elif public_id in self._loaded:
                found[public_id] = make(self._loaded[public_id])
                work_queue.pause()
        return found

    def _load(self, public_ids: Sequence[str]) -> None:
        missing = [public_id for public_id in public_ids if public_id not in self._loaded]
        self._loaded |= {update.public_id: update for update in named_updates.by_public_ids(self._visit.id, missing)}
