"""Pictures and documents as readers may ask for them, and how they are called."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, or_, select

from blog.extensions import db
from blog.models import PUBLIC_STATUSES, MediaFile, Speaker, State, Update, UpdateMedia, Visit


def known_file(public_id: str) -> tuple[MediaFile, bool] | None:
    """A file that was public at some time, and whether readers see it somewhere now; None for any other.

    Of a held visit, readers know nothing.
    """
    shown = (
        exists()
        .where(UpdateMedia.media_id == MediaFile.id, UpdateMedia.update_id == Update.id)
        .where(Update.state == State.PUBLISHED)
        .correlate(MediaFile)
    )
    portrays = exists().where(Speaker.portrait_id == MediaFile.id).correlate(MediaFile)
    wanted = select(MediaFile, or_(shown, portrays)).join(Visit, Visit.id == MediaFile.visit_id)
    is_known = MediaFile.first_public_at.is_not(None), Visit.status.in_(PUBLIC_STATUSES)
    found = db.session.execute(wanted.where(MediaFile.public_id == public_id, *is_known)).first()
    return (found[0], found[1] and found[0].may_be_shown) if found else None


def names(visit_id: int, public_ids: Collection[str]) -> list[str]:
    """The file names of a visit's pictures and documents, in the order of these ids; of those that are there."""
    wanted = select(MediaFile.public_id, MediaFile.name).where(MediaFile.visit_id == visit_id)
    known = {row.public_id: row.name for row in db.session.execute(wanted.where(MediaFile.public_id.in_(public_ids)))}
    return [known[public_id] for public_id in public_ids if public_id in known]
