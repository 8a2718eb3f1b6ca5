"""API keys: the one behind a token, and those that are listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from blog.extensions import db
from blog.models import ApiKey, Reporter
from blog.models.api_key import ApiKeyVisit, token_digest
from blog.models.visit import now

# For how long a key is listed after its end.
LISTED_AFTER_END = timedelta(days=90)


def by_token(token: str) -> ApiKey | None:
    """The key with this token, and its account with its memberships, whatever has become of them."""
    holder = joinedload(ApiKey.reporter).selectinload(Reporter.memberships)
    return db.session.scalar(select(ApiKey).where(ApiKey.digest == token_digest(token)).options(holder))


def listed(account_id: int | None = None) -> Sequence[ApiKey]:
    """The keys of an account, or of all, the newest first; those that have ended for a while."""
    since = now() - LISTED_AFTER_END
    wanted = select(ApiKey).options(
        joinedload(ApiKey.reporter), joinedload(ApiKey.visits).joinedload(ApiKeyVisit.visit)
    )
    wanted = wanted.where(
        or_(ApiKey.revoked_at.is_(None), ApiKey.revoked_at > since),
        or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > since),
    )
    if account_id is not None:
        wanted = wanted.where(ApiKey.reporter_id == account_id)
    return db.session.scalars(wanted.order_by(ApiKey.id.desc())).unique().all()
