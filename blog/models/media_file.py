"""Pictures and documents that belong to updates, and the order in which an update shows them."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.database import Base
from blog.media.crops import widths
from blog.models.columns import Key, Line, VisitKey, partial_index, word
from blog.models.limits import ALT_CHARACTERS, CAPTION_CHARACTERS, SOURCE_URL_CHARACTERS
from blog.models.reporter import Reporter


class MediaKind(StrEnum):
    """What a file is to readers."""

    PICTURE = "picture"
    DOCUMENT = "document"


class Rights(StrEnum):
    """Where a picture may be shown. `own`: on the newsroom's own pages, in no frame, feed, API, preview or archive."""

    EVERYWHERE = "everywhere"
    OWN = "own"


SCREEN_WIDTH = 960
ORIGINAL = "original"
FIRST_PAGE = "first-page"
WHOLE = "whole.webp"
SIZE_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


def folder_of(public_id: str, crop: str) -> str:
    """What the keys of a picture's sizes begin with in the store, for each crop of it."""
    return f"{public_id}/{crop.replace(' ', '-')}/" if crop else f"{public_id}/"


def _for_screens(sizes: list[int]) -> int:
    """The size that fills a screen, of those that there are."""
    return max((width for width in sizes if width <= SCREEN_WIDTH), default=min(sizes, default=SCREEN_WIDTH))


def media_id() -> str:
    """A random id for an address that nobody can guess (128 bits)."""
    return secrets.token_hex(16)


