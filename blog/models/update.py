"""An update (one timestamped post in its current wording) and its revisions."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from blog.database import Base
from blog.models.classification import NOTICED, EditKind, Kind, Standing, State
from blog.models.columns import Key, Line, flag_index, partial_index, public_id, word
from blog.models.embargo import Embargo
from blog.models.limits import BYLINE_CHARACTERS, BYLINE_NAMES, MEDIA_IDS_CHARACTERS, NAME_CHARACTERS
from blog.models.passage import Compared
from blog.models.people import Delegation, Speaker, Topic, update_topic
from blog.models.reporter import Reporter
from blog.models.shown_media import MediaChange, ShowsMedia
from blog.models.translated import Translated
from blog.models.visit import Stop, Visit
from blog.text.excerpt import excerpt, first_sentence, shortened

# Written as text, because SQLite uses a partial index only for a query that repeats its condition exactly.
_INDEXED = text("change = 'correction' OR standing_before <> ''")
ON_RECORD = text("(revision.change = 'correction' OR revision.standing_before <> '')")
_SIDE_ALONE = "delegation_id IS NOT NULL AND speaker_id IS NULL"
# Readers' pages load fifty updates and more, and what only the desk shows with none of them.
_at_the_desk = partial(mapped_column, deferred=True, deferred_group="desk")
_of_the_wording = partial(mapped_column, deferred=True, deferred_group="wording")

# What a revision copies from its update; all but the standing is erased when the update is purged.
WORDING = ("standing", "headline", "body", "html", "byline", "source", "source_url", "issued_at")
BLANK_WORDING = dict.fromkeys(WORDING[1:], "") | {"issued_at": None}
_BYLINE = String(BYLINE_NAMES * (BYLINE_CHARACTERS + 1))


def names_in(byline: str) -> tuple[str, ...]:
    """The names of a byline, which has one on each line."""
    return tuple(byline.split("\n")) if byline else ()


class Update(ShowsMedia, Compared, Translated, Base):
    """One post in its current wording.

    `number` counts the visit's posts in the order they were published and never changes: pages are split by it, from
    the oldest, so that an archived page never shifts. `html` is the sanitised text. `source` says where it was said or
    published, `source_url` is its address, and `issued_at` is when a delegation issued its readout or statement.
    `delegation` is the side that says it: the speaker's, or one without a named speaker. `author` is the account that
    wrote it; `byline` has the names that it is signed with instead, one on each line. `saved_by` saved or withdrew it
    last, at `saved_at`. `words` is the folded text that searches look through; empty once it may not be shown.
    `also` is what else happens with its publication: `banner` and `pin`, with a space. `request_digest` is of the whole
    request with which a program made it under its `client_key`.

    Only the desk sees how it waits: in its present state since `waiting_since`; handed in and `claimed_by` an editor;
    returned to its author by `returned_by` with `desk_note`, when it said `returned_text`; held under `embargo`, which
    stays noted when it has been released. `approved_by` published, scheduled or held what somebody else wrote.
    `mailed_from` is the sender of what came by mail, as the mail says it.
    """

    __tablename__ = "update"
    __table_args__ = (
        UniqueConstraint("visit_id", "number"),
        UniqueConstraint("visit_id", "client_key"),
        # A visit may have a hundred thousand updates, few of them pinned, key or unpublished.
        flag_index("ix_update_pinned", "visit_id", mark="is_pinned"),
        flag_index("ix_update_key", "visit_id", "number", mark="is_key"),
        partial_index("ix_update_unnumbered", "visit_id", "id", where="number IS NULL"),
        partial_index("ix_update_due", "due_at", where="due_at IS NOT NULL"),
        partial_index("ix_update_embargo", "embargo_id", "waiting_since", where="embargo_id IS NOT NULL"),
        partial_index("ix_update_original", "original_id", where="original_id IS NOT NULL"),
        partial_index("ix_update_withdrawn", "visit_id", "withdrawn_at", where="withdrawn_at IS NOT NULL"),
        partial_index("ix_update_pool", "visit_id", "id", where="pool_number IS NOT NULL"),
        partial_index("ix_update_published", "visit_id", "published_at", where="published_at IS NOT NULL"),
        partial_index("ix_update_side_alone", "delegation_id", "number", where=_SIDE_ALONE),
        # Filtered pages are counted and split from these indexes alone.
        Index("ix_update_kind", "visit_id", "kind", "number", "state"),
        Index("ix_update_lang", "visit_id", "lang", "number", "state"),
        Index("ix_update_speaker", "speaker_id", "number", "state"),
        Index("ix_update_delegation", "delegation_id", "visit_id", "number", "state"),
        Index("ix_update_stop", "stop_id", "visit_id", "number", "state"),
        # For the desk. SQLite would prefer an index of all states where a smaller one is better.
        Index("ix_update_author", "author_id", "visit_id", "number", "state"),
        partial_index("ix_update_taken_down", "visit_id", "state", "number", where="withdrawn_at IS NOT NULL"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    number: Mapped[int | None]
    client_key: Mapped[str | None] = mapped_column(String(80))
    request_digest: Mapped[str | None] = _at_the_desk(String(64))
    state: Mapped[State] = mapped_column(word(State))
    version: Mapped[int] = mapped_column(default=1)

    kind: Mapped[Kind] = mapped_column(word(Kind))
    standing: Mapped[Standing] = mapped_column(word(Standing))
    headline: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str]
    html: Mapped[str]
    renderer: Mapped[int]
    words: Mapped[str] = mapped_column(default="", deferred=True)
    lang: Mapped[str] = mapped_column(String(35))
    is_key: Mapped[bool] = mapped_column(default=False)
    is_pinned: Mapped[bool] = mapped_column(default=False)

    author_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    byline: Mapped[str] = mapped_column(_BYLINE, default="")
    stop_id: Mapped[int | None] = mapped_column(ForeignKey("stop.id", ondelete="SET NULL"))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id", ondelete="SET NULL"))
    speaker_title: Mapped[Line] = mapped_column(default="")
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    source: Mapped[Line] = mapped_column(default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    issued_at: Mapped[datetime | None]
    also: Mapped[str] = mapped_column(String(20), default="", server_default="")
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    waiting_since: Mapped[datetime | None] = _at_the_desk()
    claimed_by_id: Mapped[int | None] = _at_the_desk(ForeignKey("reporter.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None] = _at_the_desk()
    returned_by_id: Mapped[int | None] = _at_the_desk(ForeignKey("reporter.id", ondelete="SET NULL"))
    desk_note: Mapped[str] = _at_the_desk(String(500), default="", server_default="")
    returned_text: Mapped[str] = _at_the_desk(default="", server_default="")
    embargo_id: Mapped[int | None] = _at_the_desk(ForeignKey("embargo.id", ondelete="SET NULL"))
    approved_by_id: Mapped[int | None] = _at_the_desk(ForeignKey("reporter.id", ondelete="SET NULL"))
    mailed_from: Mapped[str] = _at_the_desk(String(NAME_CHARACTERS), default="", server_default="")
    due_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_note: Mapped[str] = mapped_column(String(500), default="")
    why_gone: Mapped[str] = synonym("withdrawn_note")
    visit: Mapped[Visit] = relationship()
    author: Mapped[Reporter | None] = relationship(foreign_keys=[author_id])
    saved_by: Mapped[Reporter | None] = relationship(foreign_keys=[saved_by_id])
    claimed_by: Mapped[Reporter | None] = relationship(foreign_keys=[claimed_by_id])
    returned_by: Mapped[Reporter | None] = relationship(foreign_keys=[returned_by_id])
    embargo: Mapped[Embargo | None] = relationship()
    approved_by: Mapped[Reporter | None] = relationship(foreign_keys=[approved_by_id])
    stop: Mapped[Stop | None] = relationship()
    speaker: Mapped[Speaker | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
    topics: Mapped[list[Topic]] = relationship(secondary=update_topic, order_by="Topic.name")
    revisions: Mapped[list[Revision]] = relationship(order_by="Revision.number", back_populates="update")
    notices: Mapped[list[Revision]] = relationship(
        primaryjoin=lambda: (Revision.update_id == Update.id) & Revision.change.in_(NOTICED),
        order_by="Revision.number",
        viewonly=True,
    )

    def blank(self) -> None:
        """Erases what it says, who says it and what it is about."""
        for name, empty in BLANK_WORDING.items():
            setattr(self, name, empty)
        self.speaker, self.delegation, self.speaker_title, self.mailed_from, self.topics = None, None, "", "", []
        self.blank_pool()

    def is_by(self, account_id: int | None) -> bool:
        """Whether an account wrote it."""
        return self.author_id == account_id

    @property
    def known_to(self) -> int | None:
        """The account that alone may know of it: a draft's author. None for the whole team."""
        return self.author_id if self.state is State.DRAFT else None

    def is_known_to(self, account_id: int | None) -> bool:
        """Whether an account of the team may know of it."""
        return self.known_to in (None, account_id)

    @property
    def as_text(self) -> str:
        """Its headline and its words, as they are typed."""
        return f"{self.headline}\n{self.body}".strip()

    def title(self, most: int) -> str:
        """What lists and links call it: its headline, the beginning of its text, or what its picture shows."""
        return self.headline or excerpt(self.html, most) or shortened(self.picture_title, most)

    @property
    def marks(self) -> tuple[str, ...]:
        """How readers are shown it besides its place in the stream: `pin`, `key`."""
        return ("pin",) * self.is_pinned + ("key",) * self.is_key

    def announcement(self, most: int) -> str:
        """What a banner says of it: its headline or its first sentence."""
        return shortened(self.headline or first_sentence(self.html) or self.picture_title, most)

    @property
    def is_public(self) -> bool:
        """Whether readers may see its text now."""
        return self.state is State.PUBLISHED

    @property
    def changed_at(self) -> datetime | None:
        """When it was published or last changed with a notice; typo fixes do not count."""
        return self.notices[-1].at if self.notices else self.published_at

    @property
    def authors(self) -> tuple[str, ...]:
        """The names that readers see it signed with."""
        return names_in(self.byline) or ((self.author.name,) if self.author else ())


