"""Links with which an account chooses a new password: made by an admin, or asked for by whoever has forgotten it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blog.models import PasswordReset, Reporter
from blog.models.account_act import AccountAct
from blog.models.invitation import digest, new_token
from blog.newsroom import account_fields, audit, commits, transaction
from blog.newsroom.administration import administration, find
from blog.newsroom.errors import NotFound, Refused
from blog.newsroom.invitations import DEAD_LINK
from blog.permissions import ActorId
from blog.translation import _

LIFETIME = timedelta(hours=1)


def make(by_id: ActorId, account_id: int) -> str:
    """Makes a link for an account, and returns its token. An earlier link ends."""
    with administration(by_id) as (session, _by):
        account = find(session, account_id)
        if not account.active:
            raise Refused(_("%(name)s is switched off. Switch the account on first.", name=account.name))
        token = _make(session, account)
        audit.record(session, AccountAct.ASK_FOR_RESET, about=account)
        return token


def ask(account_id: int) -> str | None:
    """Makes a link for whoever has forgotten the password, and returns its token; None for a switched-off account."""
    with commits.write_session() as session:
        account = session.get(Reporter, account_id, with_for_update={"key_share": True})
        if account is None or not account.active:
            return None
        token = _make(session, account)
        audit.record(session, AccountAct.ASK_FOR_RESET, about=account)
        return token


def choose(token: str, password: str) -> int:
    """Sets the password of the account that a link is for, which signs it out everywhere; returns the account's id."""
    hashed = account_fields.hashed(password, {})
    with commits.write_session() as session:
        wanted = select(PasswordReset).where(PasswordReset.digest == digest(token)).with_for_update()
        reset = session.scalar(wanted)
        if reset is None or not is_open(reset):
            raise NotFound(_(DEAD_LINK))
        reset.account.password = hashed
        session.delete(reset)
        audit.record(session, AccountAct.RESET_PASSWORD, by=reset.account)
        return reset.reporter_id


def is_open(reset: PasswordReset) -> bool:
    """Whether a link still works: in its hour, and while the account and its password are as they were."""
    account = reset.account
    is_in_time = reset.expires_at > transaction.current_time()
    return is_in_time and account.active and reset.of_password == digest(account.password)


def _make(session: Session, account: Reporter) -> str:
    token = new_token()
    session.execute(delete(PasswordReset).where(PasswordReset.reporter_id == account.id))
    reset = PasswordReset(reporter_id=account.id, digest=digest(token), of_password=digest(account.password))
    reset.expires_at = transaction.current_time() + LIFETIME
    session.add(reset)
    return token
