"""The audit: who did what, when and from where, in chains of entries that show when one is changed or removed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key, word
from blog.models.session import ADDRESS_CHARACTERS

ACCOUNTS = "accounts"
# Entries by which a chain goes on whose row was gone, or whose seal did not hold.
LOST, RESEALED = "audit.lost", "audit.resealed"
ACT_CHARACTERS, SUBJECT_CHARACTERS, DETAIL_CHARACTERS = 60, 120, 200
ERASED = "erased:"
_NAME = String(300)
_DIGEST = String(64)


class Door(StrEnum):
    """How an act reached the site; SYSTEM is the site itself, at a time that was set."""

    FORM = "form"
    API = "api"
    COMMAND = "command"
    MAIL = "mail"
    SYSTEM = "system"


class AuditChain(Base):
    """One chain of entries: that of a visit, or the one of accounts, which has no visit.

    Whoever adds an entry holds the lock of the visit's row, or of the row of the accounts' chain. `length` is the
    number of the newest entry and `hash` its hash; entries up to `pruned` were deleted in time, and `pruned_hash` is
    that of the last of these. `seal` signs them all with the site's secret, so that a missing end shows as well; a
    chain that has no entry yet may be without.
    """

    __tablename__ = "audit_chain"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(40), unique=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), unique=True)
    length: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(_DIGEST, default="")
    pruned: Mapped[int] = mapped_column(default=0)
    pruned_hash: Mapped[str] = mapped_column(_DIGEST, default="")
    pruned_at: Mapped[datetime | None]
    seal: Mapped[str] = mapped_column(_DIGEST)

    def holds(self, keys: Sequence[str]) -> bool:
        """Whether the seal is that of the row as it is now, under one of the site's secrets."""
        is_new = not (self.length or self.pruned or self.seal)
        return is_new or any(hmac.compare_digest(self.sealed_with(key), self.seal) for key in keys)

    def sealed_with(self, key: str) -> str:
        """The seal of the row as it is now."""
        pruned = (self.pruned, self.pruned_hash, _iso(self.pruned_at))
        content = _canonical(["dateline audit", self.name, self.length, self.hash, *pruned])
        return hmac.new(key.encode(), content, hashlib.sha256).hexdigest()


class AuditEntry(Base):
    """One act. `act` is a member of AccountAct, or of a visit the name of its verb, such as `updates.publish`.

    It has no words of any text: `subject` is the public id of an update or the key of what was changed, and `detail`
    a word or a number, such as a role. `count` is how often it happened, where refusals of some minutes are one entry.

    Personal are who acted (`actor_…`, with the session or the key, and the address), and whom it concerned
    (`about_…`). The hash covers only a digest of each with a random salt. When they are erased, the salt goes with
    them and the digest stays, so that the chain still holds. Nobody acted where the digest is empty. The ids refer to
    no row: a row of the audit outlives the account.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("chain_id", "number"),)

    id: Mapped[Key]
    chain_id: Mapped[int] = mapped_column(ForeignKey("audit_chain.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(String(ACT_CHARACTERS))
    subject: Mapped[str] = mapped_column(String(SUBJECT_CHARACTERS), default="")
    detail: Mapped[str] = mapped_column(String(DETAIL_CHARACTERS), default="")
    door: Mapped[Door] = mapped_column(word(Door))
    count: Mapped[int] = mapped_column(default=1)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str | None] = mapped_column(_NAME)
    session_id: Mapped[int | None]
    key_id: Mapped[int | None]
    address: Mapped[str | None] = mapped_column(String(ADDRESS_CHARACTERS))
    actor_salt: Mapped[str | None] = mapped_column(String(32))
    actor_digest: Mapped[str] = mapped_column(_DIGEST, default="")
    about_id: Mapped[int | None] = mapped_column(index=True)
    about_name: Mapped[str | None] = mapped_column(_NAME)
    about_salt: Mapped[str | None] = mapped_column(String(32))
    about_digest: Mapped[str] = mapped_column(_DIGEST, default="")
    previous: Mapped[str] = mapped_column(_DIGEST)
    hash: Mapped[str] = mapped_column(_DIGEST)

    @property
    def actor(self) -> tuple[object, ...]:
        """Who acted and from where."""
        return self.actor_id, self.actor_name, self.session_id, self.key_id, self.address

    @property
    def about(self) -> tuple[object, ...]:
        """Whom it concerned."""
        return self.about_id, self.about_name

    @property
    def is_actor_erased(self) -> bool:
        return (self.actor_salt or "").startswith(ERASED)

    @property
    def is_about_erased(self) -> bool:
        return (self.about_salt or "").startswith(ERASED)

    def erase_actor(self, key: str) -> None:
        """Erases who acted and from where. A mark signed with the site's secret says that this was no tampering."""
        if self.actor_digest:
            self.actor_salt = _mark(key, self.hash, self.actor_digest)
            self.actor_id = self.actor_name = self.session_id = self.key_id = self.address = None

    def erase_about(self, key: str) -> None:
        """The same of whom it concerned."""
        if self.about_digest:
            self.about_salt = _mark(key, self.hash, self.about_digest)
            self.about_id = self.about_name = None

    def holds_actor(self, keys: Sequence[str]) -> bool:
        """Whether who acted is as it was written, or erased."""
        return self._holds(self.actor_salt, self.actor, self.actor_digest, keys)

    def holds_about(self, keys: Sequence[str]) -> bool:
        """The same of whom it concerned."""
        return self._holds(self.about_salt, self.about, self.about_digest, keys)

    def _holds(self, salt: str | None, personal: tuple[object, ...], digest: str, keys: Sequence[str]) -> bool:
        if not salt or salt.startswith(ERASED):
            is_marked = not digest or any(_mark(key, self.hash, digest) == salt for key in keys)
            return is_marked and not any(personal)
        return _digest([salt, *personal]) == digest

    def hash_in(self, chain: str) -> str:
        """The hash of the entry as it is now, in the chain of this name."""
        what = (self.act, self.subject, self.detail, self.door.value, self.count)
        content = [self.previous, chain, self.number, _iso(self.at), *what, self.actor_digest, self.about_digest]
        return _digest(content)


def personal_digest(salt: str, personal: tuple[object, ...]) -> str:
    """The digest that the hash of an entry covers instead of personal fields."""
    return _digest([salt, *personal])


def chain_name(visit_id: int) -> str:
    """The name of a visit's chain."""
    return f"visit {visit_id}"


def _mark(key: str, *about: str) -> str:
    """What stands in the place of a salt that was erased."""
    return ERASED + hmac.new(key.encode(), _canonical(["dateline erased", *about]), hashlib.sha256).hexdigest()[:25]


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""


def _digest(content: Sequence[object]) -> str:
    return hashlib.sha256(_canonical(content)).hexdigest()


def _canonical(content: Sequence[object]) -> bytes:
    """The same bytes for the same content, whatever the database and the machine."""
    return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()
