"""Notes the length of pictures that were kept before it was noted with their sizes. The scheduler calls it."""

from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy import update as sql_update

from blog.extensions import db
from blog.media.errors import Missing, Unavailable
from blog.media.store import Store, current_store
from blog.models import MediaFile
from blog.newsroom.commits import write_session
from blog.work_queue import run_in_threadpool

AT_ONCE = 50

logger = logging.getLogger(__name__)


def note_missing() -> bool:
    """Reads the length of some pictures from the store, and returns whether all are known."""
    unknown = select(MediaFile).where(MediaFile.jpeg_size.is_(None), MediaFile.widths != "")
    keys = {file.id: file.stored(file.widest_jpeg)[0] for file in db.session.scalars(unknown.limit(AT_ONCE))}
    db.session.rollback()
    if not keys:
        return True
    try:
        sizes = {file_id: run_in_threadpool(_length, current_store(), key) for file_id, key in keys.items()}
    except Unavailable as error:
        logger.warning("the length of pictures is not known yet: %s", error)
        return False
    with write_session() as session:
        for file_id, size in sizes.items():
            known = sql_update(MediaFile).where(MediaFile.id == file_id, MediaFile.jpeg_size.is_(None))
            session.execute(known.values(jpeg_size=size).execution_options(synchronize_session=False))
    return False


def _length(store: Store, key: str) -> int:
    try:
        return len(store.get(key))
    except Missing:
        return 0
