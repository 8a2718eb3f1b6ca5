"""Counts refused sign-ins and refused acts, for the audit.

They are counted in memory, because somebody may try thousands in a minute; a background thread writes the counts once a
second, and makes an entry of each once its ten minutes are over.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from blog.extensions import db
from blog.models import AccountAct, AuditTally, Door, Reporter
from blog.models.audit import SUBJECT_CHARACTERS
from blog.models.audit_tally import COUNTED_TOGETHER
from blog.models.session import ADDRESS_CHARACTERS
from blog.newsroom import audit, commits
from blog.newsroom.transaction import current_time

# How many different refusals a process counts apart within ten minutes; the rest are counted without their address, so
# that a flood from ever new addresses leaves no more entries than this, and one for each account.
MOST_KINDS = 5_000
# How many counts become entries at a time: the chain of accounts is locked meanwhile.
BATCH_SIZE = 200


class Refusal(NamedTuple):
    """What is counted together: the columns of AuditTally."""

    act: str
    account_id: int
    address: str
    subject: str
    began_at: datetime
    door: str


class Counts:
    """The refusals of a process: `waiting` are not written yet, `apart` are those of the ten minutes that run."""

    def __init__(self) -> None:
        self.waiting = Counter[Refusal]()
        self._apart = set[Refusal]()
        self._began_at: datetime | None = None

    def add(self, refusal: Refusal) -> None:
        """Counts one, without its address if too many have been counted apart."""
        if refusal.began_at != self._began_at:
            self._apart, self._began_at = set(), refusal.began_at
        if refusal not in self._apart and len(self._apart) >= MOST_KINDS:
            refusal = refusal._replace(address="")
        else:
            self._apart.add(refusal)
        self.waiting[refusal] += 1

    def take(self) -> Counter[Refusal]:
        """What is not written yet, which is forgotten here."""
        taken, self.waiting = self.waiting, Counter()
        return taken


_known: WeakKeyDictionary[Engine, Counts] = WeakKeyDictionary()


def count(act: AccountAct, account_id: int | None, *, address: str, subject: str = "", door: Door = Door.FORM) -> None:
    """Counts a refusal. `account_id` is who asked, or whose account was tried; None for one that does not exist."""
    began_at, where = _beginning(current_time()), address[:ADDRESS_CHARACTERS]
    _counts().add(Refusal(act.value, account_id or 0, where, subject[:SUBJECT_CHARACTERS], began_at, door))


def write() -> None:
    """Writes what was counted since the last time, and makes entries of the counts whose time is over."""
    counted = _counts().take()
    is_over = AuditTally.began_at <= current_time() - COUNTED_TOGETHER
    has_ended = db.session.scalar(select(AuditTally.id).where(is_over).limit(1)) is not None
    db.session.rollback()
    if not counted and not has_ended:
        return
    try:
        with commits.write_session() as session:
            _add(session, counted)
            if has_ended:
                over = select(AuditTally).where(is_over).order_by(AuditTally.began_at, AuditTally.id)
                _close(session, list(session.scalars(over.limit(BATCH_SIZE).with_for_update(skip_locked=True))))
    except BaseException:
        _counts().waiting.update(counted)  # for the next time
        raise


def _counts() -> Counts:
    return _known.setdefault(db.engine, Counts())


def _add(session: Session, counted: Counter[Refusal]) -> None:
    """Adds the counts to those that are there, in an order of their own, so that two processes cannot block another."""
    rows = [{**refusal._asdict(), "count": count} for refusal, count in sorted(counted.items())]
    if not rows:
        return
    dialect = session.get_bind().dialect.name
    statement = (postgresql if dialect == "postgresql" else sqlite).insert(AuditTally)
    same = [AuditTally.act, AuditTally.account_id, AuditTally.address, AuditTally.subject, AuditTally.began_at]
    more = {"count": AuditTally.count + statement.excluded.count}
    session.execute(statement.on_conflict_do_update(index_elements=same, set_=more), rows)


def _close(session: Session, tallies: list[AuditTally]) -> None:
    if not tallies:
        return
    ids = {tally.account_id for tally in tallies}
    accounts = {account.id: account for account in session.scalars(select(Reporter).where(Reporter.id.in_(ids)))}
    chain = audit.accounts_chain(session)
    for tally in tallies:
        audit.append(session, chain, tally.entry(accounts.get(tally.account_id)))
    session.execute(delete(AuditTally).where(AuditTally.id.in_([tally.id for tally in tallies])))


def _beginning(moment: datetime) -> datetime:
    """The beginning of the ten minutes in which a moment lies."""
    seconds = int(COUNTED_TOGETHER.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, UTC)
