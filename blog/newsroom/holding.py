"""Holds updates under an embargo, checks the embargo's terms, and says them in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from blog.models import DeskVerb, Embargo, Status, Update, Visit
from blog.models.columns import PUBLIC_ID_LENGTH
from blog.models.limits import TITLE_CHARACTERS
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.newsroom.publication import note_approval, require_approval
from blog.newsroom.times import local_time
from blog.newsroom.transaction import Transaction
from blog.newsroom.wording import check_length, visible_line
from blog.permissions import may_take_out
from blog.text import clock, zones
from blog.translation import _

_LOOKS_LIKE_AN_ID = re.compile(rf"[2-9a-hjkmnp-z]{{{PUBLIC_ID_LENGTH}}}")


@dataclass(frozen=True)
class Terms:
    """The terms of an embargo as typed: without `until` an editor releases it. `zone` is the IANA name of the city's.

    `field` is what the form calls the title.
    """

    title: str
    until: datetime | None = None
    city: str = ""
    zone: str = ""
    field: str = "title"

    @property
    def place(self) -> tuple[str, str]:
        """The city and its zone, which a time needs."""
        return (visible_line(self.city), self.zone) if self.until else ("", "")


def hold(tx: Transaction, update: Update, wanted: str | Terms) -> None:
    """Puts an update under an embargo, after what lies under it already.

    `wanted` is the public id of an embargo, or the terms of a new one, for which a sentence is enough. Empty, it leaves
    the update under the one where it is. Raises NeedsApproval, and NotAllowed as `take_out`.
    """
    require_approval(tx)
    refuse_ended(tx.visit)
    embargo = _add(tx, wanted) if isinstance(wanted, Terms) else _chosen(tx, update, wanted.strip())
    if embargo.id != update.embargo_id:
        take_out(tx, update)
        update.embargo, update.waiting_since = embargo, tx.at
    note_approval(tx, update)


def take_out(tx: Transaction, update: Update) -> None:
    """Takes an update out of the embargo that it is under, if any, and tells the desk. Raises NotAllowed."""
    if update.embargo:
        if is_bound(update):
            tx.require(may_take_out, update)
        tx.tell_desk(DeskVerb.TAKE_OUT, update.public_id, note=update.embargo.title)
        update.embargo = None


def is_bound(update: Update) -> bool:
    """Whether an embargo that has not ended holds an update."""
    return update.embargo is not None and update.embargo.binds


def refuse_ended(visit: Visit) -> None:
    """Raises Refused in a visit that has ended, where nothing is published."""
    if visit.status is Status.ENDED:
        raise Refused(_("This visit has ended. Set it live again to keep a text under embargo, or save a draft."))


def find_open(tx: Transaction, public_id: str) -> Embargo:
    """An embargo of this visit that has not been released. Raises NotFound or Refused."""
    embargo = tx.session.scalar(_embargoes(tx.visit).where(Embargo.public_id == public_id))
    if embargo is None:
        raise NotFound(_("There is no such embargo in this visit."))
    if embargo.released_at:
        time = local_time(embargo.released_at, tx.visit.here)
        raise Refused(_("The embargo “%(title)s” was released at %(time)s.", title=embargo.title, time=time))
    return embargo


def new_embargo(tx: Transaction, terms: Terms) -> Embargo:
    """Adds an embargo. Raises Invalid."""
    title = check_terms(tx, terms)
    embargo = Embargo(visit_id=tx.visit.id, title=title, until=terms.until, set_at=tx.at, set_by_id=tx.by_id)
    embargo.city, embargo.zone = terms.place
    tx.session.add(embargo)
    tx.session.flush()
    return embargo


def check_terms(tx: Transaction, terms: Terms, changed: Embargo | None = None) -> str:
    """Validates the terms of an embargo, and returns its title; `changed` has those from before. Raises Invalid.

    No two open embargoes have the same title: people choose them by it.
    """
    errors: dict[str, str] = {}
    title, before = visible_line(terms.title), changed.until if changed else None
    if not title:
        errors[terms.field] = _("Say in a few words what it waits for, such as “When he speaks”.")
    check_length(errors, terms.field, _("The embargo"), title, TITLE_CHARACTERS)
    twin = None if errors else _called(tx, title)
    if twin and twin is not changed:
        errors[terms.field] = _("There is already an embargo called “%(title)s”.", title=twin.title)
    if terms.until and terms.until != before and terms.until <= tx.at:
        errors["until"] = _("Choose a time in the future.")
    if clock.is_outside(terms.until):
        errors["until"] = _(clock.OUTSIDE)
    city, zone = terms.place
    if terms.until and not city:
        errors["city"] = _("Name the city whose clocks count.")
    elif terms.until and zone not in zones.known():
        errors["city"] = _("The time zone of %(city)s is not known. Choose a city from the list.", city=city)
    if errors:
        raise Invalid(**errors)
    return title


def in_words(embargo: Embargo) -> str:
    """Until when it holds, as a part of a sentence: `until 18.10 Tokyo`."""
    if embargo.until is None:
        return _("until an editor releases it")
    return _("until %(time)s", time=local_time(embargo.until, embargo))


def named_in_words(embargo: Embargo) -> str:
    """Its title, and until when it holds: `When he speaks, until 18.10 Tokyo`."""
    return _("%(title)s, %(terms)s", title=embargo.title, terms=in_words(embargo))


def _chosen(tx: Transaction, update: Update, wanted: str) -> Embargo:
    if not wanted:
        if update.embargo and update.embargo.is_open:
            return update.embargo
        raise Invalid(embargo=_("Choose an embargo, or say in a few words what the text waits for."))
    known = tx.session.scalar(_embargoes(tx.visit).where(Embargo.public_id == wanted)) or _called(tx, wanted)
    if known and not known.is_open:
        released = _("The embargo “%(title)s” has been released. Choose another one, or publish.", title=known.title)
        raise Invalid(embargo=released)
    if known is None and _LOOKS_LIKE_AN_ID.fullmatch(wanted):
        raise Invalid(embargo=_("There is no such embargo in this visit. Choose another one."))
    return known or _add(tx, Terms(wanted, field="embargo"))


def _add(tx: Transaction, terms: Terms) -> Embargo:
    embargo = new_embargo(tx, terms)
    tx.tell_desk(DeskVerb.EMBARGO, embargo.public_id)
    return embargo


def _called(tx: Transaction, title: str) -> Embargo | None:
    """The open embargo with this title, whatever its capitals."""
    name = func.lower(Embargo.title) == visible_line(title).lower()
    return tx.session.scalar(_embargoes(tx.visit).where(Embargo.released_at.is_(None), name).limit(1))


def _embargoes(visit: Visit) -> Select[Embargo]:
    return select(Embargo).where(Embargo.visit_id == visit.id)
