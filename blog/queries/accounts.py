"""Accounts of the desk and their sign-in sessions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from sqlalchemy import Select, bindparam, exists, func, not_, or_, select
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import DeskSession, Passkey, RecoveryCode, Reporter, Role, Visit
from blog.models.reporter import IMPORTED_DOMAIN
from blog.models.session import IDLE
from blog.models.visit import now
from blog.permissions import is_member_of, team_of
from blog.text.ordering import place_here

_HAS_SECOND_FACTOR = or_(Reporter.totp_secret != "", exists().where(Passkey.reporter_id == Reporter.id))


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against, and the IP addresses the account has signed in from.

    `stamp` is the account's current one. If it has changed when the password check is done, the sign-in is refused.
    """

    account_id: int
    stamp: str
    email: str
    password: str
    active: bool
    addresses: frozenset[str]
    has_app: bool
    has_passkey: bool

    @property
    def has_second_factor(self) -> bool:
        return self.has_app or self.has_passkey


@dataclass(frozen=True)
class SignedIn:
    """A valid session and its account, and the visit that was asked for with them, if there is one."""

    session_id: int
    used_at: datetime
    proved_at: datetime
    account: Reporter
    has_second_factor: bool
    visit: Visit | None


def by_email(email: str) -> Reporter | None:
    """The account with this e-mail address."""
    return db.session.scalar(select(Reporter).where(Reporter.email == normalize("NFC", email).strip().lower()))


def by_id(account_id: int) -> Reporter | None:
    """The account with this id, as it is stored now."""
    return db.session.get(Reporter, account_id, populate_existing=True)


def everybody() -> Sequence[Reporter]:
    """All accounts of the desk, by name; the authors of imported archives are none."""
    return by_name(select(Reporter).where(~Reporter.email.endswith(f"@{IMPORTED_DOMAIN}")))


def names(account_ids: Collection[int]) -> Sequence[str]:
    """The names of these accounts, in order."""
    found = db.session.scalars(select(Reporter.name).where(Reporter.id.in_(account_ids)))
    return sorted(found, key=place_here)


def team(visit_id: int) -> Sequence[str]:
    """The names of the accounts that work at a visit's desk."""
    return sorted(db.session.scalars(select(Reporter.name).where(team_of(visit_id))), key=place_here)


def members(visit_id: int) -> Sequence[Reporter]:
    """The accounts that work at a visit's desk, admins too."""
    return by_name(select(Reporter).where(team_of(visit_id)))


def outsiders(visit_id: int) -> Sequence[Reporter]:
    """The accounts that could be added to the team of a visit."""
    wanted = select(Reporter).where(Reporter.active, Reporter.role != Role.ADMIN, ~is_member_of(visit_id))
    return by_name(wanted)


def by_name(wanted: Select[Reporter]) -> Sequence[Reporter]:
    """These accounts by name, in the order of the language of the page: that of a database is its own."""
    return sorted(db.session.scalars(wanted), key=lambda account: (place_here(account.name), account.id))


def credentials(email: str) -> Credentials | None:
    """The credentials of an account. Gives the database connection back, because the password check is slow."""
    try:
        account = by_email(email)
        return _credentials(account) if account else None
    finally:
        db.session.rollback()


def credentials_of(account_id: int) -> Credentials | None:
    """The same of the account with this id."""
    account = by_id(account_id)
    return _credentials(account) if account else None


def _credentials(account: Reporter) -> Credentials:
    known = select(DeskSession.address).where(DeskSession.reporter_id == account.id).distinct()
    return Credentials(
        account_id=account.id,
        stamp=account.fs_uniquifier,
        email=account.email,
        password=account.password,
        active=account.active,
        addresses=frozenset(db.session.scalars(known)),
        has_app=bool(account.totp_secret),
        has_passkey=bool(passkeys_of(account.id)),
    )


def passkeys_of(account_id: int) -> Sequence[Passkey]:
    """The passkeys of an account, the oldest first."""
    return db.session.scalars(select(Passkey).where(Passkey.reporter_id == account_id).order_by(Passkey.id)).all()


def passkey(credential_id: bytes) -> Passkey | None:
    """The passkey that devices know by this id."""
    return db.session.scalar(select(Passkey).where(Passkey.credential_id == credential_id)) if credential_id else None


def recovery_codes_left(account_id: int) -> int:
    """How many recovery codes an account has not used."""
    wanted = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.reporter_id == account_id)
    return db.session.scalar(wanted) or 0


def signed_in(digests: Collection[str], slug: str | None = None) -> SignedIn | None:
    """The valid session with one of these digests, and its account with its memberships.

    With it the visit with this slug, alone, whether or not the account may know of it.
    """
    values = {"digests": list(digests), "slug": slug, "since": now() - IDLE}
    row = db.session.execute(_SIGNED_IN, values).unique().first()
    return SignedIn(row[0].id, row[0].used_at, row[0].proved_at, *row[1:]) if row else None


def is_off(digests: Collection[str]) -> bool:
    """Whether one of these digests is that of a session whose account was switched off."""
    wanted = select(DeskSession.id).join(Reporter, Reporter.id == DeskSession.reporter_id)
    found = wanted.where(DeskSession.digest.in_(digests), DeskSession.ended_at.is_(None), not_(Reporter.active))
    return db.session.scalar(found) is not None


def sessions_of(account_id: int) -> Sequence[DeskSession]:
    """The valid sessions of an account, the one used last first."""
    wanted = _valid_sessions().where(DeskSession.reporter_id == account_id)
    return db.session.scalars(wanted.order_by(DeskSession.used_at.desc(), DeskSession.id.desc())).all()


def holders(session_ids: Collection[int]) -> dict[int, Reporter]:
    """The accounts of those of these sessions that are still valid, with their memberships, in one query.

    Without those that were asked for a second factor since, and have none.
    """
    may_be_there = or_(not_(Reporter.needs_second_factor), _HAS_SECOND_FACTOR)
    wanted = (
        _valid_sessions().where(DeskSession.id.in_(session_ids), may_be_there).options(joinedload(Reporter.memberships))
    )
    return {row[0].id: row[1] for row in db.session.execute(wanted).unique()}


def _valid_sessions() -> Select[DeskSession, Reporter]:
    return _sessions().where(DeskSession.used_at > now() - IDLE)


def _sessions() -> Select[DeskSession, Reporter]:
    joined = select(DeskSession, Reporter).join(Reporter, Reporter.id == DeskSession.reporter_id)
    return joined.where(
        DeskSession.ended_at.is_(None),
        DeskSession.stamp == Reporter.fs_uniquifier,
        Reporter.active,
    )


# Prepared once: every request at the desk asks it.
_SIGNED_IN = (
    _sessions()
    .add_columns(_HAS_SECOND_FACTOR, Visit)
    .outerjoin(Visit, Visit.slug == bindparam("slug"))
    .where(DeskSession.used_at > bindparam("since"), DeskSession.digest.in_(bindparam("digests", expanding=True)))
    .options(joinedload(Reporter.memberships))
)
