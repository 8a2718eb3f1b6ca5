"""API keys, with which programs act for an account."""

from __future__ import annotations

import hashlib
import secrets
import string
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.models.columns import Key, Line
from blog.models.reporter import Reporter
from blog.models.scope import Scope
from blog.models.visit import Visit

# Says what the text is, to people and to programs that look for secrets in files.
MARK = "dl_"
_ALPHABET = string.ascii_letters + string.digits
_CHARACTERS = 40  # 238 bits
SHOWN_CHARACTERS = len(MARK) + 8


class ApiKeyVisit(Base):
    """A visit that a key is for, where it is not for all."""

    __tablename__ = "api_key_visit"

    key_id: Mapped[int] = mapped_column(ForeignKey("api_key.id", ondelete="CASCADE"), primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True, index=True)

    visit: Mapped[Visit] = relationship()


class ApiKey(Base):
    """A key of an account. The program holds a token and the row its digest, which cannot be used to sign in.

    `prefix` is the beginning of the token, by which people recognise it. `scope_words` are its scopes, with spaces
    between them. The token has too many bits to be guessed, so that its digest needs no salt and is quickly found.
    """

    __tablename__ = "api_key"

    id: Mapped[Key]
    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), index=True)
    name: Mapped[Line]
    prefix: Mapped[str] = mapped_column(String(16), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scope_words: Mapped[str] = mapped_column(String(80))
    for_all_visits: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    reporter: Mapped[Reporter] = relationship()
    visits: Mapped[list[ApiKeyVisit]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Its scopes, in order."""
        return tuple(Scope(word) for word in self.scope_words.split())

    def allows(self, scope: Scope) -> bool:
        """Whether it has a scope, or one that includes it."""
        return scope in self.scopes or (scope is Scope.WRITE and Scope.PUBLISH in self.scopes)

    def reaches(self, visit_id: int) -> bool:
        """Whether it is for a visit."""
        return self.for_all_visits or any(one.visit_id == visit_id for one in self.visits)

    def has_expired(self, at: datetime) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= at

    @property
    def last_day(self) -> datetime | None:
        """A moment of the last day on which it can be used, where it ends."""
        return self.expires_at - timedelta(seconds=1) if self.expires_at else None

    def is_valid(self, at: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and not self.has_expired(at)


def new_token() -> str:
    """A random token."""
    return MARK + "".join(secrets.choice(_ALPHABET) for _ in range(_CHARACTERS))


def token_digest(token: str) -> str:
    """The digest of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def joined(scopes: Iterable[Scope]) -> str:
    """Scopes as their column holds them."""
    chosen = set(scopes)
    return " ".join(scope for scope in Scope if scope in chosen)
