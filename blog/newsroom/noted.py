"""Who is told of a note to the desk, and what becomes of notes whose update goes."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select

from blog.models import DeskNote, DeskVerb, Update
from blog.newsroom.transaction import Transaction
from blog.permissions import may_edit


def tell(tx: Transaction, verb: DeskVerb, note: DeskNote) -> None:
    """Tells whoever reads the note. One that is deleted is known by the update that it was on."""
    is_deleted = verb is DeskVerb.DELETE_NOTE
    subject = (note.update.public_id if note.update else "") if is_deleted else str(note.id)
    for account_id in _told(note):
        tx.tell_desk(verb, subject, only=account_id)


def are_on(tx: Transaction, update: Update) -> bool:
    """Whether an update has notes, so that more people than its author have to be told what becomes of it."""
    return tx.session.scalar(select(DeskNote.id).where(DeskNote.update_id == update.id).limit(1)) is not None


def delete_on(tx: Transaction, update: Update) -> None:
    """Deletes the notes on an update."""
    if are_on(tx, update):
        tx.session.execute(delete(DeskNote).where(DeskNote.update_id == update.id))
        tx.tell_desk(DeskVerb.DELETE_NOTE, update.public_id)


def _told(note: DeskNote) -> Collection[int | None]:
    """The ids of those who may read it, as `permissions.readable_notes` has it; None is the whole team."""
    author_id = note.update.known_to if note.update else None
    if author_id is None or note.update is None:
        return [None]
    editors = [one.id for one in note.mentions if may_edit(one, note.update)]
    return dict.fromkeys(each for each in (author_id, note.author_id, *editors) if each)
