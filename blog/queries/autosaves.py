"""The unsent texts of one account, which nobody else may ask for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import undefer

from blog.extensions import db
from blog.models import Autosave, Ended

MOST_SHOWN = 12


def unsent(visit_id: int, reporter_id: int, *, about: str | None = None) -> Sequence[Autosave]:
    """The account's unsent texts in a visit, newest first; with `about`, only changes of that update."""
    wanted = select(Autosave).where(
        Autosave.visit_id == visit_id,
        Autosave.reporter_id == reporter_id,
        Autosave.ended == Ended.NO,
        Autosave.excerpt != "",
    )
    if about is not None:
        wanted = wanted.where(Autosave.about == about)
    return db.session.scalars(wanted.order_by(Autosave.saved_at.desc(), Autosave.id.desc()).limit(MOST_SHOWN)).all()


def find(visit_id: int, reporter_id: int, client_key: str) -> Autosave | None:
    """The account's unsent text with this key, with its fields."""
    wanted = select(Autosave).where(
        Autosave.visit_id == visit_id,
        Autosave.reporter_id == reporter_id,
        Autosave.client_key == client_key,
        Autosave.ended == Ended.NO,
    )
    return db.session.scalar(wanted.options(undefer(Autosave.content)))
