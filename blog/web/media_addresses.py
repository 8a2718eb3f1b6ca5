"""The addresses of pictures and documents: readers', or the desk's as long as there is nothing for readers."""

from __future__ import annotations

from flask import Flask, url_for

from blog.models import MediaFile, Status, Update, Visit

USUAL = 960


def init_app(app: Flask) -> None:
    """Gives templates `file_address(visit, update, file, name)`, `srcset(…)` and `width_for(file, pixels)`."""
    app.jinja_env.globals.update(file_address=file_address, srcset=srcset, width_for=width_for)


def file_address(visit: Visit, update: Update, file: MediaFile, name: str, *, external: bool = False) -> str:
    """The address of a file as an update shows it; of a preview, and in a held visit, that for the team alone."""
    if update.number is None or visit.status is Status.HELD:
        return url_for("desk.media_file", slug=visit.slug, public_id=file.public_id, name=name)
    return url_for("reader.media", file_id=file.public_id, name=name, _external=external)


def srcset(visit: Visit, update: Update, file: MediaFile, ending: str) -> str:
    """The sizes of a picture for an `img` or a `source`."""
    names = ((width, f"{width}.{ending}") for width in file.sizes)
    return ", ".join(f"{file_address(visit, update, file, name)} {width}w" for width, name in names)


def width_for(file: MediaFile, pixels: int = USUAL) -> int:
    """The widest size of a picture that is at most this wide, or its narrowest."""
    return max((width for width in file.sizes if width <= pixels), default=file.sizes[0])
