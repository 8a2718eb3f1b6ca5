"""Hands in what other sources publish. An editor decides on each: nothing of it is ever published by itself."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from blog.fetching.feeds import Entry
from blog.models import DeskNote, DeskVerb, FollowedEntry, State, Update
from blog.newsroom import drafts, noted
from blog.newsroom.new_updates import add
from blog.newsroom.posts import taken_over
from blog.newsroom.transaction import Transaction, verb
from blog.translation import _


@verb()
def take(tx: Transaction, entry: Entry, *, origin: str, address: str) -> str | None:
    """Hands in an entry of `origin`, which was read at `address`, and returns its public id.

    What was taken before in this wording is left alone, and the answer is None. A corrected wording is handed in by
    itself; of what the source has withdrawn, a note on the update tells the desk.
    """
    digest, about = _digest(address, entry.key), _digest(address, entry.about)
    known = select(FollowedEntry.id).where(FollowedEntry.visit_id == tx.visit.id, FollowedEntry.digest == digest)
    if tx.session.scalar(known):
        return None
    taken = FollowedEntry(visit_id=tx.visit.id, digest=digest, about=about, taken_at=tx.at)
    tx.session.add(taken)
    if entry.is_gone:
        _tell_of_withdrawal(tx, about, origin)
        return None
    post = taken_over(entry.title, entry.text, name=origin, address=entry.url, language=entry.language)
    update = add(tx, post, client_key="", for_readers=False)
    drafts.hand_in(tx, update)
    taken.update_id = update.id
    return update.public_id


def _tell_of_withdrawal(tx: Transaction, about: str, origin: str) -> None:
    """Writes a note on what the entry became, unless nothing is left of that."""
    theirs = select(Update).join(FollowedEntry, FollowedEntry.update_id == Update.id)
    wanted = theirs.where(FollowedEntry.visit_id == tx.visit.id, FollowedEntry.about == about)
    update = tx.session.scalars(wanted.order_by(FollowedEntry.id.desc())).first()
    if update is None or update.state in (State.WITHDRAWN, State.PURGED):
        tx.without_event = True
        return
    text = _("%(origin)s has withdrawn what this was taken from.", origin=origin)
    note = DeskNote(visit_id=tx.visit.id, update=update, text=text, author_id=None, created_at=tx.at)
    tx.session.add(note)
    tx.session.flush()
    noted.tell(tx, DeskVerb.NOTE, note)


def _digest(address: str, text: str) -> str:
    return hashlib.sha256(f"{address}\n{text}".encode()).hexdigest()
