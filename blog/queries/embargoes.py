"""Queries for the embargoes of a visit, and what each covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import Embargo, HeldBanner, Reporter, State, Update
from blog.queries import desk

TITLES_SHOWN = 20


@dataclass
class OpenEmbargo:
    """An embargo with what it covers.

    `count` is how many updates it covers. `updates` are the first of those that the account may edit, in the order in
    which they will be published.
    """

    embargo: Embargo
    count: int = 0
    updates: list[Update] = field(default_factory=list)
    banner: HeldBanner | None = None

    @property
    def size(self) -> int:
        """How much lies under it: the updates, and the banner."""
        return self.count + bool(self.banner)


def open_embargoes(visit_id: int, reporter: Reporter) -> Sequence[OpenEmbargo]:
    """The embargoes of a visit that are not released, as an account may see them: first those that end first.

    Those without a time come last.
    """
    wanted = select(Embargo).where(Embargo.visit_id == visit_id, Embargo.released_at.is_(None))
    ordered = wanted.order_by(Embargo.until.is_(None), Embargo.until, Embargo.id)
    return _with_covered(db.session.scalars(ordered.options(joinedload(Embargo.set_by))).all(), reporter)


def with_covered(visit_id: int, public_id: str, reporter: Reporter) -> OpenEmbargo | None:
    """One embargo, as an account may see it; when it is released it covers nothing any more."""
    found = by_public_id(visit_id, public_id)
    return _with_covered([found], reporter)[0] if found else None


def by_public_id(visit_id: int, public_id: str) -> Embargo | None:
    """An embargo of a visit, released or not."""
    wanted = select(Embargo).where(Embargo.visit_id == visit_id, Embargo.public_id == public_id)
    return db.session.scalar(wanted.options(joinedload(Embargo.set_by), joinedload(Embargo.released_by)))


def held_under(embargo: Embargo) -> Sequence[Update]:
    """All updates that an embargo covers, in the order of their release."""
    wanted = select(Update).where(Update.embargo_id == embargo.id, Update.state == State.HELD)
    return db.session.scalars(wanted.order_by(Update.waiting_since, Update.id)).all()


def _with_covered(found: Sequence[Embargo], reporter: Reporter) -> Sequence[OpenEmbargo]:
    if not found:
        return ()
    ids = [embargo.id for embargo in found]
    counts, banners = _counts(ids), _banners(ids)
    held = desk.first_held(ids, reporter, TITLES_SHOWN)
    return [OpenEmbargo(one, counts.get(one.id, 0), held.get(one.id, []), banners.get(one.id)) for one in found]


def _counts(ids: Sequence[int]) -> dict[int, int]:
    held = select(Update.embargo_id, func.count()).where(Update.embargo_id.in_(ids), Update.state == State.HELD)
    rows = db.session.execute(held.group_by(Update.embargo_id))
    return {embargo_id: count for embargo_id, count in rows if embargo_id}


def _banners(ids: Sequence[int]) -> dict[int, HeldBanner]:
    wanted = select(HeldBanner).where(HeldBanner.embargo_id.in_(ids)).options(joinedload(HeldBanner.update))
    return {banner.embargo_id: banner for banner in db.session.scalars(wanted)}
