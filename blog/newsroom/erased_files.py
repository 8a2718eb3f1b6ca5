"""Deletes the bytes of files that were erased: after the commit that erased them, or later if a process died."""

from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy import update as sql_update

from blog.extensions import db
from blog.media.errors import Unavailable
from blog.media.store import Store, current_store
from blog.models import MediaFile
from blog.newsroom.commits import write_session
from blog.work_queue import run_in_threadpool

logger = logging.getLogger(__name__)


def delete_bytes() -> int:
    """Deletes what the store still has of erased files, and returns of how many. The scheduler repeats it."""
    erased = select(MediaFile.public_id).where(MediaFile.erased_at.is_not(None), MediaFile.is_stored)
    public_ids = list(db.session.scalars(erased))
    db.session.rollback()
    if not public_ids:
        return 0
    try:
        run_in_threadpool(_delete, current_store(), public_ids)
    except Unavailable as error:
        logger.warning("erased files cannot be deleted yet: %s", error)
        return 0
    with write_session() as session:
        done = sql_update(MediaFile).where(MediaFile.public_id.in_(public_ids)).values(is_stored=False)
        session.execute(done.execution_options(synchronize_session=False))
    return len(public_ids)


def _delete(store: Store, public_ids: list[str]) -> None:
    for public_id in public_ids:
        store.delete(list(store.keys(f"{public_id}/")))
