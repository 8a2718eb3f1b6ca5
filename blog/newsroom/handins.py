"""Decides on what was handed in: returns it with a note, publishes it as it is, or discards it."""

from __future__ import annotations

from blog.models import DeskVerb, State
from blog.newsroom import claims, drafts, publication, unnamed
from blog.newsroom.claims import handed_in
from blog.newsroom.errors import DeletesText, NotFound, Refused
from blog.newsroom.posts import check_saved
from blog.newsroom.public_notes import check_note
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.updates import editable, find
from blog.permissions import may_approve
from blog.translation import _


@verb(may_approve)
def return_(tx: Transaction, public_id: str, note_text: str, *, over_claim: bool = True) -> None:
    """Returns a text to its author with a note, which only the desk sees. Raises Claimed unless `over_claim`."""
    update = handed_in(tx, public_id)
    note = check_note(note_text, needed=_("Say what is missing or wrong, so that the author can hand it in again."))
    if not over_claim:
        claims.ask_before(tx, update)
    update.state, update.waiting_since = State.RETURNED, tx.at
    update.returned_by_id, update.desk_note, update.returned_text = tx.by_id, note, update.as_text
    publication.end_claim(update)
    publication.outdate_forms(update)  # its author does not hand it in from one that has not shown the note
    tx.tell_desk(DeskVerb.RETURN, public_id)


@verb(may_approve)
def approve(tx: Transaction, public_id: str, *, version: int, over_claim: bool = True, may_name: bool = True) -> None:
    """Publishes a text that was handed in as it is. Raises Claimed unless `over_claim`.

    Raises NamesSomebody unless `may_name`.

    Raises StaleForm unless `version`, the one that the editor has read, is the current one.
    """
    update = handed_in(tx, public_id)
    drafts.require_read(update, version)
    if not over_claim:
        claims.ask_before(tx, update)
    check_saved(update)
    unnamed.check(tx.session, tx.visit, update, asks=not may_name)
    publication.release(tx, update)


@verb()
def discard(tx: Transaction, public_id: str, *, asks: bool = False) -> None:
    """Deletes an update that was never published, for good; its author and editors may.

    With `asks`, raises DeletesText.
    """
    try:
        update = editable(tx, find(tx, public_id))
    except NotFound:
        raise NotFound(_("It is no longer there: it was discarded.")) from None
    if update.number is not None:
        raise Refused(claims.state_now(update))
    if asks:
        claims.ask_before(tx, update)
        raise DeletesText(_("Discard this text? It is deleted for everyone, and nobody can bring it back."))
    publication.delete_unpublished(tx, update)
