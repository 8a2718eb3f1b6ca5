"""What the form of a text says of its pictures and documents: saved with the text, and shown again with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from blog import newsroom
from blog.models import MediaFile, Stop, Visit
from blog.newsroom import media_fields
from blog.newsroom.errors import Conflict, Invalid
from blog.newsroom.posts import Post
from blog.queries import media
from blog.text.numbers import whole_number
from blog.translation import _
from blog.web.desk import bp, times
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form

WORDS = ("alt", "caption", "credit", "rights", "rights_until", "source_url", "taken_at")
FLAGS = ("decorative", "pool")


@dataclass(frozen=True)
class Description:
    """The fields of a picture or document as a form has them; `version` is the one that they were written over."""

    alt: str
    caption: str
    credit: str
    rights: str
    rights_until: str
    source_url: str
    taken_at: str
    decorative: bool
    pool: bool
    version: str

    @property
    def is_missing(self) -> bool:
        """Whether readers who cannot see the picture would learn nothing of it."""
        return not self.alt.strip() and not self.decorative


@bp.app_template_global()
def chosen_pictures(visit: Visit, form: Form | None) -> Sequence[MediaFile]:
    """The pictures and documents that a form shows, in order; what is on the device alone is known there."""
    ids = list(form.values.get("media") or ()) if form and form.values else []
    return media.of_ids(visit.id, ids) if ids else []


@bp.app_template_global()
def described(visit: Visit, form: Form | None, file: MediaFile) -> Description:
    """What a form says of a file; what is known of it where the form does not say anything."""
    values = form.values if form and form.values else {}
    known = _known(file, _dateline(visit, form))
    return _given(values, known, file) if f"version-{file.public_id}" in values else known


@bp.app_template_global()
def dateline_city(visit: Visit, form: Form | None) -> str:
    """The city whose time the times of pictures and documents are in a form."""
    dateline = _dateline(visit, form)
    return dateline.city if dateline else "UTC"


def _dateline(visit: Visit, form: Form | None) -> Stop | None:
    """The dateline of a form, or of this request's."""
    return media_fields.dateline_of(visit, form.values if form and "stop" in form.values else request.values)


def describe_all(visit: Visit) -> None:
    """Saves what this request's form says of its pictures and documents, where that is new.

    Raises Invalid with a sentence for each field in error, such as `alt-<id>`.
    """
    changed = [(file.public_id, file.is_picture, version, fields) for file, version, fields in _newly_described(visit)]
    visit_id, account_id = visit.id, reporter().id
    for public_id, is_picture, version, fields in changed:
        with _beside_the_fields(public_id, is_picture=is_picture):
            newsroom.media.describe_file(visit_id, account_id, public_id, fields, version=whole_number(version) or 0)


def previewed(visit: Visit, post: Post) -> Post:
    """The post of this request's form with what the form says of its pictures and documents. Raises Invalid."""
    described = {}
    for file, _version, fields in _newly_described(visit):
        with _beside_the_fields(file.public_id, is_picture=file.is_picture):
            described[file.public_id] = media_fields.check(visit, fields, file)
    return replace(post, described=described)


def _newly_described(visit: Visit) -> list[tuple[MediaFile, str, dict[str, str]]]:
    """The files of this request's form of which it says something new, with their version and what is new."""
    ids = [each for each in request.form.getlist("media") if f"version-{each}" in request.form]
    files = media.of_ids(visit.id, ids) if ids else []
    found, dateline = [], {"stop": request.form["stop"]} if "stop" in request.form else {}
    for file in files:
        known = _known(file, _dateline(visit, None))
        given = _given(request.form, known, file)
        if fields := _changed(given, known):
            found.append((file, given.version, fields | dateline))
    return found


def _changed(given: Description, known: Description) -> dict[str, str]:
    """The fields that say something else than what is known; what stays is not read again from its text."""
    new = [name for name in (*WORDS, *FLAGS) if getattr(given, name) != getattr(known, name)]
    return {name: ("1" if getattr(given, name) else "") if name in FLAGS else getattr(given, name) for name in new}


@contextmanager
def _beside_the_fields(public_id: str, *, is_picture: bool) -> Iterator[None]:
    """Turns what is wrong with the words on one file into sentences beside its fields of the form."""
    try:
        yield
    except Invalid as error:
        raise Invalid(**{f"{name}-{public_id}": sentence for name, sentence in error.fields.items()}) from error
    except Conflict as error:
        if is_picture:
            sentence = _("Someone else has changed what is said of this picture. Reload the page to see it.")
            raise Invalid(**{f"alt-{public_id}": sentence}) from error
        sentence = _("Someone else has changed what is said of this document. Reload the page to see it.")
        raise Invalid(**{f"source_url-{public_id}": sentence}) from error


def _given(values: Mapping[str, Any], known: Description, file: MediaFile) -> Description:
    """Fields that the form does not have, as of a picture that came from the outbox, stay as they are known."""
    ending = f"-{file.public_id}"
    texts = {name: str(values.get(name + ending, getattr(known, name))).strip() for name in (*WORDS, "version")}
    pool = "pool" + ending in values if "rights" + ending in values else known.pool
    return Description(**texts, decorative="decorative" + ending in values, pool=pool)


def _known(file: MediaFile, dateline: Stop | None) -> Description:
    return Description(
        alt=file.alt,
        caption=file.caption,
        credit=file.credit,
        rights=file.rights.value,
        rights_until=times.local_text(file.rights_until, dateline),
        source_url=file.source_url,
        taken_at=times.local_text(file.taken_at, dateline),
        decorative=file.is_decorative,
        pool=file.is_pool,
        version=str(file.version),
    )
