"""The accounts of the desk as an admin sees them: with their teams, their second factor, and their last sign-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from blog.extensions import db
from blog.models import DeskSession, Passkey, PasswordReset, Reporter, Status, Visit
from blog.models.invitation import digest
from blog.models.reporter import IMPORTED_DOMAIN
from blog.queries.accounts import by_name
from blog.text.ordering import place_here

_LAST = {Status.ENDED: 1}


@dataclass(frozen=True)
class Person:
    """An account. `visits` are those that it is a member of, in order; an admin may write to all others too."""

    account: Reporter
    visits: Sequence[Visit]
    has_second_factor: bool
    signed_in_at: datetime | None


def people() -> Sequence[Person]:
    """All accounts, the active ones first, in five statements. The authors of imported archives are none."""
    wanted = select(Reporter).where(~Reporter.email.endswith(f"@{IMPORTED_DOMAIN}"))
    wanted = wanted.options(selectinload(Reporter.memberships))
    return _as_people(sorted(by_name(wanted), key=lambda account: not account.active))


def person(account_id: int) -> Person | None:
    """One account, as it is stored now."""
    account = db.session.get(Reporter, account_id, populate_existing=True)
    if account is None or account.email.endswith(f"@{IMPORTED_DOMAIN}"):
        return None
    return _as_people([account])[0]


def visits() -> Sequence[Visit]:
    """All visits that a team can be chosen for: those that have ended stand last."""
    return sorted(db.session.scalars(select(Visit)), key=lambda one: (_LAST.get(one.status, 0), place_here(one.title)))


def reset_by_token(token: str) -> PasswordReset | None:
    """The link to a new password that has this token. Whether it still works, `newsroom.resets.is_open` says."""
    return db.session.scalar(select(PasswordReset).where(PasswordReset.digest == digest(token)))


def _as_people(found: Sequence[Reporter]) -> Sequence[Person]:
    ids = [account.id for account in found]
    signed_in, keys, known = _signed_in(ids), _with_passkeys(ids), visits()
    return [
        Person(
            account,
            _of(account, known),
            bool(account.totp_secret) or account.id in keys,
            signed_in.get(account.id),
        )
        for account in found
    ]


def _of(account: Reporter, known: Sequence[Visit]) -> Sequence[Visit]:
    chosen = {membership.visit_id for membership in account.memberships}
    return [visit for visit in known if visit.id in chosen]


def _signed_in(ids: Sequence[int]) -> Mapping[int, datetime]:
    """The latest sign-in of those that ever signed in: an old one is forgotten only when there is a newer."""
    newest = select(DeskSession.reporter_id, func.max(DeskSession.created_at))
    rows = db.session.execute(newest.where(DeskSession.reporter_id.in_(ids)).group_by(DeskSession.reporter_id))
    return {account_id: at for account_id, at in rows if at is not None}


def _with_passkeys(ids: Sequence[int]) -> set[int]:
    return set(db.session.scalars(select(Passkey.reporter_id).where(Passkey.reporter_id.in_(ids)).distinct()))
