"""Lets one process at a time read the inbox. Another takes over when that one was killed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from blog.extensions import db
from blog.models import InboxLease
from blog.newsroom import commits
from blog.newsroom.transaction import current_time

LEASE = timedelta(minutes=2)
_ONLY_ROW = 1


def claim(holder: str) -> bool:
    """Whether this process may read the inbox now, for as long as the lease lasts; asked again, it lasts longer."""
    held = db.session.get(InboxLease, _ONLY_ROW, populate_existing=True)
    is_free = held is None or held.holder == holder or held.leased_until <= current_time()
    db.session.rollback()
    if not is_free:
        return False
    try:
        with commits.write_session() as session:
            lease = session.scalar(select(InboxLease).where(InboxLease.id == _ONLY_ROW).with_for_update())
            if lease and lease.holder != holder and lease.leased_until > current_time():
                return False
            if lease is None:
                lease = InboxLease(id=_ONLY_ROW)
                session.add(lease)
            lease.holder, lease.leased_until = holder, current_time() + LEASE
    except IntegrityError:  # another process was faster
        return False
    return True


def release(holder: str) -> None:
    """Lets another process read at once."""
    with commits.write_session() as session:
        lease = session.get(InboxLease, _ONLY_ROW)
        if lease and lease.holder == holder:
            session.delete(lease)
