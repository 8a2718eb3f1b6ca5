"""Saves updates that are not public yet (drafts, submitted, returned, scheduled, held), and publishes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from blog.models import UNPUBLISHED_STATES, DeskVerb, State, Status, Update
from blog.newsroom import autosaves, claims, holding, originals, prominence, unnamed
from blog.newsroom.duplicates import SentBefore, sent_before
from blog.newsroom.errors import Conflict, Invalid, NotYetDue, Refused, StaleForm
from blog.newsroom.holding import Terms
from blog.newsroom.new_updates import add
from blog.newsroom.posts import Post, check_post
from blog.newsroom.publication import (
    end_claim,
    end_return,
    make_public,
    note_approval,
    note_saving,
    release,
    require_approval,
)
from blog.newsroom.times import local_time
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.updates import editable, find
from blog.permissions import may_schedule
from blog.translation import _


@verb()
def save(
    tx: Transaction,
    post: Post,
    *,
    state: State = State.DRAFT,
    due_at: datetime | None = None,
    client_key: str = "",
    request_digest: str = "",
    asks: bool = False,
    also: Sequence[str] | None = None,
    embargo: str | Terms = "",
) -> str:
    """Saves a new post without publishing it, and returns its public id. Only editors may schedule.

    `embargo` is the one under which it is held: its public id, or the terms of a new one, for which a
    sentence is enough. Ends the autosave with that `client_key`. `also` is kept, and done when the update is published.
    With `asks`, raises Duplicate as `updates.publish` does, except for a draft, which nobody else sees.
    """
    earlier = sent_before(tx, client_key, post, asks=asks and state is not State.DRAFT)
    if before := earlier.with_the_form:
        if before.number is None and before.state is not state:
            raise Refused(_("You already saved this text. To continue, open it in the queue."))
        autosaves.end(tx, client_key)
        return SentBefore(before.public_id)
    autosaves.end(tx, client_key)
    is_finished = state in _FINISHED
    update = add(tx, post, client_key=client_key, request_digest=request_digest, for_readers=is_finished)
    earlier.ask_about_text()
    prominence.choose(tx, update, also)
    _set_state(tx, update, state, due_at, embargo)
    return update.public_id


@verb()
def edit(
    tx: Transaction,
    public_id: str,
    post: Post,
    *,
    version: int,
    state: State,
    due_at: datetime | None = None,
    also: Sequence[str] | None = None,
    client_key: str = "",
    embargo: str | Terms = "",
) -> int:
    """Changes an unpublished update and returns its new version. Raises Conflict as `updates.edit` does.

    `embargo` is as in `save`; without it, a held update stays under the one where it is. Only an editor takes it out
    of that. Without `also`, what was chosen to happen with its publication stays as it is. Ends the autosave with
    `client_key`.
    """
    update = _edited(tx, public_id, post, version, for_readers=state in _FINISHED)
    prominence.choose(tx, update, also)
    autosaves.end(tx, client_key)
    _set_state(tx, update, state, due_at, embargo)
    update.version += 1
    return update.version


@verb()
def publish(
    tx: Transaction,
    public_id: str,
    post: Post,
    *,
    version: int,
    early: bool = True,
    over_claim: bool = True,
    asks: bool = False,
    also: Sequence[str] | None = None,
    client_key: str = "",
) -> None:
    """Publishes an update that was saved before, with this text. Raises Conflict as `updates.edit` does.

    Ends the autosave with `client_key`. Raises NeedsApproval.

    Unless `early`, raises NotYetDue for an update that is scheduled for a later time, and unless `over_claim`, Claimed
    for one that another editor has claimed. With `asks`, raises Duplicate as `updates.publish` does.
    """
    require_approval(tx)
    scheduled = find(tx, public_id)
    if scheduled.state is State.HELD and scheduled.embargo:
        raise Refused(
            _(
                "This is under the embargo “%(title)s”, %(terms)s. To publish it before, save it and choose Release.",
                title=scheduled.embargo.title,
                terms=holding.in_words(scheduled.embargo),
            )
        )
    if not early and scheduled.state is State.SCHEDULED and scheduled.version == version and scheduled.due_at:
        due = local_time(scheduled.due_at, scheduled.stop)
        raise NotYetDue(_("This is scheduled for %(time)s. Publish now?", time=due))
    update = _edited(tx, public_id, post, version, for_readers=True)
    if not over_claim:
        claims.ask_before(tx, update)
    prominence.choose(tx, update, also)
    sent_before(tx, "", post, asks=asks, but=update).ask_about_text()
    autosaves.end(tx, client_key)
    release(tx, update)


@verb()
def publish_if_due(tx: Transaction, public_id: str) -> None:
    """Publishes a scheduled update if it is due. The scheduler calls this.

    If the visit has ended, the update becomes a draft instead, because nothing is published then.
    """
    update = find(tx, public_id)
    if update.state is not State.SCHEDULED or not update.due_at or update.due_at > tx.at:
        return
    if tx.visit.status is Status.ENDED:
        update.state, update.due_at = State.DRAFT, None
        tx.tell_desk(DeskVerb.SAVE, public_id)
        return
    make_public(tx, update)
    tx.tell_desk(DeskVerb.RELEASE, public_id)


def require_read(update: Update, version: int) -> None:
    """Raises StaleForm unless the version that somebody has read is the current one."""
    if update.version != version:
        raise StaleForm(_("It has changed since you read it, and was not published. Read it again, then publish it."))


def _edited(tx: Transaction, public_id: str, post: Post, version: int, *, for_readers: bool) -> Update:
    update = editable(tx, find(tx, public_id))
    if update.version != version:
        raise Conflict(update.version)
    if update.state not in UNPUBLISHED_STATES:
        if update.state is State.PUBLISHED:
            raise Refused(_("This update has since been published. Copy your text if needed, and reload the page."))
        raise Refused(_("This update has since been withdrawn. Copy your text if needed, and reload the page."))
    check_post(tx.session, tx.visit, post, of=update, for_readers=for_readers).apply_to(update)
    originals.require_known(tx, update)
    unnamed.check_post(tx, post, update, for_readers=for_readers)
    update.is_key = post.key
    note_saving(tx, update)
    return update


def keep(tx: Transaction, update: Update) -> None:
    """Keeps an update that another change has just added as a draft of its author."""
    _set_state(tx, update, State.DRAFT, None, "")


def hand_in(tx: Transaction, update: Update) -> None:
    """Hands in an update that another change has just added."""
    _set_state(tx, update, State.SUBMITTED, None, "")


def _set_state(tx: Transaction, update: Update, state: State, due_at: datetime | None, embargo: str | Terms) -> None:
    if state is State.SCHEDULED:
        tx.require(may_schedule, tx.visit)
        if tx.visit.status is Status.ENDED:
            raise Refused(_("This visit has ended. Set it live again to schedule, or save a draft."))
        if due_at is None or due_at <= tx.at:
            raise Invalid(publish_at=_("Choose a time in the future."))
        note_approval(tx, update)
    before, known_to, was_under = update.state, update.known_to, update.embargo
    if before is State.RETURNED and state is State.DRAFT:
        state = State.RETURNED  # it goes on as what it is until it is handed in again
    if state is not before or update.waiting_since is None:
        update.waiting_since = tx.at
    if state is State.HELD:
        holding.hold(tx, update, embargo)
    else:
        holding.take_out(tx, update)
    if state is not State.SUBMITTED:
        end_claim(update)
    if state not in (State.RETURNED, State.SUBMITTED):  # the editor who reads it again has the note before them
        end_return(update)
    update.state, update.due_at = state, due_at if state is State.SCHEDULED else None
    is_news = state is not before or state is State.SCHEDULED or update.embargo is not was_under
    told = _TOLD.get(state, DeskVerb.SAVE) if is_news else DeskVerb.SAVE
    tx.tell_desk(told, update.public_id, only=known_to if state is State.DRAFT else None)


_TOLD = {State.SUBMITTED: DeskVerb.HAND_IN, State.SCHEDULED: DeskVerb.SCHEDULE, State.HELD: DeskVerb.HOLD}
# Nobody checks these again before they are published.
_FINISHED = (State.SCHEDULED, State.HELD)
