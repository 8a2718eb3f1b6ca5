"""The private addresses to which accounts send mail. Whoever knows one can make drafts in the name of its account."""

from __future__ import annotations

from blog.models import AccountAct, Reporter
from blog.models.reporter import new_uniquifier
from blog.newsroom import audit, commits


def renew(account_id: int) -> None:
    """Gives an account another address. The one before ends at once."""
    with commits.write_session() as session:
        account = session.get_one(Reporter, account_id)
        account.inbox_salt = new_uniquifier()
        audit.record(session, AccountAct.RENEW_MAIL_ADDRESS)
