"""Writes notes to the desk, for colleagues alone, and resolves and deletes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from blog.models import DeskNote, DeskVerb, Reporter, State, Update
from blog.models.limits import NOTE_CHARACTERS
from blog.newsroom import noted
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.updates import find
from blog.newsroom.wording import check_length, visible_line
from blog.permissions import may_delete_note, may_note, team_of
from blog.text import mentions
from blog.text.mentions import Mention, Person
from blog.text.ordering import place_here
from blog.translation import N_, _

# The same note again within so short a time was sent twice.
ONCE = timedelta(minutes=1)
NO_TEXT = N_("Write what your colleagues should know.")


@dataclass(frozen=True)
class Written:
    """A note that was written. `unknown` are the `@names` in it that mean nobody of the team, `ambiguous` those that
    mean several, and `unreached` the colleagues who do not see the text that it is on.
    """

    note_id: int
    unknown: Sequence[str] = ()
    ambiguous: Sequence[str] = ()
    unreached: Sequence[str] = ()


@verb()
def write(tx: Transaction, text: str, *, about: str = "") -> Written:
    """Writes a note, on the update with the public id `about` or for the whole visit. `@name` mentions a colleague."""
    cleaned = _check(text)
    update = _noted_update(tx, about) if about else None
    if before := _sent_before(tx, cleaned, update):
        return Written(before.id)
    pieces = [each for each in mentions.split(cleaned, _team(tx)) if isinstance(each, Mention)]
    meant = {one.key for mention in pieces if len({one.name for one in mention.people}) == 1 for one in mention.people}
    found = tx.session.scalars(select(Reporter).where(Reporter.id.in_(meant)))
    people = sorted(found, key=lambda one: place_here(one.name))
    note = DeskNote(visit_id=tx.visit.id, update=update, text=cleaned, author_id=tx.by_id, created_at=tx.at)
    note.mentions = people
    tx.session.add(note)
    tx.session.flush()
    noted.tell(tx, DeskVerb.NOTE, note)
    return Written(
        note.id,
        unknown=[mention.text for mention in pieces if not mention.people],
        ambiguous=[mention.text for mention in pieces if len({one.name for one in mention.people}) > 1],
        unreached=[one.name for one in people if update and not may_note(one, update)],
    )


@verb()
def resolve(tx: Transaction, note_id: int) -> None:
    """Resolves a note: it no longer waits for anybody."""
    note = _find(tx, note_id)
    if note.resolved_at is None:
        note.resolved_at, note.resolved_by_id = tx.at, tx.by_id
        noted.tell(tx, DeskVerb.RESOLVE, note)


@verb()
def reopen(tx: Transaction, note_id: int) -> None:
    """Makes a resolved note wait again."""
    note = _find(tx, note_id)
    if note.resolved_at is not None:
        note.resolved_at = note.resolved_by_id = None
        noted.tell(tx, DeskVerb.REOPEN, note)


@verb()
def remove(tx: Transaction, note_id: int) -> None:
    """Deletes a note of one's own, or a reader's report, which is erased: a reader did not ask to be kept on a disk."""
    note = _find(tx, note_id)
    tx.require(may_delete_note, note)
    tx.is_purge = note.report is not None
    noted.tell(tx, DeskVerb.DELETE_NOTE, note)
    tx.session.delete(note)


def _check(text: str) -> str:
    """Cleans a note, and checks that it says something and how long it is."""
    cleaned, errors = visible_line(text), dict[str, str]()
    if not cleaned:
        errors["text"] = _(NO_TEXT)
    check_length(errors, "text", _("The note"), cleaned, NOTE_CHARACTERS)
    if errors:
        raise Invalid(**errors)
    return cleaned


def _noted_update(tx: Transaction, public_id: str) -> Update:
    update = find(tx, public_id)
    tx.require(may_note, update)
    if update.state is State.PURGED:
        raise Refused(_("This update was removed permanently. Write the note without it."))
    return update


def _sent_before(tx: Transaction, text: str, update: Update | None) -> DeskNote | None:
    """The same note of the account, if it was written a moment ago and still waits."""
    wanted = select(DeskNote).where(DeskNote.visit_id == tx.visit.id, DeskNote.author_id == tx.by_id)
    same = wanted.where(DeskNote.text == text, DeskNote.created_at > tx.at - ONCE, DeskNote.resolved_at.is_(None))
    same = same.where(DeskNote.update_id == (update.id if update else None))
    return tx.session.scalar(same.limit(1))


def _team(tx: Transaction) -> list[Person]:
    rows = tx.session.execute(select(Reporter.id, Reporter.name, Reporter.email).where(team_of(tx.visit.id)))
    return [Person(*row) for row in rows]


def _find(tx: Transaction, note_id: int) -> DeskNote:
    """The note of this visit, if the account may read it. Raises NotFound."""
    note = tx.session.get(DeskNote, note_id)
    if note is None or note.visit_id != tx.visit.id:
        raise NotFound(_("This note is no longer there: it was deleted."))
    if note.update:
        tx.require(may_note, note.update)
    return note
