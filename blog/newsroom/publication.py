"""What becomes of an update that waits: it gets its number and its event, or is deleted unseen."""

from __future__ import annotations

from blog.models import DeskVerb, State, Status, Update, Verb
from blog.newsroom import attachments, autosaves, link_cards, noted, numbers, passages, prominence, revisions, titles
from blog.newsroom.errors import NeedsApproval, NotAllowed, Refused
from blog.newsroom.transaction import Transaction
from blog.permissions import may_publish
from blog.translation import _


def require_approval(tx: Transaction) -> None:
    """Raises NeedsApproval where the visit demands it and the account is no editor."""
    try:
        tx.require(may_publish, tx.visit)
    except NotAllowed as error:
        raise NeedsApproval(str(error)) from None


def make_public(tx: Transaction, update: Update) -> None:
    """Publishes an update: gives it its number, its first revision and its event."""
    if tx.visit.status is Status.ENDED:
        raise Refused(
            _(
                "This visit has ended. Save a draft, or set the visit live again to publish. "
                "Corrections are still possible."
            )
        )
    # Never before the last publication, even if the clock was set back.
    tx.published_at = update.published_at = max(tx.published_at, tx.at) if tx.published_at else tx.at
    update.number = tx.numbers.take(numbers.UPDATES)
    update.state, update.due_at, update.waiting_since = State.PUBLISHED, None, None
    if tx.by_id:
        note_approval(tx, update)
    end_claim(update)
    end_return(update)
    titles.follow(update)
    attachments.note_public(tx, update)
    if is_new := update in tx.session.new:
        tx.session.flush()
    # A translation changes the article of its original as well, which is read for that.
    seq = tx.log_new(update) if is_new and not update.is_translation else tx.log(Verb.PUBLISH, update.public_id)
    revisions.add_revision(tx, update, seq)
    prominence.carry_out(tx, update)
    link_cards.add(tx, update)
    passages.add(tx, update)


def outdate_forms(update: Update) -> None:
    """Gives an update a new version, so that nobody overwrites it from a form loaded before."""
    update.version += 1


def release(tx: Transaction, update: Update, *, note: str = "") -> None:
    """Publishes an update that waited, and tells who had it in the queue; `note` is the reason, for the desk."""
    known_to = update.known_to
    if known_to and noted.are_on(tx, update):
        known_to = None
    outdate_forms(update)
    make_public(tx, update)
    tx.tell_desk(DeskVerb.RELEASE, update.public_id, only=known_to, note=note)


def note_approval(tx: Transaction, update: Update) -> None:
    """Notes who publishes or schedules what somebody else wrote."""
    update.approved_by_id = None if update.is_by(tx.by_id) else tx.by_id


def end_claim(update: Update) -> None:
    """Lets any editor claim it again."""
    update.claimed_by, update.claimed_at = None, None


def end_return(update: Update) -> None:
    """Forgets with what note it was returned, by whom, and what it said then."""
    update.returned_by, update.desk_note, update.returned_text = None, "", ""


def note_saving(tx: Transaction, update: Update) -> None:
    """Notes who saves an update, and when."""
    update.saved_by_id, update.saved_at = tx.by_id, tx.at


def delete_unpublished(tx: Transaction, update: Update) -> None:
    """Deletes an update that was never published, and tells who had it in the queue."""
    autosaves.erase_about(tx, update.public_id)
    noted.delete_on(tx, update)
    tx.tell_desk(DeskVerb.DISCARD, update.public_id, only=update.known_to)
    tx.session.delete(update)
