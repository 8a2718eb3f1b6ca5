"""Writes the audit. `record` is for acts that are no verbs of a visit; those the transaction records by itself.

An entry is part of the transaction of its act: either both are committed or neither is. It is never changed again, but
for personal fields that are erased, and never removed, but by `prune`.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.extensions import secret_keys
from blog.models import ApiKey, Reporter, Visit
from blog.models.account_act import AccountAct
from blog.models.audit import (
    ACCOUNTS,
    DETAIL_CHARACTERS,
    LOST,
    RESEALED,
    SUBJECT_CHARACTERS,
    AuditChain,
    AuditEntry,
    Door,
    chain_name,
    personal_digest,
)
from blog.models.session import ADDRESS_CHARACTERS
from blog.newsroom import origin
from blog.newsroom.origin import Origin
from blog.permissions import SYSTEM, Actor


def record(
    session: Session,
    act: AccountAct,
    *,
    by: Actor | None = None,
    about: Reporter | None = None,
    subject: str = "",
    detail: str = "",
) -> None:
    """Records an act of an account, in the transaction of `session`, which the caller commits.

        with commits.write_session() as session:
            reporter.role = Role(role)
            audit.record(session, AccountAct.CHANGE_ROLE, about=reporter, detail=role)

    Who acts, with the session, the key, the address and the door, is known from the request or the command. `by` names
    the account where nobody is signed in yet, as at a sign-in or at an invitation; it must have its id, so flush first.
    `about` is the account that the act concerns, unless that is who acts. `subject` is a slug, a public id or the name
    of a key. `detail` is a single word or a number, such as a role; never an address, a token or a text.

    Call it last in the transaction: on PostgreSQL it locks the chain of accounts until the commit. A new kind of act
    is a member of AccountAct and a sentence in `web/desk/audit_sentences.py`.
    """
    chain = accounts_chain(session)
    entry = AuditEntry(act=act.value, subject=subject[:SUBJECT_CHARACTERS], detail=detail[:DETAIL_CHARACTERS])
    here = origin.current()
    if by is None:
        _copy(entry, here, here.account_id, here.account_name)
    else:
        _sign(entry, by)
    if about is not None and about.id != entry.actor_id:
        entry.about_id, entry.about_name = about.id, about.name
    append(session, chain, entry)


def record_verb(
    session: Session,
    chain: AuditChain,
    act: str,
    by: Actor,
    subject: str = "",
    detail: str = "",
    about: Reporter | None = None,
) -> None:
    """Records an act in the chain of a visit, whose row the transaction has locked."""
    entry = AuditEntry(act=act, subject=subject[:SUBJECT_CHARACTERS], detail=detail[:DETAIL_CHARACTERS])
    _sign(entry, by)
    if about is not None:
        entry.about_id, entry.about_name = about.id, about.name
    append(session, chain, entry)


def _sign(entry: AuditEntry, by: Actor) -> None:
    """Writes into an entry who acted, and from where if the request is of that account.

    What the site does by itself has only a door: a reader who sets it off leaves no address.
    """
    here = origin.current()
    if by is SYSTEM:
        _copy(entry, Origin(Door.COMMAND if here.door is Door.COMMAND else Door.SYSTEM), None, "")
    else:
        _copy(entry, here if here.account_id in (None, by.id) else Origin(here.door), by.id, by.name)
        if isinstance(by.key, ApiKey):
            entry.door, entry.key_id = Door.API, by.key.id


def _copy(entry: AuditEntry, here: Origin, account_id: int | None, name: str) -> None:
    entry.door, entry.session_id, entry.key_id = here.door, here.session_id, here.key_id
    entry.actor_id, entry.actor_name = account_id, name or None
    entry.address = here.address[:ADDRESS_CHARACTERS] or None


def append(session: Session, chain: AuditChain, entry: AuditEntry) -> None:
    """Adds an entry to the end of a chain whose lock the transaction holds.

    If the seal of the chain does not hold, an entry before it says so: a new seal would hide that.
    """
    if not chain.holds(secret_keys()):
        _add(session, chain, AuditEntry(act=RESEALED, subject="", detail="", door=Door.SYSTEM))
    _add(session, chain, entry)


def _add(session: Session, chain: AuditChain, entry: AuditEntry) -> None:
    chain.length += 1
    entry.chain_id, entry.number, entry.previous = chain.id, chain.length, chain.hash
    entry.at, entry.count = entry.at or datetime.now(UTC), entry.count or 1
    entry.actor_digest = entry.about_digest = ""
    if any(entry.actor):
        entry.actor_salt = secrets.token_hex(16)
        entry.actor_digest = personal_digest(entry.actor_salt, entry.actor)
    if any(entry.about):
        entry.about_salt = secrets.token_hex(16)
        entry.about_digest = personal_digest(entry.about_salt, entry.about)
    entry.hash = chain.hash = entry.hash_in(chain.name)
    seal(chain)
    session.add(entry)


def seal(chain: AuditChain) -> None:
    """Signs a chain as it is now."""
    chain.seal = chain.sealed_with(secret_keys()[0])


def begin_chain(session: Session, visit: Visit) -> AuditChain:
    """Adds the chain of a new visit."""
    return _begin(session, AuditChain(name=chain_name(visit.id), visit_id=visit.id))


def accounts_chain(session: Session) -> AuditChain:
    """The chain of accounts, locked until the commit."""
    wanted = select(AuditChain).where(AuditChain.name == ACCOUNTS).with_for_update()
    chain = session.scalar(wanted.execution_options(populate_existing=True))
    return chain or lost(session, AuditChain(name=ACCOUNTS))


def lost(session: Session, chain: AuditChain) -> AuditChain:
    """Begins a chain anew whose row is gone, and says so in its first entry."""
    _begin(session, chain)
    _add(session, chain, AuditEntry(act=LOST, subject="", detail="", door=Door.SYSTEM))
    return chain


def _begin(session: Session, chain: AuditChain) -> AuditChain:
    chain.length = chain.pruned = 0
    chain.hash = chain.pruned_hash = ""
    seal(chain)
    session.add(chain)
    session.flush()
    return chain
