"""The addresses of pictures and documents: readers', or the desk's as long as there is nothing for readers."""

from __future__ import annotations

from flask import Flask, url_for

from blog.archive.context import archived
from blog.models import Delegation, MediaFile, Speaker, Status, Update, Visit

USUAL = 960


def init_app(app: Flask) -> None:
    """Gives templates `file_address(visit, update, file, name)`, `srcset(…)`, `width_for(file, pixels)`, `portrait_of`,
    `portrait_address` and `principals`."""
    app.jinja_env.globals.update(file_address=file_address, srcset=srcset, width_for=width_for)
    app.jinja_env.globals.update(portrait_of=portrait_of, portrait_address=portrait_address, principals=principals)


def file_address(visit: Visit, update: Update, file: MediaFile, name: str, *, external: bool = False) -> str:
    """The address of a file as an update shows it; of a preview, and in a held visit, that for the team alone."""
    if update.number is None or visit.status is Status.HELD:
        return url_for("desk.media_file", slug=visit.slug, public_id=file.public_id, name=name)
    return url_for("reader.media", file_id=file.public_id, name=name, _external=external)


def portrait_of(speaker: Speaker) -> MediaFile | None:
    """The portrait of a speaker, as far as this page may show it."""
    return speaker.portrait_kept if archived() else speaker.shown_portrait


def portrait_address(visit: Visit, file: MediaFile, ending: str) -> str:
    """The address of a portrait in its narrowest size; of a held visit, that for the team alone."""
    name = f"{file.sizes[0]}.{ending}"
    if visit.status is Status.HELD:
        return url_for("desk.media_file", slug=visit.slug, public_id=file.public_id, name=name)
    return url_for("reader.media", file_id=file.public_id, name=name)


def principals(visit: Visit) -> list[tuple[Delegation, Speaker, MediaFile]]:
    """The first speaker with a portrait of each side, for the first two sides that have one."""
    portrayed = [
        next(((side, speaker, file) for speaker in side.speakers if (file := portrait_of(speaker))), None)
        for side in visit.delegations
    ]
    return [each for each in portrayed if each][:2]


def srcset(visit: Visit, update: Update, file: MediaFile, ending: str) -> str:
    """The sizes of a picture for an `img` or a `source`."""
    names = ((width, f"{width}.{ending}") for width in file.sizes)
    return ", ".join(f"{file_address(visit, update, file, name)} {width}w" for width, name in names)


def width_for(file: MediaFile, pixels: int = USUAL) -> int:
    """The widest size of a picture that is at most this wide, or its narrowest."""
    return max((width for width in file.sizes if width <= pixels), default=file.sizes[0])
