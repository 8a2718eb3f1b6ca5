"""Pictures and documents as the desk knows them, used or not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from blog.extensions import db
from blog.models import MediaFile


def find(visit_id: int, public_id: str) -> MediaFile | None:
    """A file of a visit."""
    return next(iter(of_ids(visit_id, [public_id])), None)


def of_ids(visit_id: int, public_ids: Collection[str]) -> Sequence[MediaFile]:
    """The files of a visit with these public ids, in the order of the ids."""
    wanted = select(MediaFile).where(MediaFile.visit_id == visit_id, MediaFile.public_id.in_(public_ids))
    order = {public_id: place for place, public_id in enumerate(public_ids)}
    return sorted(db.session.scalars(wanted), key=lambda file: order[file.public_id])
