"""Refusals that are still being counted, as the entries of the audit that they will become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from blog.extensions import db
from blog.models import AccountAct, AuditTally, Reporter
from blog.queries.audit import ERASED, NOBODY, OF_ACCOUNTS, AuditQuery, Recorded, bounds

MOST_SHOWN = 30


@dataclass(frozen=True)
class Counting:
    """How many refusals are being counted, the newest entries that they will become, and how many more there are."""

    refusals: int
    shown: Sequence[Recorded]
    more: int


def counting(asked: AuditQuery, most: int | None = MOST_SHOWN, *, zone: str = "UTC") -> Counting:
    """What is being counted, in two statements. At most so many entries are made."""
    where = [*_by(asked.who), *_acts(asked.act)]
    if asked.door:
        where.append(AuditTally.door == asked.door)
    if asked.day:
        begin, end = bounds(asked.day, zone)
        where += [AuditTally.began_at >= begin, AuditTally.began_at < end]
    number, rows = db.session.execute(
        select(func.coalesce(func.sum(AuditTally.count), 0), func.count()).where(*where)
    ).one()
    wanted = select(AuditTally, Reporter).outerjoin(Reporter, Reporter.id == AuditTally.account_id).where(*where)
    newest = wanted.order_by(AuditTally.began_at.desc(), AuditTally.id.desc()).limit(most)
    shown = [Recorded(tally.entry(account), None) for tally, account in db.session.execute(newest)]
    return Counting(number, shown, rows - len(shown))


def _by(who: str) -> Sequence[ColumnElement[bool]]:
    """A refused sign-in is by nobody: perhaps it was not the account's own."""
    is_sign_in = AuditTally.act == AccountAct.REFUSE_SIGN_IN
    if not who:
        return ()
    if who == NOBODY:
        return (and_(AuditTally.address == "", or_(is_sign_in, AuditTally.account_id == 0)),)
    if who == ERASED:
        return (false(),)
    return (~is_sign_in, AuditTally.account_id.in_(select(Reporter.id).where(Reporter.email == who)))


def _acts(kind: str) -> Sequence[ColumnElement[bool]]:
    if not kind:
        return ()
    return (AuditTally.act.in_([act.value for act in OF_ACCOUNTS.get(kind, ())]),)
