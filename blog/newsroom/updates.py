"""Publishes, edits, withdraws and purges updates; pins them and marks key events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import undefer_group

from blog.models import DeskVerb, EditKind, State, Update, Verb
from blog.newsroom import (  # fmt: skip
    attachments,
    autosaves,
    banner,
    beside,
    link_cards,
    new_updates,
    noted,
    originals,
    passages,
    prominence,
    publication,
    revisions,
    unnamed,
)  # fmt: skip
from blog.newsroom.beside import Beside
from blog.newsroom.duplicates import SentBefore, sent_before
from blog.newsroom.errors import Conflict, NotFound, Refused
from blog.newsroom.posts import CheckedPost, Post, check_post
from blog.newsroom.public_notes import check_note
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_edit, may_mark_key, may_pin, may_purge, may_reword
from blog.translation import _

# How long an update can be taken back without a reason of one's own.
TAKE_BACK_WINDOW = timedelta(seconds=60)


@verb(publishes=True)
def publish(
    tx: Transaction,
    post: Post,
    *,
    client_key: str = "",
    request_digest: str = "",
    asks: bool = False,
    also: Sequence[str] | None = None,
) -> str:
    """Publishes a post and returns its public id. A second call with the same `client_key` changes nothing, and returns
    it as `SentBefore`.

    Ends the autosave with that key. `also` is what else happens in the same step: `banner`, `pin`, `key`. With `asks`,
    raises Duplicate if the account has recently sent the same text from elsewhere. Raises NeedsApproval.
    `request_digest` is of the request of a program, which may ask for more than a text.
    """
    publication.require_approval(tx)
    earlier = sent_before(tx, client_key, post, asks=asks)
    if before := earlier.with_the_form:
        if before.number is None:
            raise Refused(_("You already saved this text. Open it in the queue and publish it from there."))
        autosaves.end(tx, client_key)
        return SentBefore(before.public_id)
    autosaves.end(tx, client_key)
    with tx.session.no_autoflush:  # its row is written once, as readers see it
        update = new_updates.make(tx, post, client_key=client_key, request_digest=request_digest)
        prominence.choose(tx, update, also)
        earlier.ask_about_text()
    publication.make_public(tx, update)
    tx.tell_desk(DeskVerb.PUBLISH, update.public_id)
    return update.public_id


@verb()
def edit(
    tx: Transaction, public_id: str, post: Post, *, version: int, reason: str, note_text: str = "", client_key: str = ""
) -> int:
    """Changes the text of a published update and returns its new version, or the current one if nothing changes.

    `reason` is `typo`, `update` or `correction`. A correction needs a public note, and so does a new standing, which is
    never a typo. Ends the autosave with `client_key`. Raises Conflict unless `version` is the current one.
    """
    update = editable(tx, published(tx, public_id))
    tx.require(may_reword, update)
    if update.version != version:
        raise Conflict(update.version)
    has = beside.read(tx.session, update)
    checked = check_post(tx.session, tx.visit, post, of=update)
    why, public_note = revisions.check_edit(update, checked, reason, note_text)
    _set_key(tx, update, post.key)
    if changes := checked.differs_from(update) or bool(public_note and why is not EditKind.TYPO):
        _reword(tx, update, checked, why, public_note, has)
    unnamed.check_post(tx, post, update, for_readers=changes, note=public_note)
    autosaves.end(tx, client_key)
    return update.version


@verb()
def withdraw(tx: Transaction, public_id: str, note_text: str) -> None:
    """Removes an update's text everywhere; a line with the public note takes its place."""
    update = editable(tx, published(tx, public_id))
    public_note = check_note(note_text, needed=_("Say why it is withdrawn: readers see this note in its place."))
    unnamed.check_note(tx.session, update, public_note)
    _remove(tx, update, State.WITHDRAWN, public_note)
    tx.log(Verb.WITHDRAW, update.public_id)


@verb()
def take_back(tx: Transaction, public_id: str) -> None:
    """Withdraws an update that was published by mistake a moment ago, and the banner that links to it.

    A note says so to readers. Raises Refused after TAKE_BACK_WINDOW.
    """
    update = editable(tx, published(tx, public_id))
    if not seconds_to_take_back(update, tx.at):
        raise Refused(
            _("The minute in which it could be taken back is over. Choose “Withdraw” and give readers a reason.")
        )
    _remove(tx, update, State.WITHDRAWN, _("Published by mistake"))
    tx.log(Verb.WITHDRAW, update.public_id)
    banner.remove(tx, of=update)


