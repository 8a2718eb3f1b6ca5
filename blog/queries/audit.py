"""Reads the audit: which entries there are, newest first, of all chains or of one visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select

from blog.extensions import db
from blog.models import AccountAct, AuditChain, AuditEntry, Reporter, Visit
from blog.queries.accounts import by_name

ON_A_PAGE = 60
BATCH_SIZE = 500
# Who acts where no account does, and whoever was erased.
NOBODY, ERASED = "dateline", "erased"

_SIGN_INS = (
    *(AccountAct.SIGN_IN, AccountAct.SIGN_OUT, AccountAct.SIGN_OUT_EVERYWHERE, AccountAct.END_SESSION),
    *(AccountAct.CONFIRM_PASSWORD, AccountAct.REFUSE_SIGN_IN),
)
_REFUSALS = (AccountAct.REFUSE_SIGN_IN, AccountAct.REFUSE_ACT)
_KEYS = (
    *(AccountAct.MAKE_KEY, AccountAct.CHANGE_KEY, AccountAct.REVOKE_KEY),
    *(act for act in AccountAct if "webhook" in act or act in (AccountAct.ROTATE_SECRET, AccountAct.SEND_AGAIN)),
)
# Kinds of acts that one may ask for: acts of accounts, or the modules of the verbs of visits.
OF_ACCOUNTS: Mapping[str, Sequence[AccountAct]] = {
    "sign-ins": _SIGN_INS,
    "refusals": _REFUSALS,
    "keys": _KEYS,
    "accounts": [act for act in AccountAct if act not in {*_SIGN_INS, *_REFUSALS, *_KEYS}],
}
OF_VISITS: Mapping[str, Sequence[str]] = {
    "updates": ("updates", "drafts", "handins", "claims", "embargoes", "following"),
    "banner": ("banner", "visits", "itinerary"),
    "notes": ("notes", "handovers", "reports"),
    "media": ("media", "attachments", "unused_media"),
    "set-up": (
        *("people", "speaker_lists", "removal", "ordering", "copying", "ready_texts", "importing", "team"),
        "engagements",
    ),
}


@dataclass(frozen=True)
class AuditQuery:
    """What to list; empty means all. `who` is an account's e-mail address, NOBODY or ERASED."""

    who: str = ""
    act: str = ""
    door: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Recorded:
    """An entry with its visit, if it is of one."""

    entry: AuditEntry
    slug: str | None


@dataclass(frozen=True)
class AuditPage:
    """Entries, newest first, and the position before which the earlier ones are; None when there are none."""

    entries: Sequence[Recorded]
    earlier: int | None


def page(visit_id: int | None, asked: AuditQuery, before: int | None = None, *, zone: str = "UTC") -> AuditPage:
    """A page of the audit of a visit, or of everything, in one statement."""
    found = batch(visit_id, asked, before, ON_A_PAGE + 1, zone=zone)
    shown = found[:ON_A_PAGE]
    return AuditPage(shown, shown[-1].entry.id if len(found) > ON_A_PAGE else None)


def batch(
    visit_id: int | None, asked: AuditQuery, before: int | None, most: int = BATCH_SIZE, *, zone: str = "UTC"
) -> Sequence[Recorded]:
    """The newest entries before a position."""
    wanted = _selected(visit_id, asked, zone)
    earlier = wanted.where(AuditEntry.id < before) if before else wanted
    rows = db.session.execute(earlier.order_by(AuditEntry.id.desc()).limit(most))
    return [Recorded(entry, slug) for entry, slug in rows]


def people(visit_id: int | None) -> Sequence[Reporter]:
    """The accounts that have acted, by name."""
    acted = select(AuditEntry.actor_id).where(AuditEntry.actor_id.is_not(None))
    if visit_id:
        acted = acted.join(AuditChain, AuditChain.id == AuditEntry.chain_id).where(AuditChain.visit_id == visit_id)
    return by_name(select(Reporter).where(Reporter.id.in_(acted)))


def is_known(who: str) -> bool:
    """Whether an account has this address, or it is one of the other words for who acts."""
    return who in (NOBODY, ERASED) or db.session.scalar(select(Reporter.id).where(Reporter.email == who)) is not None


def bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """When a day begins and ends in a time zone."""
    begin, end = (datetime.combine(one, time(), ZoneInfo(zone)) for one in (day, day + timedelta(days=1)))
    return begin, end


def _selected(visit_id: int | None, asked: AuditQuery, zone: str) -> Any:
    joined = select(AuditEntry, Visit.slug).join(AuditChain, AuditChain.id == AuditEntry.chain_id)
    wanted = joined.outerjoin(Visit, Visit.id == AuditChain.visit_id).where(*_by(asked.who), *_acts(asked.act))
    if visit_id:
        wanted = wanted.where(AuditChain.visit_id == visit_id)
    if asked.door:
        wanted = wanted.where(AuditEntry.door == asked.door)
    if asked.day:
        begin, end = bounds(asked.day, zone)
        wanted = wanted.where(AuditEntry.at >= begin, AuditEntry.at < end)
    return wanted


def _by(who: str) -> Sequence[ColumnElement[bool]]:
    if not who:
        return ()
    if who == NOBODY:
        return (AuditEntry.actor_digest == "",)
    if who == ERASED:
        return (and_(AuditEntry.actor_digest != "", AuditEntry.actor_id.is_(None), AuditEntry.address.is_(None)),)
    return (AuditEntry.actor_id.in_(select(Reporter.id).where(Reporter.email == who)),)


def _acts(kind: str) -> Sequence[ColumnElement[bool]]:
    if kind in OF_ACCOUNTS:
        return (AuditEntry.act.in_([act.value for act in OF_ACCOUNTS[kind]]),)
    if kind in OF_VISITS:
        return (or_(*(AuditEntry.act.startswith(f"{module}.", autoescape=True) for module in OF_VISITS[kind])),)
    return ()
