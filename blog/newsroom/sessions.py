"""Sessions of the desk: begin one, keep it alive while it is used, end it, end all those of an account."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update

from blog.models import DeskSession, Reporter
from blog.models.reporter import new_uniquifier
from blog.models.session import ADDRESS_CHARACTERS, DEVICE_CHARACTERS
from blog.newsroom import transaction

NOTE_SECONDS = 0.1
# How long a session that is over tells from where its account signs in.
REMEMBERED = timedelta(days=90)


def start(account_id: int, stamp: str, digest: str, *, address: str, device: str) -> None:
    """Signs an account in on a device, which keeps the token of this digest. `stamp` is the account's when its password
    was found right."""
    at = transaction.current_time()
    with transaction.write_session() as session:
        forgotten = DeskSession.reporter_id == account_id, DeskSession.used_at < at - REMEMBERED
        session.execute(delete(DeskSession).where(*forgotten))
        begun = DeskSession(digest=digest, reporter_id=account_id, stamp=stamp)
        begun.created_at = begun.used_at = at
        begun.address, begun.device = address[:ADDRESS_CHARACTERS], device[:DEVICE_CHARACTERS]
        session.add(begun)


def keep_alive(session_id: int, *, address: str) -> None:
    """Notes that a session is in use, and from where. No page waits for that: the next one can do it."""
    with transaction.write_session(at_most=NOTE_SECONDS) as session:
        values = {"used_at": transaction.current_time(), "address": address[:ADDRESS_CHARACTERS]}
        session.execute(update(DeskSession).where(DeskSession.id == session_id).values(values))


def end(session_id: int) -> None:
    """Signs one device out."""
    with transaction.write_session() as session:
        session.execute(
            update(DeskSession).where(DeskSession.id == session_id).values(ended_at=transaction.current_time())
        )


def end_all(account_id: int) -> None:
    """Signs an account out everywhere."""
    with transaction.write_session() as session:
        session.get_one(Reporter, account_id).fs_uniquifier = new_uniquifier()
