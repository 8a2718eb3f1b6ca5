"""What an update shows besides its words: checks pictures and documents, lets them be public, and takes them away."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from blog.models import MediaFile, State, Update, UpdateMedia, Verb, Visit
from blog.models.limits import MEDIA_SHOWN
from blog.newsroom.transaction import Transaction, current_time, verb
from blog.translation import _

Files = Sequence[MediaFile]


def check_media(
    session: Session, visit: Visit, ids: Sequence[str], errors: dict[str, str], *, for_readers: bool
) -> tuple[MediaFile, ...]:
    """The files with these public ids, in this order. Adds a sentence to `errors`, under `media`, if one cannot be."""
    wanted = list(dict.fromkeys(one.strip() for one in ids if one.strip()))
    if len(wanted) > MEDIA_SHOWN:
        errors["media"] = _("An update shows at most %(most)s pictures and documents.", most=MEDIA_SHOWN)
        return ()
    if not wanted:
        return ()
    own = select(MediaFile).where(MediaFile.visit_id == visit.id, MediaFile.erased_at.is_(None))
    known = {file.public_id: file for file in session.scalars(own.where(MediaFile.public_id.in_(wanted)))}
    files = tuple(known[public_id] for public_id in wanted if public_id in known)
    if len(files) < len(wanted):
        errors["media"] = _("A picture or document of this text is no longer there. Remove it, or add it again.")
    elif for_readers:
        _check_for_readers(files, errors)
    return files


def _check_for_readers(files: Files, errors: dict[str, str]) -> None:
    check_described(files, errors)
    for file in files:
        if file.rights_ended_at or (file.rights_until and file.rights_until <= current_time()):
            errors["media"] = _("“%(name)s” may no longer be shown: its rights have ended. Remove it.", name=file.name)


def check_described(files: Files, errors: dict[str, str]) -> None:
    """Adds a sentence to `errors` if a reader who cannot see the pictures would miss one."""
    if not all(file.is_described for file in files):
        errors["media"] = _("Describe each picture for readers who cannot see it, or say that it is decorative.")


def note_public(tx: Transaction, update: Update) -> None:
    """Lets readers ask for what a published update shows."""
    for file in update.media:
        file.first_public_at = file.first_public_at or tx.at


def tell_readers(tx: Transaction, file: MediaFile) -> None:
    """Tells open pages that a file looks different, is described differently, or may no longer be shown."""
    for update in tx.session.scalars(public_updates(file)).all():
        tx.log(Verb.SHOW_MEDIA, update.public_id)


@verb()
def end_rights_if_due(tx: Transaction, public_id: str) -> None:
    """Takes a file off every page once its rights have ended. The scheduler calls this."""
    file = tx.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id))
    if file is None or file.rights_ended_at or file.rights_until is None or file.rights_until > tx.at:
        return
    file.rights_ended_at = tx.at
    tx.without_event = True  # perhaps no reader sees it
    tell_readers(tx, file)


def erase(tx: Transaction, update: Update) -> None:
    """Erases what any version of a purged update showed, unless another public update shows it; bytes follow later.

    Drafts that have it lose it: what is purged is published nowhere again.
    """
    ids = {file.public_id for file in (one.file for one in update.shown_media)}
    ids |= {public_id for revision in update.revisions for public_id in revision.media_ids.split()}
    update.attach(())
    tx.session.flush()
    for file in tx.session.scalars(select(MediaFile).where(MediaFile.public_id.in_(ids))).all():
        if tx.session.scalars(public_updates(file).where(Update.id != update.id)).first() is None:
            file.erase(tx.at)
            for shown in tx.session.scalars(select(UpdateMedia).where(UpdateMedia.media_id == file.id)).all():
                tx.session.delete(shown)


def public_updates(file: MediaFile) -> Select[Update]:
    """Selects the published updates that have a file."""
    shown = select(Update).join(UpdateMedia, UpdateMedia.update_id == Update.id)
    return shown.where(UpdateMedia.media_id == file.id, Update.state == State.PUBLISHED).order_by(Update.number)
