"""Claims what was handed in, so that two editors do not work on the same text without knowing."""

from __future__ import annotations

from blog.models import DeskVerb, State, Update
from blog.newsroom.errors import Claimed, NotFound, Refused
from blog.newsroom.publication import end_claim
from blog.newsroom.times import local_time
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.updates import find
from blog.permissions import may_approve
from blog.translation import _


@verb(may_approve)
def claim(tx: Transaction, public_id: str, *, over_claim: bool = False) -> None:
    """Claims a text that was handed in. Raises Claimed if another editor has it, unless `over_claim`."""
    update = handed_in(tx, public_id)
    if update.claimed_by_id == tx.by_id:
        return
    if not over_claim:
        ask_before(tx, update)
    update.claimed_by_id, update.claimed_at = tx.by_id, tx.at
    tx.tell_desk(DeskVerb.CLAIM, public_id)


@verb(may_approve)
def unclaim(tx: Transaction, public_id: str) -> None:
    """Gives up one's own claim. Raises Refused where another editor has claimed the text since."""
    update = handed_in(tx, public_id)
    if update.claimed_by is None:
        return
    if update.claimed_by_id != tx.by_id:
        raise Refused(_("%(name)s has taken it over, so it is no longer yours.", name=update.claimed_by.name))
    end_claim(update)
    tx.tell_desk(DeskVerb.UNCLAIM, public_id)


def ask_before(tx: Transaction, update: Update) -> None:
    """Raises Claimed if another editor has claimed the update."""
    editor = update.claimed_by if update.state is State.SUBMITTED else None
    if editor is None or editor.id == tx.by_id or update.claimed_at is None:
        return
    time = local_time(update.claimed_at, update.stop)
    raise Claimed(_("%(name)s claimed this at %(time)s and may be working on it.", name=editor.name, time=time))


def handed_in(tx: Transaction, public_id: str) -> Update:
    """The update, if it waits for an editor. Raises Refused with a sentence that says what has become of it."""
    try:
        update = find(tx, public_id)
    except NotFound:
        raise NotFound(_("It is no longer there: it was discarded.")) from None
    if update.state is not State.SUBMITTED:
        raise Refused(state_now(update))
    return update


def state_now(update: Update) -> str:
    """What has become of an update that somebody expected to be handed in, and what can be done with it."""
    match update.state:
        case State.PUBLISHED:
            return _("It has been published. To change it, choose Edit below it in the stream.")
        case State.WITHDRAWN | State.PURGED:
            return _("It has been published and withdrawn. To say it again, write a new update.")
        case State.RETURNED:
            return _("It has been returned to its author, and comes back when it is handed in again.")
        case State.SCHEDULED:
            return _("It has been scheduled. To change its time or its text, open it under Scheduled.")
        case State.HELD:
            return _("It is under embargo. To change it or to release it, open it in the queue.")
        case _any:
            return _("Its author has taken it back as a draft, and may hand it in again.")
