"""API operations on pictures and documents: add one, and change what is said of it."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from marshmallow import fields
from werkzeug.exceptions import RequestEntityTooLarge

from blog import newsroom
from blog.media.reasons import Reason
from blog.models import MediaFile, Visit
from blog.newsroom.media import GONE
from blog.permissions import may_write
from blog.queries import media
from blog.schemas.base import Answer, Fields, dumped
from blog.schemas.fields import Number, Text, address
from blog.translation import N_, _
from blog.web import uploads
from blog.web.api import preconditions, writing
from blog.web.api.authentication import holder, own_visit
from blog.web.api.bodies import ChangedMedia
from blog.web.api.operations import links_to
from blog.web.api.own_updates import tag
from blog.work_queue import run_in_threadpool

MEDIA = "/visits/<slug>/media"
_WORDS = ("alt", "caption", "credit", "rights", "rights_until", "source_url", "taken_at")
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
        **{name: {"type": "string"} for name in _WORDS},
        **{name: {"type": "string", "enum": ["", "1"]} for name in ("decorative", "pool")},
    },
}


class OwnMedia(Answer):
    """A picture or a document of a visit."""

    id = Text(N_("Its id, for the field `media` of an update."), attribute="public_id")
    version = Number(N_("Increases with each change. In quotes it is what `If-Match` takes."))
    url = address(N_("Where the team sees it."))
    width = fields.Integer(allow_none=True, metadata={"description": N_("In pixels; null for a document.")})
    height = fields.Integer(allow_none=True, metadata={"description": N_("The same.")})
    alt = Text(N_("What a picture shows."))
    caption = Text(N_("The line under it."))
    credit = Text(N_("Who made it."))

    class Meta(Fields.Meta):
        fields = ("id", "version", "url", "width", "height", "alt", "caption", "credit")


@writing.operation(
    "POST",
    MEDIA,
    OwnMedia,
    status=201,
    fails=(422,),
    is_upload=True,
    links=links_to("media_id", "id", "describe_media"),
    requestBody={"required": True, "content": {"multipart/form-data": {"schema": _FORM}}},
)
def add_media(slug: str) -> Response:
    """Add a picture or a document

    As `multipart/form-data`, with the file in `file`. A file that no update shows is deleted after a while.
    """
    visit = own_visit(slug, may_write)
    visit_id, by = visit.id, holder()
    try:
        with uploads.received() as upload:
            data, form = run_in_threadpool(upload.read), request.form.to_dict()
            file = newsroom.media.add_file(visit_id, by, data, upload.filename or "", form)
    except RequestEntityTooLarge:
        abort(413, _(Reason.LARGE.value))
    return _answer(own_visit(slug), file, 201)


@writing.operation(
    "PATCH",
    f"{MEDIA}/<media_id>",
    OwnMedia,
    body=ChangedMedia,
    needs={"If-Match": True},
    fails=(412, 428),
)
def describe_media(body: dict[str, Any], slug: str, media_id: str) -> Response:
    """Change what is said of a picture or a document

    Readers who see it are told. Fields that are not sent stay as they are.
    """
    visit = own_visit(slug, may_write)
    visit_id, by = visit.id, holder()
    file = media.find(visit_id, media_id) or abort(404, _(GONE))
    preconditions.require_match(file.version)
    typed = {name: ("1" if value else "") if isinstance(value, bool) else value for name, value in body.items()}
    file = newsroom.media.describe_file(visit_id, by, media_id, typed, version=file.version)
    return _answer(own_visit(slug), file)


def _answer(visit: Visit, file: MediaFile, status: int = 200) -> Response:
    named = {"slug": visit.slug, "public_id": file.public_id, "name": file.shown_name}
    where = {"url": url_for("desk.media_file", _external=True, **named)}
    return writing.answer(dumped(OwnMedia(), file) | where, status, {"ETag": tag(file.version)})
