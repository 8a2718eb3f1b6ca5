"""Hands in what other sources publish. An editor decides on each: nothing of it is ever published by itself."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from blog.fetching.feeds import Entry
from blog.models import DeskNote, DeskVerb, FollowedEntry, Kind, State, Update
from blog.models.limits import BODY_CHARACTERS, HEADLINE_CHARACTERS, SOURCE_CHARACTERS
from blog.newsroom import drafts, noted
from blog.newsroom.posts import Post
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.updates import add
from blog.text.graphemes import cut
from blog.text.literal import literal
from blog.text.tags import is_language
from blog.translation import _


@verb()
def take(tx: Transaction, entry: Entry, *, source: str, address: str) -> str | None:
    """Hands in an entry of `source`, which was read at `address`, and returns its public id.

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
        _tell_of_withdrawal(tx, about, source)
        return None
    update = add(tx, _post(entry, source, tx.visit.lang), client_key="", for_readers=False)
    drafts.hand_in(tx, update)
    taken.update_id = update.id
    return update.public_id


def _post(entry: Entry, source: str, lang: str) -> Post:
    return Post(
        body=cut(literal(entry.text), BODY_CHARACTERS),
        headline=cut(entry.title, HEADLINE_CHARACTERS),
        kind=Kind.REPORT,
        lang=entry.lang if is_language(entry.lang) else lang,
        source=cut(source, SOURCE_CHARACTERS),
        source_url=entry.url if entry.url.startswith(("https://", "http://")) else "",
    )


def _tell_of_withdrawal(tx: Transaction, about: str, source: str) -> None:
    """Writes a note on what the entry became, unless nothing is left of that."""
    theirs = select(Update).join(FollowedEntry, FollowedEntry.update_id == Update.id)
    wanted = theirs.where(FollowedEntry.visit_id == tx.visit.id, FollowedEntry.about == about)
    update = tx.session.scalars(wanted.order_by(FollowedEntry.id.desc())).first()
    if update is None or update.state in (State.WITHDRAWN, State.PURGED):
        tx.without_event = True
        return
    text = _("%(source)s has withdrawn what this was taken from.", source=source)
    note = DeskNote(visit_id=tx.visit.id, update=update, text=text, author_id=None, created_at=tx.at)
    tx.session.add(note)
    tx.session.flush()
    noted.tell(tx, DeskVerb.NOTE, note)


def _digest(address: str, text: str) -> str:
    return hashlib.sha256(f"{address}\n{text}".encode()).hexdigest()
