"""Starts, refreshes and ends the sessions of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from blog.models import AccountAct, DeskSession, Reporter
from blog.models.reporter import new_uniquifier
from blog.models.session import ADDRESS_CHARACTERS, DEVICE_CHARACTERS
from blog.newsroom import audit, commits, origin, transaction

REFRESH_SECONDS = 0.1
# How long sessions are stored after their last use, to show from where an account signed in.
RETENTION = timedelta(days=90)


def start(account_id: int, stamp: str, digest: str, *, address: str, device: str) -> None:
    """Starts a session on a device, which holds the token with this digest.

    `stamp` is the account's `fs_uniquifier` at the time when its password was checked.
    """
    at = transaction.current_time()
    with commits.write_session() as session:
        session.execute(delete(DeskSession).where(DeskSession.used_at < at - RETENTION))  # of all, who may not return
        new = DeskSession(digest=digest, reporter_id=account_id, stamp=stamp)
        new.created_at = new.used_at = new.proved_at = at
        new.address, new.device = address[:ADDRESS_CHARACTERS], device[:DEVICE_CHARACTERS]
        session.add(new)
        account = session.get_one(Reporter, account_id)
        session.flush()
        here = replace(origin.current(), account_id=account_id, account_name=account.name, session_id=new.id)
        with origin.acting(here):
            audit.record(session, AccountAct.SIGN_IN)


def keep_alive(session_id: int, *, address: str) -> None:
    """Records that a session is in use, and from where. Gives up quickly when the database is busy."""
    with commits.write_session(at_most=REFRESH_SECONDS) as session:
        values = {"used_at": transaction.current_time(), "address": address[:ADDRESS_CHARACTERS]}
        session.execute(update(DeskSession).where(DeskSession.id == session_id).values(values))


def prove(session_id: int) -> None:
    """Records that the person at a device has just shown who they are."""
    with commits.write_session() as session:
        values = {"proved_at": transaction.current_time()}
        session.execute(update(DeskSession).where(DeskSession.id == session_id).values(values))
        audit.record(session, AccountAct.CONFIRM_PASSWORD)


def end(session_id: int) -> None:
    """Ends one session."""
    with commits.write_session() as session:
        session.execute(
            update(DeskSession).where(DeskSession.id == session_id).values(ended_at=transaction.current_time())
        )
        audit.record(session, AccountAct.SIGN_OUT)


def end_own(account_id: int, session_id: int) -> None:
    """Ends one session of an account, if it is one."""
    own = DeskSession.id == session_id, DeskSession.reporter_id == account_id, DeskSession.ended_at.is_(None)
    with commits.write_session() as session:
        session.execute(update(DeskSession).where(*own).values(ended_at=transaction.current_time()))
        audit.record(session, AccountAct.END_SESSION)


@contextmanager
def ending_others(account_id: int, session_id: int, digest: str) -> Iterator[tuple[Session, Reporter]]:
    """A transaction that changes an account and ends its sessions, all but this one.

    This one goes on with another token, whose digest is given: a copy of the old one is worth nothing any more.
    """
    with commits.write_session() as session:
        account = session.get_one(Reporter, account_id, with_for_update=True)
        before = account.fs_uniquifier
        yield session, account
        account.fs_uniquifier = new_uniquifier()
        kept = DeskSession.id == session_id, DeskSession.stamp == before
        values = {"stamp": account.fs_uniquifier, "digest": digest, "used_at": transaction.current_time()}
        session.execute(update(DeskSession).where(*kept).values(values))


def end_others(account_id: int, session_id: int, digest: str) -> None:
    """Ends all sessions of an account but this one, which goes on with another token."""
    with ending_others(account_id, session_id, digest) as (session, _account):
        audit.record(session, AccountAct.SIGN_OUT_EVERYWHERE, detail="others")


def end_all(account_id: int) -> None:
    """Ends all sessions of an account."""
    with commits.write_session() as session:
        account = session.get_one(Reporter, account_id)
        account.fs_uniquifier = new_uniquifier()
        audit.record(session, AccountAct.SIGN_OUT_EVERYWHERE, about=account)
