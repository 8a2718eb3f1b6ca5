"""Erases files that readers saw once and nothing shows any more, such as a picture that was replaced.

Older wordings keep their ids, but no page shows them and nobody can go back to them. The scheduler calls it.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy import update as sql_update

from blog.extensions import db
from blog.models import Autosave, MediaFile, Speaker, UpdateMedia
from blog.newsroom.commits import write_session
from blog.newsroom.transaction import Transaction, current_time, verb
from blog.permissions import SYSTEM

KEPT_UNSHOWN = timedelta(days=7)


def erase_unshown() -> int:
    """Notes what nothing shows any more, erases what was noted a week ago, and returns how many files that were.

    Their addresses stay gone. `erased_files` deletes the bytes.
    """
    moment = current_time()
    public = MediaFile.first_public_at.is_not(None), MediaFile.erased_at.is_(None)
    newly = select(MediaFile.id).where(*public, ~_used(), MediaFile.unshown_since.is_(None))
    again = select(MediaFile.id).where(_used(), MediaFile.unshown_since.is_not(None))
    noted = [(list(db.session.scalars(newly)), moment), (list(db.session.scalars(again)), None)]
    due = select(MediaFile.visit_id, MediaFile.public_id).where(*public, ~_used(), _is_old())
    found = [(visit_id, public_id) for visit_id, public_id in db.session.execute(due.order_by(MediaFile.id))]
    db.session.rollback()
    if any(ids for ids, _since in noted):
        with write_session() as session:
            for ids, since in noted:
                session.execute(sql_update(MediaFile).where(MediaFile.id.in_(ids)).values(unshown_since=since))
    return sum(_erase(visit_id, SYSTEM, public_id) for visit_id, public_id in found)


def _is_old() -> ColumnElement[bool]:
    return MediaFile.unshown_since < current_time() - KEPT_UNSHOWN


def _used() -> ColumnElement[bool]:
    """Whether a text in any state has a file, somebody is writing one with it, or it is a portrait."""
    return or_(
        exists().where(UpdateMedia.media_id == MediaFile.id),
        exists().where(Speaker.portrait_id == MediaFile.id),
        exists().where(Autosave.visit_id == MediaFile.visit_id, Autosave.content.contains(MediaFile.public_id)),
    )


@verb()
def _erase(tx: Transaction, public_id: str) -> bool:
    """Erases a file, unless something has begun to use it meanwhile."""
    tx.without_event = True
    file = tx.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id, ~_used(), _is_old()))
    if file is None:
        return False
    file.erase(tx.at)
    tx.concern(public_id)
    return True
