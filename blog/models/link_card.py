"""Cards: what stood at an address that is alone on a line of an update, as it was on the day it was fetched."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, Relationship, mapped_column, relationship

from blog.database import Base
from blog.fetching.found import AUTHOR_CHARACTERS, EXCERPT_CHARACTERS, SITE_CHARACTERS, TITLE_CHARACTERS
from blog.fetching.providers import PROVIDERS, Provider
from blog.models.columns import Key, partial_index, word
from blog.text.lone_addresses import MAX_ADDRESS_CHARACTERS
from blog.text.tags import LONGEST


class CardState(StrEnum):
    """Whether a card's words are there: only what is `ready` is shown."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class LinkCard(Base):
    """A card of an update, at its `position` among them. The words are plain text; all but `url` may be empty.

    A pending one is fetched at `fetch_at`, or again then if the process that fetches it now does not finish; `attempts`
    counts how often it was begun. `dated` is the day that its page gives. `player` is the post's id in the player of
    its `provider`.
    """

    __tablename__ = "link_card"
    __table_args__ = (
        UniqueConstraint("update_id", "url"),
        partial_index("ix_link_card_fetch_at", "fetch_at", where="fetch_at IS NOT NULL"),
    )

    id: Mapped[Key]
    update_id: Mapped[int] = mapped_column(ForeignKey("update.id", ondelete="CASCADE"))
    position: Mapped[int]
    url: Mapped[str] = mapped_column(String(MAX_ADDRESS_CHARACTERS))
    state: Mapped[CardState] = mapped_column(word(CardState), default=CardState.PENDING)
    title: Mapped[str] = mapped_column(String(TITLE_CHARACTERS), default="")
    site: Mapped[str] = mapped_column(String(SITE_CHARACTERS), default="")
    author: Mapped[str] = mapped_column(String(AUTHOR_CHARACTERS), default="")
    dated: Mapped[date | None]
    excerpt: Mapped[str] = mapped_column(String(EXCERPT_CHARACTERS), default="")
    lang: Mapped[str] = mapped_column(String(LONGEST), default="")
    provider: Mapped[str] = mapped_column(String(20), default="")
    player: Mapped[str] = mapped_column(String(80), default="")
    fetched_at: Mapped[datetime | None]
    fetch_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)

    def fail(self) -> None:
        """Leaves it a plain link."""
        self.state, self.fetch_at = CardState.FAILED, None

    @property
    def number(self) -> int:
        """Its number among the cards of its update, counted from 1, in the address of its player."""
        return self.position + 1

    @property
    def shown_words(self) -> tuple[str, ...]:
        """All that readers see on it."""
        return self.title, self.site, self.author, self.excerpt

    @property
    def said(self) -> tuple[str, ...]:
        """What a search looks for on it."""
        return self.title, self.site

    @property
    def playable_on(self) -> Provider | None:
        """The provider whose player shows it."""
        return PROVIDERS.get(self.provider) if self.player else None

    @property
    def name(self) -> str:
        """What a link to it is called."""
        return self.title or self.author or self.site or self.url


def shown_cards() -> Relationship[list[LinkCard]]:
    """The relation of an update to those of its cards whose words are there."""
    theirs = "and_(LinkCard.update_id == Update.id, LinkCard.state == 'ready')"
    return relationship(primaryjoin=theirs, order_by=LinkCard.position, viewonly=True)