class Revision(Base):
    """One published wording of an update, kept for ever unless the update is purged.

    `seq` is the event that published it. Its text is loaded only with `undefer_group("wording")`. `standing_before` is
    the standing it replaced. `media_ids` are the public ids of what it showed; `media_change` is what the edit did.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("update_id", "number"),
        # The few revisions that are corrections or changes of standing.
        Index("ix_revision_on_record", "update_id", sqlite_where=_INDEXED, postgresql_where=_INDEXED),
    )

    id: Mapped[Key]
    update_id: Mapped[int] = mapped_column(ForeignKey("update.id", ondelete="CASCADE"))
    number: Mapped[int]
    seq: Mapped[int]
    change: Mapped[EditKind] = mapped_column(word(EditKind))
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    standing: Mapped[str] = mapped_column(String(16))
    standing_before: Mapped[str] = mapped_column(String(16), default="")
    headline: Mapped[str] = _of_the_wording(String(200))
    body: Mapped[str] = _of_the_wording()
    html: Mapped[str] = _of_the_wording()
    byline: Mapped[str] = _of_the_wording(_BYLINE, default="")
    source: Mapped[str] = _of_the_wording(String(300), default="")
    source_url: Mapped[str] = _of_the_wording(String(500), default="")
    issued_at: Mapped[datetime | None] = _of_the_wording()
    media_ids: Mapped[str] = _of_the_wording(String(MEDIA_IDS_CHARACTERS), default="")
    media_change: Mapped[MediaChange] = mapped_column(word(MediaChange), default=MediaChange.NONE)
    update: Mapped[Update] = relationship(back_populates="revisions")
    by: Mapped[Reporter | None] = relationship()

    @property
    def authors(self) -> tuple[str, ...]:
        """The names that readers saw it signed with."""
        return names_in(self.byline) or ((self.update.author.name,) if self.update.author else ())

    def blank(self) -> None:
        """Erases what it said."""
        for name, empty in (BLANK_WORDING | {"media_ids": ""}).items():
            setattr(self, name, empty)
