"""Removes files that no text uses, and what an interrupted upload or crop left behind. The scheduler calls it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select

from blog.extensions import db
from blog.media.errors import Unavailable
from blog.media.store import Store, current_store
from blog.models import Autosave, MediaFile, UpdateMedia
from blog.newsroom.transaction import Transaction, current_time, verb
from blog.permissions import SYSTEM
from blog.work_queue import run_in_threadpool

KEPT_UNUSED = timedelta(days=7)
# An upload that takes longer was interrupted.
LONGEST_UPLOAD = timedelta(hours=2)
# Begins the key that says of a file that its row may not be there yet.
UNFINISHED = "unfinished/"

logger = logging.getLogger(__name__)


def remove_unused() -> int:
    """Removes files that nothing has used for a week, and returns how many. Readers could never see one of them."""
    moment = current_time()
    found = [(visit_id, public_id) for visit_id, public_id in db.session.execute(_unused(moment))]
    db.session.rollback()
    store, removed = current_store(), list[str]()
    try:
        for visit_id, public_id in found:
            # If this process dies after the row is deleted, the mark tells the next one about the files.
            run_in_threadpool(store.put, f"{UNFINISHED}{public_id}", b"")
            removed += [public_id] if _forget(visit_id, SYSTEM, public_id) else []
        run_in_threadpool(_delete, store, removed)
        _clear_up(store, moment)
    except Unavailable as error:
        logger.warning("unused files cannot be deleted yet: %s", error)
    return len(removed)


def _unused(moment: datetime) -> Select[int, str]:
    """Selects files that were never public and are in no text, also in none that somebody is still writing."""
    shown = exists().where(UpdateMedia.media_id == MediaFile.id)
    written = exists().where(Autosave.visit_id == MediaFile.visit_id, Autosave.content.contains(MediaFile.public_id))
    wanted = select(MediaFile.visit_id, MediaFile.public_id).where(MediaFile.uploaded_at < moment - KEPT_UNUSED)
    never_public = MediaFile.first_public_at.is_(None), MediaFile.erased_at.is_(None)
    return wanted.where(*never_public, ~shown, ~written).order_by(MediaFile.id)


@verb()
def _forget(tx: Transaction, public_id: str) -> bool:
    """Deletes the row, unless a text has taken the file meanwhile."""
    tx.without_event = True
    still = tx.session.execute(_unused(tx.at).where(MediaFile.public_id == public_id)).first()
    file = tx.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id)) if still else None
    if file is None:
        return False
    tx.session.delete(file)
    tx.concern(public_id)
    return True


def _clear_up(store: Store, moment: datetime) -> None:
    """Deletes the files of uploads that ended without a row, and the marks of all that ended."""
    marks = run_in_threadpool(_marks, store, moment - LONGEST_UPLOAD)
    ids = [mark.removeprefix(UNFINISHED) for mark in marks]
    known = set(db.session.scalars(select(MediaFile.public_id).where(MediaFile.public_id.in_(ids))))
    db.session.rollback()
    run_in_threadpool(_delete, store, [public_id for public_id in ids if public_id not in known])
    for public_id in known:
        delete_old_sizes(store, public_id, before=moment - LONGEST_UPLOAD)
    run_in_threadpool(store.delete, marks)


def delete_old_sizes(store: Store, public_id: str, *, before: datetime) -> None:
    """Deletes what was kept of a picture before that time and its row does not name, such as sizes of another crop."""
    file = db.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id, MediaFile.is_stored))
    named = file.stored_keys if file else None
    db.session.rollback()
    if named is not None:
        run_in_threadpool(_delete_others, store, public_id, named, before)


def _delete_others(store: Store, public_id: str, named: Collection[str], before: datetime) -> None:
    store.delete([key for key in store.keys(f"{public_id}/", before=before) if key not in named])


def _marks(store: Store, before: datetime) -> list[str]:
    return list(store.keys(UNFINISHED, before=before))


def _delete(store: Store, public_ids: Iterable[str]) -> None:
    for public_id in public_ids:
        store.delete([*store.keys(f"{public_id}/"), f"{UNFINISHED}{public_id}"])
