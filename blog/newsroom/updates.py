"""Updates that readers see: publish, edit, withdraw, purge; pin and unpin; mark and unmark as a key event."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from blog.models import EditKind, State, Status, Update, Verb
from blog.newsroom import revisions, source
from blog.newsroom.duplicates import already, ask_about_twin
from blog.newsroom.errors import Conflict, NotFound, Refused
from blog.newsroom.transaction import Change, verb
from blog.newsroom.wording import Post, Wording, check, note
from blog.permissions import may_edit, may_mark_key, may_pin, may_purge


@verb()
def publish(change: Change, post: Post, *, client_key: str = "", asks: bool = False) -> str:
    """Publishes a post and returns its public id. The same `client_key` again is the same update, and no change.

    One that `asks` raises Repeated for words that the account has just sent from elsewhere.
    """
    if before := already(change, client_key, post):
        if before.number is None:
            raise Refused("This text was kept before and is not published yet. Publish it from what waits at the desk.")
        return before.public_id
    update = write(change, post, client_key=client_key)
    if asks:
        ask_about_twin(change, post, update)
    put_out(change, update)
    return update.public_id


@verb()
def edit(change: Change, public_id: str, post: Post, *, version: int, reason: str, note_text: str = "") -> int:
    """Gives an update another wording and returns its new version.

    `reason` is `typo`, `update` or `correction`; a correction needs a public note, and so does another standing, which
    is never a typo. Raises Conflict when `version` is not the present one. What changes nothing is no change, and
    returns the present version.
    """
    update = editable(change, _published(change, public_id))
    if update.version != version:
        raise Conflict(update.version)
    wording = check(change.session, change.visit, post)
    why, public_note = revisions.announced(update, wording.standing, reason, note_text)
    if post.key != update.is_key:
        _mark(change, update, post.key)
    if wording.differs_from(update) or (public_note and why is not EditKind.TYPO):
        _reword(change, update, wording, why, public_note)
    return update.version


@verb()
def withdraw(change: Change, public_id: str, note_text: str) -> None:
    """Takes an update's words from every door; one quiet line with the public note stays in its place."""
    update = editable(change, _published(change, public_id))
    public_note = note(note_text, needed="Say why it is withdrawn: readers see this sentence in its place.")
    _take_down(change, update, State.WITHDRAWN, public_note)
    change.log(Verb.WITHDRAW, update.public_id)


@verb(may_purge)
def purge(change: Change, public_id: str, note_text: str) -> None:
    """Destroys every wording of an update, for legal reasons; the line that says so keeps its place.

    What no reader has seen goes without a trace.
    """
    update = find(change, public_id)
    if update.state is State.PURGED:
        return
    change.purges = True
    if update.number is None:
        change.session.delete(update)
        change.quiet = True
        return
    public_note = note(note_text, needed="Say why it is removed: readers see this sentence in its place.")
    _take_down(change, update, State.PURGED, public_note)
    update.headline = update.body = update.html = ""
    update.speaker, update.delegation, update.speaker_title, update.topics = None, None, "", []
    source.NONE.put_into(update)
    revisions.destroy(update)
    change.log(Verb.PURGE, update.public_id)


@verb(may_pin)
def pin(change: Change, public_id: str) -> None:
    """Shows an update a second time at the top, in the place of the one that was pinned before."""
    update = _published(change, public_id)
    if update.is_pinned:
        return
    pinned = select(Update).where(Update.visit_id == change.visit.id, Update.is_pinned)
    for other in change.session.scalars(pinned):
        _unpin(change, other)
    update.is_pinned = True
    change.log(Verb.PIN, update.public_id)


@verb(may_pin)
def unpin(change: Change, public_id: str) -> None:
    """Takes the second showing away."""
    update = find(change, public_id)
    if update.is_pinned:
        _unpin(change, update)


@verb(may_mark_key)
def key(change: Change, public_id: str) -> None:
    """Adds an update to the key events."""
    _mark(change, _published(change, public_id), True)


@verb(may_mark_key)
def unkey(change: Change, public_id: str) -> None:
    """Takes an update from the key events."""
    _mark(change, _published(change, public_id), False)


def write(change: Change, post: Post, *, client_key: str, for_readers: bool = True) -> Update:
    """Adds an update that no reader sees yet; one that is `for_readers` will be seen without another look at it."""
    wording = check(change.session, change.visit, post, for_readers=for_readers)
    update = Update(visit_id=change.visit.id, client_key=client_key or None, state=State.DRAFT, is_key=post.key)
    update.author_id, update.created_at = change.by_id, change.at
    wording.put_into(update)
    change.session.add(update)
    change.session.flush()
    return update


def put_out(change: Change, update: Update) -> None:
    """Makes an update public: it gets its number, its first revision and its event."""
    if change.visit.status is Status.ENDED:
        raise Refused("This visit has ended. Set it live again to publish; corrections are possible as it is.")
    update.published_at = _not_before_the_last(change)
    change.visit.published += 1
    update.number = change.visit.published
    update.state, update.due_at = State.PUBLISHED, None
    revisions.keep(change, update, change.log(Verb.PUBLISH, update.public_id))


def _not_before_the_last(change: Change) -> datetime:
    """When an update is published: a clock that was put back must not order times against numbers."""
    last = select(Update.published_at).where(Update.visit_id == change.visit.id)
    before = change.session.scalar(last.where(Update.number == change.visit.published))
    return max(before, change.at) if before else change.at


def editable(change: Change, update: Update) -> Update:
    """The update, if the account that acts may edit it."""
    change.require(may_edit, update)
    return update


def find(change: Change, public_id: str) -> Update:
    """The update of this visit, whatever its state."""
    wanted = select(Update).where(Update.visit_id == change.visit.id, Update.public_id == public_id)
    update = change.session.scalar(wanted)
    if update is None:
        raise NotFound("There is no such update in this visit.")
    return update


def _published(change: Change, public_id: str) -> Update:
    update = find(change, public_id)
    if update.state is not State.PUBLISHED:
        raise Refused("This update is not published, or not any more: nothing was changed.")
    return update


def _reword(change: Change, update: Update, wording: Wording, reason: EditKind, public_note: str) -> None:
    was = update.standing
    wording.put_into(update)
    update.version += 1
    seq = change.log(Verb.EDIT, update.public_id)
    revisions.keep(change, update, seq, reason, public_note, was=was)


def _take_down(change: Change, update: Update, state: State, public_note: str) -> None:
    update.state, update.withdrawn_at, update.withdrawn_note = state, change.at, public_note
    update.is_pinned = update.is_key = False
    update.words = ""


def _unpin(change: Change, update: Update) -> None:
    update.is_pinned = False
    change.log(Verb.UNPIN, update.public_id)


def _mark(change: Change, update: Update, is_key: bool) -> None:
    if update.is_key != is_key:
        update.is_key = is_key
        change.log(Verb.KEY if is_key else Verb.UNKEY, update.public_id)
