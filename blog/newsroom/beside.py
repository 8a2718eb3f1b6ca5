"""Finds out which related rows an update has, so that an edit loads only those."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import exists, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from blog.models import LinkCard, Passage, Topic, Update, UpdateMedia


class Beside(NamedTuple):
    """Whether an update has link cards, fetched or not; is cut into passages; and has translations in any state."""

    has_links: bool
    is_cut: bool
    is_translated: bool


def read(session: Session, update: Update) -> Beside:
    """Checks everything in one statement, and marks empty collections as loaded."""
    rows = (
        exists().where(LinkCard.update_id == Update.id),
        exists().where(Passage.update_id == Update.id),
        Update.has_any(),
    )
    shown = [each.key for each in inspect(Update).relationships if each.entity.class_ in (Topic, UpdateMedia, LinkCard)]
    wanted = select(*(getattr(Update, name).any() for name in shown), *rows).where(Update.id == update.id)
    found = session.execute(wanted).one()
    for name, is_there in zip(shown, found, strict=False):
        if not is_there:
            set_committed_value(update, name, [])
    return Beside(*found[len(shown) :])
