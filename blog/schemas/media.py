"""Pictures and documents of an update."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from blog.models import MediaChange, MediaFile, MediaKind
from blog.models.limits import ALT_CHARACTERS, CAPTION_CHARACTERS, NAME_CHARACTERS
from blog.schemas.base import Answer, Fields, Record
from blog.schemas.fields import Flag, Line, Link, Moment, Number, Text, Word, address, many
from blog.translation import N_

_SHA256 = validate.Regexp(r"[0-9a-f]{64}\Z")


class _File(Fields):
    id = fields.String(
        required=True,
        attribute="public_id",
        validate=validate.Regexp(r"[0-9a-f]{32}\Z"),
        metadata={"description": N_("The permanent id of the file.")},
    )
    kind = Word(MediaKind, N_("A picture, or a document."))
    name = Line(N_("Its file name."), NAME_CHARACTERS)
    media_type = Line(N_("The media type of the file; of a picture, that of its sizes as JPEG."), 100)
    alt = Text(N_("What a picture shows, for people who cannot see it; empty if it is decorative."), ALT_CHARACTERS)
    caption = Text(N_("The words under a picture."), CAPTION_CHARACTERS)
    credit = Text(N_("Who took the picture."), NAME_CHARACTERS)
    pool = Flag(N_("Whether the picture was taken for all media."), attribute="is_pool")
    width = Number(N_("Of a picture, in pixels."), allow_none=True)
    height = Number(N_("Of a picture, in pixels."), allow_none=True)
    source_url = Link(N_("Where a document was taken from."))
    taken_at = Moment(N_("When a document was taken from there."), allow_none=True)

    def of_media_type(self, file: MediaFile) -> str:
        """The original of a picture, in whatever format, stays in the store."""
        return "image/jpeg" if file.is_picture else file.media_type

    def of_width(self, file: MediaFile) -> int | None:
        return file.shape[0] if file.is_picture else None

    def of_height(self, file: MediaFile) -> int | None:
        return file.shape[1] if file.is_picture else None


class Source(Answer):
    url = address(N_("Where the size is. The address stops answering when no update shows the picture any more."))
    type = Text(N_("The media type."))
    width = Number(N_("In pixels."))
    height = Number(N_("In pixels."))


class Media(_File, Answer):
    """A picture or a document that an update shows. The addresses are the API's to fill in."""

    url = address(N_("A document, or a picture in its widest size as JPEG."))
    sources = many(Source, N_("The sizes of a picture."))

    class Meta(Fields.Meta):
        fields = (
            *("id", "kind", "url", "name", "media_type", "alt", "caption", "credit", "pool", "width", "height"),
            *("source_url", "taken_at", "sources"),
        )


class ArchivedSize(Record):
    """A file beside visit.json."""

    path = Line(N_("Where it is in the archive."), 200)
    sha256 = fields.String(required=True, validate=_SHA256)
    size = Number(N_("In bytes."))


class ArchivedMedia(_File, Record):
    colour = Text(most=7)
    decorative = Flag(attribute="is_decorative")
    focus_x = fields.Integer(required=True, strict=True, validate=validate.Range(0, 100))
    focus_y = fields.Integer(required=True, strict=True, validate=validate.Range(0, 100))
    files = many(ArchivedSize)

    class Meta(Fields.Meta):
        fields = (
            *("id", "kind", "name", "media_type", "alt", "decorative", "caption", "credit", "pool", "width", "height"),
            *("colour", "focus_x", "focus_y", "source_url", "taken_at", "files"),
        )

    def of_files(self, file: MediaFile) -> list[str]:
        """The archive names the files itself, with their checksums."""
        return []


def shown_media(schema: type[Media] = Media) -> fields.List[Any]:
    """What an update shows, for the API."""
    about = N_("Its pictures and documents, without those that are for the site's own pages alone.")
    return many(schema, about, attribute="media_elsewhere")


def archived_media() -> fields.List[Any]:
    """What an archive keeps of that; older archives have nothing."""
    return fields.List(fields.Nested(ArchivedMedia), load_default=list, attribute="media_kept")


def media_change() -> Word:
    """What an edit did to it."""
    about = N_("What the edit did to pictures and documents.")
    return Word(MediaChange, about, load_default=MediaChange.NONE)