def seconds_to_take_back(update: Update, at: datetime) -> int:
    """For how many seconds after `at` an update can still be taken back; 0 when it cannot."""
    if update.state is not State.PUBLISHED or update.published_at is None:
        return 0
    return max(0, min(update.published_at + TAKE_BACK_WINDOW - at, TAKE_BACK_WINDOW) // timedelta(seconds=1))


@verb(may_purge)
def purge(tx: Transaction, public_id: str, note_text: str) -> None:
    """Erases every version of an update, for legal reasons; a line with the public note takes its place.

    An update that was never published is deleted without a trace.
    """
    update = find(tx, public_id)
    if update.state is State.PURGED:
        return
    tx.is_purge = True
    autosaves.erase_about(tx, public_id)
    if update.number is None:
        attachments.erase(tx, update)
        publication.delete_unpublished(tx, update)
        return
    public_note = check_purge_note(update, note_text)
    unnamed.check_note(tx.session, update, public_note)
    _remove(tx, update, State.PURGED, public_note)
    update.blank()
    originals.forget_digests(tx, update)
    publication.end_return(update)
    noted.delete_on(tx, update)
    attachments.erase(tx, update)
    link_cards.delete_of(tx, update)
    revisions.erase_revisions(update)
    tx.log(Verb.PURGE, update.public_id)


def check_purge_note(update: Update, note_text: str) -> str:
    """Validates the public note on a purge, which an update that was never published does not need. Raises Invalid."""
    needed = _("Say why it is removed: readers see this note in its place.") if update.number else ""
    return check_note(note_text, needed=needed)


@verb(may_pin)
def pin(tx: Transaction, public_id: str) -> None:
    """Shows an update also at the top of the page, and unpins the one before it."""
    update = published(tx, public_id)
    if not update.is_pinned:
        tx.concern(public_id)  # the one before it is unpinned first
    prominence.pin(tx, update)


@verb(may_pin)
def unpin(tx: Transaction, public_id: str) -> None:
    """Removes an update from the top of the page."""
    if (update := find(tx, public_id)).is_pinned:
        prominence.unpin(tx, update)


@verb(may_mark_key)
def key(tx: Transaction, public_id: str) -> None:
    """Adds an update to the key events."""
    _set_key(tx, published(tx, public_id), True)


@verb(may_mark_key)
def unkey(tx: Transaction, public_id: str) -> None:
    """Removes an update from the key events."""
    _set_key(tx, published(tx, public_id), False)


def editable(tx: Transaction, update: Update) -> Update:
    """Returns the update if the acting account may edit it. Raises NotAllowed."""
    tx.require(may_edit, update)
    return update


def find(tx: Transaction, public_id: str) -> Update:
    """The update of this visit, in any state. Raises NotFound."""
    wanted = select(Update).where(Update.visit_id == tx.visit.id, Update.public_id == public_id)
    update = tx.session.scalar(wanted.options(undefer_group("desk")))
    if update is None:
        raise NotFound(_("There is no such update in this visit."))
    return update


def published(tx: Transaction, public_id: str) -> Update:
    """The update of this visit, which readers see. Raises NotFound and Refused."""
    update = find(tx, public_id)
    if update.state is not State.PUBLISHED:
        raise Refused(_("This update is not published, so nothing was changed. Reload the page to see its state."))
    return update


def _reword(
    tx: Transaction, update: Update, checked: CheckedPost, kind: EditKind, public_note: str, has: Beside
) -> None:
    was, shown, tie, wording = update.standing, update.media_ids, originals.tie_of(update), update.wording_digest
    checked.apply_to(update)
    originals.require_known(tx, update)
    if kind is EditKind.TYPO and has.is_translated:
        originals.follow_typo(tx, update, wording)
    attachments.note_public(tx, update)
    update.version += 1
    link_cards.follow(tx, update, has_any=has.has_links)
    passages.follow(tx, update, is_typo=kind is EditKind.TYPO, has_any=has.is_cut)
    publication.note_saving(tx, update)
    seq = tx.log(Verb.EDIT, update.public_id)
    revisions.add_revision(tx, update, seq, kind, public_note, was=was, shown=shown)
    originals.tell_untied(tx, update, tie)


def _remove(tx: Transaction, update: Update, state: State, public_note: str) -> None:
    update.state, update.withdrawn_at, update.withdrawn_note = state, tx.at, public_note
    publication.note_saving(tx, update)
    update.is_pinned, update.is_key, update.words = False, False, ""
    passages.delete_of(tx.session, update)


def _set_key(tx: Transaction, update: Update, is_key: bool) -> None:
    if update.is_key != is_key:
        update.is_key = is_key
        tx.log(Verb.KEY if is_key else Verb.UNKEY, update.public_id)
