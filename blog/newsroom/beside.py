"""Finds out which related rows an update has, so that an edit loads only those."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value

from blog.models import LinkCard, Passage, Update

_SHOWN = ("topics", "shown_media", "cards")
_Tied = aliased(Update)


class Beside(NamedTuple):
    """Whether an update has link cards, fetched or not; passages; and translations in any state."""

    links: bool
    passages: bool
    translations: bool


def read(session: Session, update: Update) -> Beside:
    """Checks everything in one statement, and marks empty collections as loaded."""
    rows = (
        exists().where(LinkCard.update_id == Update.id),
        exists().where(Passage.update_id == Update.id),
        exists().where(_Tied.original_id == Update.id),
    )
    wanted = select(*(getattr(Update, name).any() for name in _SHOWN), *rows).where(Update.id == update.id)
    found = session.execute(wanted).one()
    for name, is_there in zip(_SHOWN, found, strict=False):
        if not is_there:
            set_committed_value(update, name, [])
    return Beside(*found[len(_SHOWN) :])
