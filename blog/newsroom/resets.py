"""Links with which an account chooses a new password: made by an admin, or asked for by whoever has forgotten it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blog.models import PasswordReset, QueuedMail, Reporter
from blog.models.account_act import AccountAct
from blog.models.invitation import digest
from blog.newsroom import account_fields, audit, commits, mails, transaction
from blog.newsroom.administration import administration, find
from blog.newsroom.errors import NotFound, Refused
from blog.newsroom.invitations import DEAD_LINK
from blog.newsroom.mails import NewLink
from blog.permissions import ActorId
from blog.translation import _

LIFETIME = timedelta(hours=1)


def make(by_id: ActorId, account_id: int) -> str:
    """Makes a link for an account, and returns its token. An earlier link ends."""
    with administration(by_id) as (session, _by):
        account = find(session, account_id)
        if not account.active:
            raise Refused(_("%(name)s is switched off. Switch the account on first.", name=account.name))
        link = mails.new_link()
        _make(session, account, link)
        audit.record(session, AccountAct.MAKE_RESET, about=account)
        return link.token


def ask(account_id: int | None) -> None:
    """Mails a link to whoever has forgotten the password. An account that is switched off gets none, nor does None,
    which takes as long: nobody learns by asking whether there is an account."""
    with commits.write_session() as session:
        account = session.get(Reporter, account_id, with_for_update={"key_share": True}) if account_id else None
        if account is None or not account.active:
            mails.queue_nothing(session)
            return
        link = mails.new_link()
        mails.queue(session, link, _make(session, account, link))
        audit.record(session, AccountAct.ASK_FOR_RESET, about=account)


def choose(token: str, password: str) -> int:
    """Sets the password of the account that a link is for, which signs it out everywhere; returns the account's id."""
    hashed = account_fields.hashed(password, {})
    with commits.write_session() as session:
        wanted = select(PasswordReset).where(PasswordReset.digest == digest(token)).with_for_update()
        reset = session.scalar(wanted)
        if reset is None or not is_open(reset):
            raise NotFound(_(DEAD_LINK))
        reset.account.password = hashed
        mails.take_out(session, QueuedMail.reset_of_id == reset.reporter_id)
        session.delete(reset)
        audit.record(session, AccountAct.RESET_PASSWORD, by=reset.account)
        return reset.reporter_id


def is_open(reset: PasswordReset) -> bool:
    """Whether a link still works: in its hour, and while the account and its password are as they were."""
    account = reset.account
    is_in_time = reset.expires_at > transaction.current_time()
    return is_in_time and account.active and reset.of_password == digest(account.password)


def _make(session: Session, account: Reporter, link: NewLink) -> PasswordReset:
    mails.take_out(session, QueuedMail.reset_of_id == account.id)
    session.execute(delete(PasswordReset).where(PasswordReset.reporter_id == account.id))
    reset = PasswordReset(reporter_id=account.id, digest=digest(link.token), of_password=digest(account.password))
    reset.expires_at = transaction.current_time() + LIFETIME
    session.add(reset)
    return reset
