"""Checks which pictures and documents a text may show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.models import MediaFile, Visit
from blog.models.limits import MEDIA_SHOWN
from blog.newsroom.transaction import current_time
from blog.translation import _

Files = Sequence[MediaFile]
# New columns of files, by public id.
Described = Mapping[str, Mapping[str, Any]]


def check_media(
    session: Session,
    visit: Visit,
    ids: Sequence[str],
    errors: dict[str, str],
    *,
    for_readers: bool,
    described: Described | None = None,
) -> tuple[MediaFile, ...]:
    """The files with these public ids, in this order. Adds a sentence to `errors`, under `media`, if one cannot be.

    With `described` they are copies in no session, which say what a form says of them.
    """
    wanted = list(dict.fromkeys(one.strip() for one in ids if one.strip()))
    if len(wanted) > MEDIA_SHOWN:
        errors["media"] = _("An update shows at most %(most)s pictures and documents.", most=MEDIA_SHOWN)
        return ()
    if not wanted:
        return ()
    own = select(MediaFile).where(MediaFile.visit_id == visit.id, MediaFile.erased_at.is_(None))
    known = {file.public_id: file for file in session.scalars(own.where(MediaFile.public_id.in_(wanted)))}
    if described is not None:
        known = {public_id: _as_described(file, described.get(public_id, {})) for public_id, file in known.items()}
    files = tuple(known[public_id] for public_id in wanted if public_id in known)
    if len(files) < len(wanted):
        errors["media"] = _("A picture or document of this text is no longer there. Remove it, or add it again.")
    elif for_readers:
        _check_for_readers(files, errors)
    return files


def _as_described(file: MediaFile, columns: Mapping[str, Any]) -> MediaFile:
    """A copy of a file, whose rights run again if its form gives it another time."""
    kept = {column.name: getattr(file, column.name) for column in MediaFile.__table__.columns}
    if columns.get("rights_until", file.rights_until) != file.rights_until:
        kept["rights_ended_at"] = None
    return MediaFile(**{**kept, **columns})


def _check_for_readers(files: Files, errors: dict[str, str]) -> None:
    check_described(files, errors)
    for file in files:
        if file.rights_ended_at or (file.rights_until and file.rights_until <= current_time()):
            errors["media"] = _("“%(name)s” may no longer be shown: its rights have ended. Remove it.", name=file.name)


def check_described(files: Files, errors: dict[str, str]) -> None:
    """Adds a sentence to `errors` if a reader who cannot see the pictures would miss one."""
    if not all(file.is_described for file in files):
        errors["media"] = _("Describe each picture for readers who cannot see it, or say that it is decorative.")