class MediaFile(Base):
    """One file as it was uploaded, with what is said of it.

    `name` is its file name, cleaned; `size` counts its bytes. Of a picture, `width` and `height` are pixels after its
    orientation was applied and before `crop`, which is `left top width height` in those pixels, or empty for all of it;
    `focus_x` and `focus_y` are per cent of what the crop leaves. `colour` (`#rrggbb`) stands there until it has loaded.
    `widths` are the sizes that were made, in pixels with spaces between them; empty until then. `jpeg_size` counts the
    bytes of the widest one as JPEG, which feeds enclose. A picture without an `alt` is decorative only if somebody said
    so. It may be shown until `rights_until`; `rights_ended_at` is when that was carried out.

    A document was taken from `source_url` at `taken_at`; its `width` and `height` are those of the picture of its first
    page, if there is one. `first_public_at` is when readers could first ask for it: before, its address is unknown, and
    once nothing shows it, it is gone; `unshown_since` is when that was noticed of a file which also no older
    wording has. Of a file that was erased, at `erased_at`, nothing remains but its id, so that
    its address stays gone; `is_stored` is false once its bytes are deleted too.
    """

    __tablename__ = "media_file"
    __table_args__ = (
        partial_index("ix_media_file_rights_until", "rights_until", where="rights_until IS NOT NULL"),
        partial_index("ix_media_file_erased", "erased_at", where="erased_at IS NOT NULL"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=media_id)
    visit_id: Mapped[VisitKey]
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[MediaKind] = mapped_column(word(MediaKind))
    name: Mapped[Line]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))

    width: Mapped[int | None]
    height: Mapped[int | None]
    crop: Mapped[str] = mapped_column(String(40), default="")
    focus_x: Mapped[int] = mapped_column(default=50)
    focus_y: Mapped[int] = mapped_column(default=50)
    colour: Mapped[str] = mapped_column(String(7), default="")
    widths: Mapped[str] = mapped_column(String(40), default="")
    jpeg_size: Mapped[int | None]

    alt: Mapped[str] = mapped_column(String(ALT_CHARACTERS), default="")
    is_decorative: Mapped[bool] = mapped_column(default=False)
    caption: Mapped[str] = mapped_column(String(CAPTION_CHARACTERS), default="")
    credit: Mapped[Line] = mapped_column(default="")
    is_pool: Mapped[bool] = mapped_column(default=False)
    rights: Mapped[Rights] = mapped_column(word(Rights), default=Rights.EVERYWHERE)
    rights_until: Mapped[datetime | None]
    rights_ended_at: Mapped[datetime | None]
    source_url: Mapped[str] = mapped_column(String(SOURCE_URL_CHARACTERS), default="")
    taken_at: Mapped[datetime | None]

    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    uploaded_at: Mapped[datetime]
    first_public_at: Mapped[datetime | None]
    unshown_since: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    is_stored: Mapped[bool] = mapped_column(default=True)

    uploaded_by: Mapped[Reporter | None] = relationship()

    @property
    def is_picture(self) -> bool:
        return self.kind is MediaKind.PICTURE

    @property
    def sizes(self) -> list[int]:
        """The widths in which a picture can be shown, narrowest first."""
        return [int(width) for width in self.widths.split()]

    @property
    def widest_jpeg(self) -> str:
        """What a picture is called by in feeds and previews."""
        return f"{max(self.sizes)}.jpg"

    @property
    def shown_name(self) -> str:
        """The last part of its address: for a picture that of its size for a screen, for a document its own name."""
        return f"{_for_screens(self.sizes)}.webp" if self.is_picture else self.name

    def stored(self, name: str) -> tuple[str, str]:
        """The key in the store, and the media type, of what this file is called by in an address. Raises KeyError.

        The sizes of a crop have a folder of its own, so that no other crop ever changes what is kept under a key.
        """
        if not self.is_picture and name == self.name:
            return f"{self.public_id}/{ORIGINAL}", self.media_type
        stem, _, ending = name.rpartition(".")
        known = map(str, self.sizes) if self.is_picture else [FIRST_PAGE] if self.width else []
        if stem not in known:
            raise KeyError(name)
        return f"{self.folder}{name}", SIZE_TYPES[ending]

    def stored_for_the_team(self, name: str) -> tuple[str, str]:
        """The same at the desk, which also has the `original`, and `whole.webp`: a picture without its crop."""
        if name == ORIGINAL:
            return f"{self.public_id}/{ORIGINAL}", self.media_type
        if name == WHOLE and self.is_picture:
            return f"{folder_of(self.public_id, '')}{_for_screens(widths(self.width or 1))}.webp", SIZE_TYPES["webp"]
        return self.stored(name)

    def stored_for_readers(self, name: str) -> tuple[str, str]:
        """The same for readers, whose pages and caches may still name a size that only another crop has.

        They get the nearest one of what is shown now, never what the crop hides.
        """
        stem, _, ending = name.rpartition(".")
        if self.is_picture and stem in map(str, widths(self.width or 1)) and int(stem) not in self.sizes:
            narrower = [width for width in self.sizes if width < int(stem)]
            name = f"{max(narrower, default=min(self.sizes, default=0))}.{ending}"
        return self.stored(name)

    @property
    def stored_keys(self) -> set[str]:
        """The keys under which the store has something that can be asked for."""
        stems = self.widths.split() if self.is_picture else [FIRST_PAGE]
        names = [f"{stem}.{ending}" for stem in stems for ending in SIZE_TYPES]
        team = [ORIGINAL, WHOLE] if self.is_picture else [ORIGINAL]
        return {self.folder + name for name in names} | {self.stored_for_the_team(name)[0] for name in team}

    @property
    def folder(self) -> str:
        """What the keys of its sizes begin with."""
        return folder_of(self.public_id, self.crop)

    @property
    def said(self) -> tuple[str, ...]:
        """What readers see of it in words: what is said of a picture, or the name of a document."""
        return (self.caption, self.alt) if self.is_picture else (self.name, self.caption)

    @property
    def says_something(self) -> bool:
        """Whether it tells readers something without the words of an update."""
        return self.is_picture and bool(self.alt or self.caption)

    @property
    def is_described(self) -> bool:
        """Whether readers who cannot see it lose nothing; a document has words of its own."""
        return bool(self.alt) or self.is_decorative or not self.is_picture

    @property
    def may_be_shown(self) -> bool:
        """Whether an update that has it may show it."""
        return self.rights_ended_at is None and self.erased_at is None

    @property
    def may_leave(self) -> bool:
        """Whether it may be shown outside the newsroom's own pages: in frames, feeds, the API and previews."""
        return self.may_be_shown and self.rights is Rights.EVERYWHERE

    @property
    def shape(self) -> tuple[int, int]:
        """The width and height in pixels of what its crop leaves."""
        whole = self.width or 1, self.height or 1
        _left, _top, *cropped = map(int, self.crop.split()) if self.crop else (0, 0, *whole)
        return cropped[0], cropped[1]

    def height_of(self, width: int) -> int:
        """The height in pixels of the size of this width."""
        whole, height = self.shape
        return max(1, round(height * width / whole))

    def erase(self, at: datetime) -> None:
        """Erases everything that is known of it but its id and that it was public; its bytes are deleted later."""
        for name in ("name", "media_type", "sha256", "crop", "colour", "widths", "alt", "caption", "credit"):
            setattr(self, name, "")
        self.size, self.width, self.height, self.source_url, self.taken_at = 0, None, None, "", None
        self.jpeg_size = None
        self.erased_at = at


class UpdateMedia(Base):
    """That an update shows a file, at its place among the others, counted from 0."""

    __tablename__ = "update_media"

    update_id: Mapped[int] = mapped_column(ForeignKey("update.id", ondelete="CASCADE"), primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media_file.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int]

    file: Mapped[MediaFile] = relationship()
