"""Accounts of the desk, their roles, and their memberships of visits."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from enum import StrEnum
from typing import cast

from flask_security import UserMixin
from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from blog.database import Base
from blog.models.columns import Key, Line, word
from blog.models.scope import Narrowing

# Accounts with such an address are the authors of imported archives, who never sign in. The domain is reserved
# (RFC 2606): nobody can receive mail there.
IMPORTED_DOMAIN = "imported.invalid"


class Role(StrEnum):
    """The roles of the desk, in order: each may do what the one before it may (`role >= Role.EDITOR`)."""

    REPORTER = "reporter"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def __lt__(self, other: str) -> bool:
        return self.rank < Role(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Role(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Role(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Role(other).rank


def new_uniquifier() -> str:
    """A random stamp for the sessions of an account: a new one ends them all."""
    return secrets.token_hex(16)


class Membership(Base):
    """Makes an account a member of a visit."""

    __tablename__ = "membership"

    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True, index=True)


class Reporter(Base, UserMixin):
    """An account of the desk. Its sessions carry its `fs_uniquifier`, so that a new one signs it out everywhere.

    `needs_second_factor` opens nothing of the desk to it before it has set one up.
    Where it acts through an API key, `key` narrows what it may do.
    """

    __tablename__ = "reporter"

    key = cast("Narrowing | None", None)  # set by who loads the account for a program; no column

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[Line]
    role: Mapped[Role] = mapped_column(word(Role))
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=new_uniquifier)
    created_at: Mapped[datetime]
    # The secret of an authenticator app, encrypted with the site's key; and the 30 seconds of the last code accepted.
    totp_secret: Mapped[str] = mapped_column(String(400), default="")
    totp_counter: Mapped[int | None] = mapped_column(BigInteger)
    needs_second_factor: Mapped[bool] = mapped_column(default=False)
    # In which language the desk speaks to it; "" for the site's.
    lang: Mapped[str] = mapped_column(String(35), default="", server_default="")
    # The private address for mail is derived from it: another one ends that address.
    inbox_salt: Mapped[str] = mapped_column(String(32), default=new_uniquifier, server_default="")

    memberships: Mapped[list[Membership]] = relationship(cascade="all, delete-orphan")

    def inbox_secret(self, key: str) -> str:
        """What stands in its private address for mail. `key` is the site's SECRET_KEY."""
        digest = hmac.new(key.encode(), f"inbox:{self.id}:{self.inbox_salt}".encode(), hashlib.sha256).digest()
        return base64.b32encode(digest[:15]).decode().lower()

    @validates("password", "active")
    def _end_sessions(self, name: str, value: str | bool) -> str | bool:
        """Signs the account out everywhere when its password changes or it is switched off, even if it is switched on
        again later; being switched off ends its address for mail as well."""
        if name == "password" or not value:
            self.fs_uniquifier = new_uniquifier()
        if name == "active" and not value:
            self.inbox_salt = new_uniquifier()
        return value
