"""Accounts of the desk and their sign-in sessions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import DeskSession, Reporter
from blog.models.session import IDLE
from blog.models.visit import now
from blog.permissions import team_of


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against, and the IP addresses the account has signed in from.

    `stamp` is the account's current one. If it has changed when the password check is done, the sign-in is refused.
    """

    account_id: int
    stamp: str
    password: str
    active: bool
    addresses: frozenset[str]


@dataclass(frozen=True)
class SignedIn:
    """A valid session and its account."""

    session_id: int
    used_at: datetime
    proved_at: datetime
    account: Reporter


def by_email(email: str) -> Reporter | None:
    """The account with this e-mail address."""
    return db.session.scalar(select(Reporter).where(Reporter.email == normalize("NFC", email).strip().lower()))


def by_id(account_id: int) -> Reporter | None:
    """The account with this id, as it is stored now."""
    return db.session.get(Reporter, account_id, populate_existing=True)


def names(account_ids: Collection[int]) -> Sequence[str]:
    """The names of these accounts, in order."""
    return db.session.scalars(select(Reporter.name).where(Reporter.id.in_(account_ids)).order_by(Reporter.name)).all()


def team(visit_id: int) -> Sequence[str]:
    """The names of the accounts that work at a visit's desk."""
    return db.session.scalars(select(Reporter.name).where(team_of(visit_id)).order_by(Reporter.name)).all()


def credentials(email: str) -> Credentials | None:
    """The credentials of an account. Gives the database connection back, because the password check is slow."""
    try:
        account = by_email(email)
        if account is None:
            return None
        known = select(DeskSession.address).where(DeskSession.reporter_id == account.id).distinct()
        addresses = frozenset(db.session.scalars(known))
        return Credentials(account.id, account.fs_uniquifier, account.password, account.active, addresses)
    finally:
        db.session.rollback()


def signed_in(digests: Collection[str]) -> SignedIn | None:
    """The valid session with one of these digests, and its account."""
    row = db.session.execute(_valid_sessions().where(DeskSession.digest.in_(digests))).first()
    return SignedIn(row[0].id, row[0].used_at, row[0].proved_at, row[1]) if row else None


def sessions_of(account_id: int) -> Sequence[DeskSession]:
    """The valid sessions of an account, the one used last first."""
    wanted = _valid_sessions().where(DeskSession.reporter_id == account_id)
    return db.session.scalars(wanted.order_by(DeskSession.used_at.desc(), DeskSession.id.desc())).all()


def holders(session_ids: Collection[int]) -> dict[int, Reporter]:
    """The accounts of those of these sessions that are still valid, with their memberships, in one query."""
    wanted = _valid_sessions().where(DeskSession.id.in_(session_ids)).options(joinedload(Reporter.memberships))
    return {row[0].id: row[1] for row in db.session.execute(wanted).unique()}


def _valid_sessions() -> Select[DeskSession, Reporter]:
    joined = select(DeskSession, Reporter).join(Reporter, Reporter.id == DeskSession.reporter_id)
    return joined.where(
        DeskSession.ended_at.is_(None),
        DeskSession.stamp == Reporter.fs_uniquifier,
        Reporter.active,
        DeskSession.used_at > now() - IDLE,
    )
