"""Looks what an update has besides its row, so that an edit asks only for what is there."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value

from blog.models import LinkCard, Passage, Update

_SHOWN = ("topics", "shown_media", "cards")
_Tied = aliased(Update)


class Beside(NamedTuple):
    """Whether an update has links with cards, also without their words; passages; and translations in any state."""

    links: bool
    passages: bool
    translations: bool


def read(session: Session, update: Update) -> Beside:
    """Looks for all of it in one statement. Of what it shows, nobody asks again for what is not there."""
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
