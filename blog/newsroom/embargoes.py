"""Sets and changes embargoes, and releases what is held under them: all of it in one transaction, or one update."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer_group

from blog.models import DeskVerb, Embargo, State, Status, Update, Visit
from blog.newsroom import banner, publication
from blog.newsroom.errors import BothChanged, Invalid, Refused
from blog.newsroom.holding import Terms, check_terms, find_open, in_words, named_in_words, new_embargo, refuse_ended
from blog.newsroom.posts import check_saved
from blog.newsroom.public_notes import check_note
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.updates import find
from blog.newsroom.wording import visible_line
from blog.permissions import may_hold, may_release
from blog.translation import _


@verb(may_hold)
def set_embargo(tx: Transaction, title: str, *, until: datetime | None = None, city: str = "", zone: str = "") -> str:
    """Sets an embargo and returns its public id.

    It holds until a time, which people know as the local time of `city` in `zone`, or until an editor releases it.
    """
    refuse_ended(tx.visit)
    embargo = new_embargo(tx, Terms(title, until, city, zone))
    tx.tell_desk(DeskVerb.EMBARGO, embargo.public_id)
    return embargo.public_id


@verb(may_release)
def change_embargo(
    tx: Transaction,
    public_id: str,
    *,
    version: int,
    title: str,
    until: datetime | None = None,
    city: str = "",
    zone: str = "",
    note_text: str = "",
) -> None:
    """Changes the terms of an embargo. Raises BothChanged, with its present terms, unless `version` is the current one.

    Before its time, an earlier one or none needs a reason, which stays at the desk, as a release does. One that could
    not be released at its time is tried again at a new one.
    """
    embargo, terms = find_open(tx, public_id), Terms(title, until, city, zone)
    mine = {"title": visible_line(title), "until": until, "city": terms.place[0], "zone": terms.place[1]}
    theirs = {name: getattr(embargo, name) for name in mine}
    if mine == theirs:
        return
    if version != embargo.version:
        different = {name: value for name, value in theirs.items() if value != mine[name]}
        raise BothChanged(_("A colleague has changed this embargo since you opened it."), different, outdated=())
    title, before = check_terms(tx, terms, embargo), named_in_words(embargo)
    reason = check_note(note_text, needed=_why_earlier(tx, embargo, until))
    embargo.title = title
    if until != embargo.until:
        embargo.until, embargo.refused_at = until, None
    embargo.city, embargo.zone = terms.place
    embargo.version += 1
    detail = f"{before}\n{named_in_words(embargo)}"
    tx.tell_desk(DeskVerb.EMBARGO, public_id, note=reason, detail=detail)


@verb(may_release)
def release(tx: Transaction, public_id: str, note_text: str = "") -> list[str]:
    """Publishes everything under an embargo, in the order in which it was put there, and returns the public ids.

    Before its time that needs a reason, which stays at the desk. Raises Refused, and then releases nothing, if
    something cannot be published.
    """
    embargo = find_open(tx, public_id)
    reason = _check_reason(tx, embargo, note_text)
    updates = covered(tx, embargo)
    if problem := obstacle(tx.visit, updates, banner.is_held(tx, embargo)):
        raise Refused(problem)
    return _release(tx, embargo, updates, reason)


@verb(may_release)
def release_update(tx: Transaction, public_id: str, note_text: str = "") -> None:
    """Publishes one update that is held; what else lies under its embargo stays there. Needs a reason as `release`."""
    update = find(tx, public_id)
    if update.state is not State.HELD or update.embargo is None:
        raise Refused(_("This text is not under embargo. Reload the page to see its state."))
    reason = _check_reason(tx, update.embargo, note_text)
    if problem := obstacle(tx.visit, [update]):
        raise Refused(problem)
    publication.release(tx, update, note=reason)


@verb()
def release_if_due(tx: Transaction, public_id: str) -> None:
    """Releases an embargo whose time has come. The scheduler calls this.

    If that cannot be, nothing is published: the desk sees why, and an editor has to decide.
    """
    embargo = tx.session.scalar(select(Embargo).where(Embargo.visit_id == tx.visit.id, Embargo.public_id == public_id))
    if embargo is None or not embargo.is_open or embargo.refused_at:
        return
    if embargo.until is None or embargo.is_early(tx.at):
        return
    updates = covered(tx, embargo)
    if obstacle(tx.visit, updates, banner.is_held(tx, embargo)):
        embargo.refused_at = tx.at
        tx.tell_desk(DeskVerb.EMBARGO, public_id)
        return
    _release(tx, embargo, updates, "")


def obstacle(visit: Visit, updates: Sequence[Update], has_banner: bool = False) -> str:
    """Why these updates, and a banner with them, cannot be published now; empty when they can."""
    if visit.status is Status.ENDED and (updates or has_banner):
        return _("This visit has ended, so nothing under this embargo was published. Set the visit live to release it.")
    for update in updates:
        try:
            check_saved(update)
        except Invalid as error:
            title = update.title(70)
            return _("“%(title)s” is not finished, so nothing was published. %(why)s", title=title, why=str(error))
    return ""


def covered(tx: Transaction, embargo: Embargo) -> Sequence[Update]:
    """The updates that are held under an embargo, in the order in which they were put there."""
    wanted = select(Update).where(Update.embargo_id == embargo.id, Update.state == State.HELD)
    ordered = wanted.order_by(Update.waiting_since, Update.id).options(undefer_group("desk"))
    return tx.session.scalars(ordered).all()


def _release(tx: Transaction, embargo: Embargo, updates: Sequence[Update], reason: str) -> list[str]:
    for update in updates:
        publication.release(tx, update)
    banner.show_held(tx, embargo)
    embargo.released_at, embargo.released_by_id, embargo.reason = tx.at, tx.by_id, reason
    embargo.version += 1
    tx.tell_desk(DeskVerb.RELEASE, embargo.public_id, note=reason)
    return [update.public_id for update in updates]


def _why_earlier(tx: Transaction, embargo: Embargo, until: datetime | None) -> str:
    """Asks why an embargo is to end at an earlier time or at none, when it could be released at once; else empty."""
    if not (embargo.until and embargo.is_early(tx.at)) or (until and until >= embargo.until):
        return ""
    values = {"title": embargo.title, "terms": in_words(embargo)}
    if until is None:
        return _("“%(title)s” holds %(terms)s. Say why its time is taken away; readers never see it.", **values)
    return _("“%(title)s” holds %(terms)s. Say why it is to end earlier; readers never see it.", **values)


def _check_reason(tx: Transaction, embargo: Embargo, note_text: str) -> str:
    """The reason for a release, without which there is none before the embargo's time. Raises Invalid."""
    needed = ""
    if embargo.is_early(tx.at):
        values = {"title": embargo.title, "terms": in_words(embargo)}
        needed = _("“%(title)s” holds %(terms)s. Say why it is released before that; readers never see it.", **values)
    return check_note(note_text, needed=needed)
