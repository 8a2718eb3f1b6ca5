"""The revisions of an update."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import undefer_group

from blog.extensions import db
from blog.models import Revision, Update

PAGE_SIZE = 20


def of_update(update: Update, below: int | None = None) -> Sequence[Revision]:
    """The newest revisions, or the newest numbered below `below`: a page, plus one if there are older ones."""
    wanted = select(Revision).where(Revision.update_id == update.id).order_by(Revision.number.desc())
    if below is not None:
        wanted = wanted.where(Revision.number < below)
    return db.session.scalars(wanted.limit(PAGE_SIZE + 1).options(undefer_group("wording"))).all()


def numbered(update: Update, number: int) -> Revision | None:
    """The revision of this number, with its text."""
    wanted = select(Revision).where(Revision.update_id == update.id, Revision.number == number)
    return db.session.scalar(wanted.options(undefer_group("wording")))


def has_older(update: Update, number: int) -> bool:
    """Whether the update has a revision of this number and an older one."""
    wanted = select(Revision.number).where(Revision.update_id == update.id, Revision.number.in_((number, number - 1)))
    return len(db.session.scalars(wanted).all()) == 2
