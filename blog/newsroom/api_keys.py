"""Makes and revokes API keys, and records their use."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy import update as sql_update
from sqlalchemy.orm import Session

from blog.models import AccountAct, ApiKey, ApiKeyVisit, Reporter, Scope, Visit
from blog.models.api_key import SHOWN_CHARACTERS, joined, new_token, token_digest
from blog.models.limits import NAME_CHARACTERS
from blog.newsroom import acting, audit, commits, transaction
from blog.newsroom.errors import Invalid, NotAllowed, NotFound
from blog.newsroom.wording import check_length, visible_line
from blog.permissions import SYSTEM, ActorId, may_manage_keys, writable_visits
from blog.translation import _

# A key in use is a busy one: its time of use is written no more often than this.
NOTED_EVERY = timedelta(minutes=1)
NOTE_SECONDS = 0.1


def make(
    account_id: int,
    *,
    name: str,
    scopes: Collection[str],
    visits: Collection[str] | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Makes a key for an account, and returns it with its token, which is not stored.

    `visits` are the slugs of those that it is for; None for all. Raises Invalid.
    """
    token, at = new_token(), transaction.current_time()
    with commits.write_session() as session:
        account = session.get_one(Reporter, account_id)
        errors: dict[str, str] = {}
        key = ApiKey(reporter_id=account.id, prefix=token[:SHOWN_CHARACTERS], digest=token_digest(token))
        key.name, key.scope_words = _name(name, errors), _scopes(scopes, errors)
        key.for_all_visits = visits is None
        key.visits = _visits(session, account, visits or (), errors)
        if visits is not None and not visits:
            errors["visits"] = _("Choose a visit, or all.")
        if expires_at and expires_at <= at:
            errors["expires"] = _("Choose a time in the future.")
        if errors:
            raise Invalid(**errors)
        key.created_at, key.expires_at = at, expires_at
        session.add(key)
        session.flush()
        audit.record(session, AccountAct.MAKE_KEY, about=account, subject=key.prefix, detail=key.scope_words)
        key.reporter, key.visits  # noqa: B018 — loaded for who shows the key
        return key, token


def revoke(prefix: str, by_id: ActorId) -> None:
    """Ends a key for good, which is named by its prefix. Raises NotFound, and NotAllowed for somebody else's."""
    with commits.write_session() as session:
        key = session.scalar(select(ApiKey).where(ApiKey.prefix == prefix))
        if key is None:
            raise NotFound(_("There is no key that begins with %(prefix)s.", prefix=prefix))
        by = acting.actor(session, by_id)
        if by is not SYSTEM and not may_manage_keys(by, key.reporter_id):
            raise NotAllowed(may_manage_keys.refusal)
        if key.revoked_at is None:
            key.revoked_at = transaction.current_time()
            audit.record(session, AccountAct.REVOKE_KEY, about=key.reporter, subject=key.prefix)


def revoke_all(session: Session, account_id: int) -> None:
    """Ends all keys of an account, as part of another change."""
    of_account = sql_update(ApiKey).where(ApiKey.reporter_id == account_id, ApiKey.revoked_at.is_(None))
    session.execute(of_account.values(revoked_at=transaction.current_time()))


def note_use(key_id: int) -> None:
    """Records that a key is in use. Gives up quickly when the database is busy."""
    at = transaction.current_time()
    is_due = or_(ApiKey.used_at.is_(None), ApiKey.used_at < at - NOTED_EVERY)
    with commits.write_session(at_most=NOTE_SECONDS) as session:
        session.execute(sql_update(ApiKey).where(ApiKey.id == key_id, is_due).values(used_at=at))


def _name(text: str, errors: dict[str, str]) -> str:
    name = visible_line(text)
    if not name:
        errors["name"] = _("Say in a few words what uses the key, such as “Wire import”.")
    check_length(errors, "name", _("The name"), name, NAME_CHARACTERS)
    return name


def _scopes(words: Collection[str], errors: dict[str, str]) -> str:
    known = [scope for scope in Scope if scope in words]
    if not words:
        errors["scopes"] = _("Choose at least one thing that the key may do.")
    elif set(words) - set(Scope):
        errors["scopes"] = _("Choose one or more of %(words)s.", words=", ".join(Scope))
    return joined(known)


def _visits(session: Session, account: Reporter, slugs: Collection[str], errors: dict[str, str]) -> list[ApiKeyVisit]:
    wanted = select(Visit).where(Visit.slug.in_(slugs), writable_visits(account)).order_by(Visit.id)
    found = session.scalars(wanted).all() if slugs else ()
    if missing := set(slugs) - {visit.slug for visit in found}:
        names = ", ".join(sorted(missing))
        errors["visits"] = _("The account writes to no visit %(names)s.", names=names)
    return [ApiKeyVisit(visit=visit) for visit in found]
