"""Links that let a person in without a password: invitations to the desk, and resets of a password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, word
from blog.models.reporter import Reporter, Role
from blog.models.visit import Visit

EMAIL_CHARACTERS = 255

invitation_visit = Table(
    "invitation_visit",
    Base.metadata,
    Column("invitation_id", ForeignKey("invitation.id", ondelete="CASCADE"), primary_key=True),
    Column("visit_id", ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Invitation(Base):
    """An account that does not exist yet: it is made when the person with the link has chosen a name and a password.

    The link holds a token and the row its digest, so that a copy of the database invites nobody. The row is deleted
    when the link is used or taken back; an expired one stays, so that an admin sees that nobody came.
    """

    __tablename__ = "invitation"

    id: Mapped[Key]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(EMAIL_CHARACTERS), unique=True)
    role: Mapped[Role] = mapped_column(word(Role))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    by: Mapped[Reporter | None] = relationship()
    visits: Mapped[list[Visit]] = relationship(secondary=invitation_visit, order_by=Visit.id)


class PasswordReset(Base):
    """A link with which an account chooses a new password, once. A newer link takes the place of an older one.

    `of_password` is a digest of the password that was in force when the link was made: once that has changed, however
    it was, the link is worth nothing.
    """

    __tablename__ = "password_reset"

    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    of_password: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]

    account: Mapped[Reporter] = relationship()


def new_token() -> str:
    """A random token for a link, which nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(text.encode()).hexdigest()
