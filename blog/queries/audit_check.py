"""Verifies the chains of the audit: names an entry that was changed or removed, the last ones included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from blog.extensions import db, secret_keys
from blog.models import AuditChain, AuditEntry
from blog.models.audit import ACCOUNTS, LOST, RESEALED, chain_name
from blog.queries.audit_guards import missing
from blog.steps import Steps, untold
from blog.translation import N_, _, ngettext

BATCH_SIZE = 500
# What the writer of the audit noticed when it went on.
BROKEN = {
    LOST: N_("what was there before entry %(number)s of the audit was removed as a whole"),
    RESEALED: N_(
        "before entry %(number)s the end of the audit was rewritten, or SECRET_KEY was changed without SECRET_KEY_OLD"
    ),
}


@dataclass(frozen=True)
class ChainReport:
    """The number of the newest entry of a chain, its hash, how many entries there are, and what is wrong."""

    name: str
    length: int
    hash: str
    entries: int
    wrong: Sequence[str]


def check_accounts(steps: Steps = untold) -> ChainReport:
    """Verifies the chain of accounts, and that the database refuses to change entries of any."""
    report, off = _check(ACCOUNTS, steps), missing(db.session())
    gone = [_("the database no longer refuses changes: its trigger %(name)s is off", name=name) for name in off]
    return replace(report, wrong=[*report.wrong, *gone])


def check_visit(visit_id: int, steps: Steps = untold) -> ChainReport:
    """Verifies the chain of a visit. A step is an entry."""
    return _check(chain_name(visit_id), steps)


def size(visit_id: int | None = None) -> int:
    """How many steps it has to check a visit, or all visits and the accounts."""
    entries = select(func.coalesce(func.sum(AuditChain.length - AuditChain.pruned), 0))
    if visit_id is not None:
        entries = entries.where(AuditChain.name == chain_name(visit_id))
    return db.session.scalar(entries) or 0


def _check(name: str, steps: Steps) -> ChainReport:
    chain = db.session.scalar(select(AuditChain).where(AuditChain.name == name))
    if chain is None:
        return ChainReport(name, 0, "", 0, [_("the whole audit is missing")])
    reader = _Reader(chain)
    wrong = list(reader.read(steps))
    return ChainReport(name, chain.length, chain.hash, reader.entries, wrong)


class _Reader:
    """Reads a chain from its first entry, or from where it was pruned."""

    def __init__(self, chain: AuditChain) -> None:
        self._chain = chain
        self._number, self._hash = chain.pruned, chain.pruned_hash
        self.entries = 0

    def read(self, steps: Steps) -> Iterator[str]:
        """A sentence for everything that is wrong."""
        chain = self._chain
        for entry in _entries(chain):
            self.entries += 1
            steps()
            if entry.number != self._number + 1:
                yield _missing(self._number + 1, entry.number - 1)
            elif entry.previous != self._hash:
                yield _("entry %(number)s of the audit does not follow the one before it", number=entry.number)
            yield from _changes(entry, chain.name)
            if entry.act in BROKEN:
                yield _(BROKEN[entry.act], number=entry.number)
            self._number, self._hash = entry.number, entry.hash
        if self._number < chain.length:
            yield _missing(self._number + 1, chain.length)
        elif (self._number, self._hash) != (chain.length, chain.hash):
            yield _("the audit goes on past its end, or its last entry is not the one that was written")
        if not chain.holds(secret_keys()):
            yield _("the seal of the audit is wrong: its end was rewritten, or SECRET_KEY is another (SECRET_KEY_OLD)")


def _changes(entry: AuditEntry, name: str) -> Iterator[str]:
    keys = secret_keys()
    if entry.hash != entry.hash_in(name):
        yield _("entry %(number)s of the audit was changed", number=entry.number)
    elif not entry.holds_actor(keys):
        yield _("entry %(number)s of the audit was changed: who acted", number=entry.number)
    elif not entry.holds_about(keys):
        yield _("entry %(number)s of the audit was changed: whom it concerned", number=entry.number)


def _missing(first: int, last: int) -> str:
    count = last - first + 1
    return ngettext(
        "entry %(first)s of the audit was removed",
        "entries %(first)s to %(last)s of the audit were removed",
        count,
        first=first,
        last=last,
    )


def _entries(chain: AuditChain) -> Iterator[AuditEntry]:
    wanted = select(AuditEntry).where(AuditEntry.chain_id == chain.id).order_by(AuditEntry.number)
    yield from db.session.scalars(wanted.execution_options(yield_per=BATCH_SIZE))
