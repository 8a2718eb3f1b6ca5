"""The pictures and documents of an update as feeds, search engines and previews get them: those that may leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blog.archive.context import archived
from blog.models import MediaFile, Update, Visit
from blog.web.media_addresses import file_address

JPEG = "image/jpeg"


@dataclass(frozen=True)
class Enclosure:
    """A picture as JPEG, or a document. `size` counts bytes; of an old picture it may not be known yet."""

    address: str
    media_type: str
    is_picture: bool
    name: str
    alt: str
    caption: str
    credit: str
    size: int | None
    width: int | None = None
    height: int | None = None

    @property
    def title(self) -> str:
        return self.caption or self.alt or self.name


def enclosures(visit: Visit, update: Update) -> tuple[Enclosure, ...]:
    """What an update shows outside the newsroom's own pages, in order."""
    shown = (file for file in leaving(update) if file.sizes or not file.is_picture)
    return tuple(_enclosure(visit, update, file) for file in shown)


def leaving(update: Update) -> Sequence[MediaFile]:
    """What may be shown where this page goes: an archive keeps it for good."""
    return update.media_kept if archived() else update.media_elsewhere


def _enclosure(visit: Visit, update: Update, file: MediaFile) -> Enclosure:
    if not file.is_picture:
        address = file_address(visit, update, file, file.name, external=True)
        return Enclosure(address, file.media_type, False, file.name, file.alt, file.caption, file.credit, file.size)
    width, size = file.sizes[-1], file.jpeg_size
    address, height = file_address(visit, update, file, file.widest_jpeg, external=True), file.height_of(width)
    return Enclosure(address, JPEG, True, file.name, file.alt, file.caption, file.credit, size, width, height)
