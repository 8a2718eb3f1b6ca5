"""Invitations to the desk that nobody has used yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from blog.extensions import db
from blog.models import Invitation
from blog.models.invitation import digest
from blog.models.visit import now


def by_token(token: str) -> Invitation | None:
    """The invitation whose link has this token, if it still works."""
    return db.session.scalar(
        select(Invitation).where(Invitation.digest == digest(token), Invitation.expires_at > now())
    )


def waiting() -> Sequence[Invitation]:
    """All invitations, newest first, the expired ones too."""
    whole = select(Invitation).options(joinedload(Invitation.by), selectinload(Invitation.visits))
    return db.session.scalars(whole.order_by(Invitation.created_at.desc(), Invitation.id.desc())).all()
