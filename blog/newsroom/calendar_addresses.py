"""The private addresses at which accounts read, in a calendar, what they cover."""

from __future__ import annotations

from blog.models import AccountAct, CalendarAddress
from blog.models.invitation import digest, new_token
from blog.models.visit import now
from blog.newsroom import audit, commits


def renew(account_id: int) -> str:
    """Gives an account another address and returns its token, which is kept nowhere. The one before ends at once."""
    token = new_token()
    with commits.write_session() as session:
        session.merge(CalendarAddress(reporter_id=account_id, digest=digest(token), made_at=now()))
        audit.record(session, AccountAct.RENEW_CALENDAR_ADDRESS)
    return token


def end(account_id: int) -> None:
    """Takes the address of an account away."""
    with commits.write_session() as session:
        if found := session.get(CalendarAddress, account_id):
            session.delete(found)
            audit.record(session, AccountAct.END_CALENDAR_ADDRESS)
