"""What an update shows besides its words, and what an edit did to that."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy.orm import Mapped, declared_attr, relationship, selectinload
from sqlalchemy.sql.base import ExecutableOption

from blog.models.link_card import LinkCard, shown_cards
from blog.models.media_file import MediaFile, UpdateMedia


class MediaChange(StrEnum):
    """What an edit did to the pictures and documents of an update."""

    NONE = ""
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    REORDERED = "reordered"

    @classmethod
    def between(cls, before: Sequence[str], after: Sequence[str]) -> MediaChange:
        """What was done, by the public ids that were shown before and are shown after it."""
        is_gone, is_new = not set(before) <= set(after), not set(after) <= set(before)
        if is_gone:
            return cls.REPLACED if is_new else cls.REMOVED
        if is_new:
            return cls.ADDED
        return cls.NONE if list(before) == list(after) else cls.REORDERED


class ShowsMedia:
    """An update as far as it shows pictures, documents and cards.

    `shown_media` are all files that it has, in order; `cards` are those whose words are there.
    """

    @declared_attr
    def shown_media(cls) -> Mapped[list[UpdateMedia]]:  # noqa: N805 — as SQLAlchemy declares it
        return relationship(
            UpdateMedia, order_by="UpdateMedia.position", cascade="all, delete-orphan", passive_deletes=True
        )

    @declared_attr
    def cards(cls) -> Mapped[list[LinkCard]]:  # noqa: N805 — as SQLAlchemy declares it
        return shown_cards()

    @classmethod
    def with_what_is_beside(cls) -> tuple[ExecutableOption, ...]:
        """Options that load all of this with the updates of a statement."""
        return selectinload(cls.shown_media).joinedload(UpdateMedia.file), selectinload(cls.cards)

    def linked_words(self, addresses: Collection[str]) -> str:
        """All that readers see on its cards of these addresses."""
        return "\n".join(words for card in self.cards if card.url in addresses for words in card.shown_words)

    @property
    def said_beside(self) -> tuple[str, ...]:
        """What our own pages show beside its words: of its pictures and documents, and on its cards."""
        said = [*(file.said for file in self.media), *(card.said for card in self.cards)]
        return tuple(text for texts in said for text in texts if text)

    @property
    def media(self) -> tuple[MediaFile, ...]:
        """What the newsroom's own pages show."""
        return tuple(one.file for one in self.shown_media if one.file.may_be_shown)

    @property
    def media_elsewhere(self) -> tuple[MediaFile, ...]:
        """What frames, feeds, the API and previews show."""
        return tuple(file for file in self.media if file.may_leave)

    @property
    def media_kept(self) -> tuple[MediaFile, ...]:
        """What an archive keeps, which nobody can take back later."""
        return tuple(file for file in self.media_elsewhere if file.rights_until is None)

    @property
    def media_ids(self) -> list[str]:
        """The public ids of what its pages show."""
        return [file.public_id for file in self.media]

    @property
    def picture_title(self) -> str:
        """What the first picture that may leave the house says, for an update without words."""
        return next((file.caption or file.alt for file in self.media_elsewhere if file.says_something), "")

    def attach(self, files: Sequence[MediaFile]) -> None:
        """Shows these files, in this order, and no others."""
        known = {one.file.id: one for one in self.shown_media}
        self.shown_media = [known.get(file.id) or UpdateMedia(file=file) for file in files]
        for position, one in enumerate(self.shown_media):
            one.position = position
