"""What an update is a translation of, who made it, and whether its original has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, exists, false
from sqlalchemy.orm import Mapped, aliased, declared_attr, mapped_column, relationship

WORDING_CHARACTERS = 32
# An update, which is a subclass of the one below.
Row = Any


class Translator(StrEnum):
    """Who made a translation: the side that speaks, the newsroom, an interpreter at the lectern, or an agency."""

    SIDE = "side"
    DESK = "desk"
    INTERPRETER = "interpreter"
    AGENCY = "agency"


class Translated:
    """An update as far as it is a translation, or has some.

    `original` is what it translates; readers learn of it only while both are published. `translator` is empty without
    an original. `original_wording` is the digest of the original's words when the translation was tied to it, or when
    an editor last looked whether it still holds. `translations` are those that readers may see, oldest first.
    """

    # What is read of the update, which declares these itself.
    headline: Mapped[str]
    body: Mapped[str]
    notices: Mapped[list[Row]]

    is_official: Mapped[bool] = mapped_column(default=False, server_default=false())
    translator: Mapped[str] = mapped_column(String(16), default="", server_default="")
    original_wording: Mapped[str] = mapped_column(String(WORDING_CHARACTERS), default="", server_default="")

    @declared_attr
    def original_id(cls) -> Mapped[int | None]:  # noqa: N805 — as SQLAlchemy declares it
        return mapped_column(ForeignKey("update.id", ondelete="SET NULL"))

    @declared_attr
    def original(cls) -> Mapped[Row]:  # noqa: N805
        return relationship("Update", remote_side="Update.id", foreign_keys="Update.original_id")

    @declared_attr
    def translations(cls) -> Mapped[list[Row]]:  # noqa: N805
        tied = "and_(foreign(remote(Update.original_id)) == Update.id, remote(Update.state) == 'published')"
        return relationship("Update", primaryjoin=tied, order_by="Update.number", viewonly=True)

    @property
    def is_public(self) -> bool:
        """Whether readers may see its text now."""
        raise NotImplementedError

    @classmethod
    def has_any(cls) -> ColumnElement[bool]:
        """Whether an update has translations, in any state."""
        other = aliased(cls)
        return exists().where(other.original_id == cls.__table__.c.id)  # type: ignore[attr-defined]

    def tie_as(self, other: Row) -> None:
        """Ties it as another row is, of which it is a copy."""
        self.original_id, self.original_wording = other.original_id, other.original_wording
        self.translations = list(other.translations)

    @property
    def is_translation(self) -> bool:
        """Whether it is tied to an original, whatever readers know of that."""
        return self.original_id is not None

    @property
    def public_original(self) -> Row:
        """What readers are told it is a translation of."""
        return self.original if self.original and self.is_public and self.original.is_public else None

    @property
    def shown_translations(self) -> Sequence[Row]:
        """The translations that readers are shown with it; none once its own words may not be shown."""
        return self.translations if self.is_public else ()

    @property
    def named_beside(self) -> Sequence[Row]:
        """The updates that its article names: its original, or its translations."""
        return (self.public_original,) if self.public_original else self.shown_translations

    @property
    def versions(self) -> Sequence[Row]:
        """The original, then its translations: empty where there is nothing to choose from."""
        return (self, *self.shown_translations) if self.shown_translations else ()

    @property
    def wording_digest(self) -> str:
        """Tells whether its words have changed."""
        return sha256(f"{self.headline}\n{self.body}".encode()).hexdigest()[:WORDING_CHARACTERS]

    @property
    def is_behind(self) -> bool:
        """Whether its original says something else than when somebody last looked."""
        return bool(self.original) and self.original_wording != self.original.wording_digest

    @property
    def behind_since(self) -> datetime | None:
        """When its original was last changed, as far as readers were told."""
        return self.original.notices[-1].at if self.original and self.original.notices else None
