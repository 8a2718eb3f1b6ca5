"""What updates and speakers show: lets pictures and documents be public, and takes them away."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from blog.models import MediaFile, Speaker, State, Update, UpdateMedia, Verb
from blog.newsroom.search_index import reindex
from blog.newsroom.transaction import Transaction, verb


def note_public(tx: Transaction, update: Update) -> None:
    """Lets readers ask for what a published update shows."""
    for file in update.media:
        file.first_public_at = file.first_public_at or tx.at


def tell_readers(tx: Transaction, file: MediaFile) -> None:
    """Tells open pages that a file looks different, is described differently, or may no longer be shown."""
    for update in tx.session.scalars(public_updates(file)).all():
        tx.log(Verb.SHOW_MEDIA, update.public_id)
    for speaker in tx.session.scalars(portrayed(file)).all():
        tx.log(Verb.PORTRAY, speaker.key)


@verb()
def end_rights_if_due(tx: Transaction, public_id: str) -> None:
    """Takes a file off every page once its rights have ended. The scheduler calls this."""
    file = tx.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id))
    if file is None or file.rights_ended_at or file.rights_until is None or file.rights_until > tx.at:
        return
    file.rights_ended_at = tx.at
    tx.without_event = True  # perhaps no reader sees it
    reindex(tx.session, having(file))
    tx.concern(public_id)
    tell_readers(tx, file)


def erase(tx: Transaction, update: Update) -> None:
    """Erases what any version of a purged update showed, unless readers see it elsewhere; bytes follow later.

    Drafts that have it lose it: what is purged is published nowhere again.
    """
    ids = {file.public_id for file in (one.file for one in update.shown_media)}
    ids |= {public_id for revision in update.revisions for public_id in revision.media_ids.split()}
    update.attach(())
    tx.session.flush()
    for file in tx.session.scalars(select(MediaFile).where(MediaFile.public_id.in_(ids))).all():
        if not is_shown(tx.session, file, without=update):
            file.erase(tx.at)
            reindex(tx.session, having(file))
            for shown in tx.session.scalars(select(UpdateMedia).where(UpdateMedia.media_id == file.id)).all():
                tx.session.delete(shown)


def having(file: MediaFile) -> ColumnElement[bool]:
    """Selects the updates that have a file, in any state."""
    return Update.id.in_(select(UpdateMedia.update_id).where(UpdateMedia.media_id == file.id))


def is_shown(session: Session, file: MediaFile, *, without: Update | None = None) -> bool:
    """Whether readers see a file: in a published update, leaving out this one, or as a portrait."""
    updates = public_updates(file).where(Update.id != without.id) if without else public_updates(file)
    return session.scalars(updates).first() is not None or session.scalars(portrayed(file)).first() is not None


def portrayed(file: MediaFile) -> Select[Speaker]:
    """Selects the speakers whose portrait a file is."""
    return select(Speaker).where(Speaker.portrait_id == file.id).order_by(Speaker.id)


def public_updates(file: MediaFile) -> Select[Update]:
    """Selects the published updates that have a file."""
    shown = select(Update).join(UpdateMedia, UpdateMedia.update_id == Update.id)
    return shown.where(UpdateMedia.media_id == file.id, Update.state == State.PUBLISHED).order_by(Update.number)
