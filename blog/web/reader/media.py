"""The addresses of pictures and documents: unknown before they were first public, gone once no update shows them."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response, abort, current_app, request

from blog.archive.context import archived
from blog.cache import Cache
from blog.extensions import db
from blog.media.errors import Missing, Unavailable
from blog.media.store import current_store
from blog.models import MediaFile
from blog.models.visit import now
from blog.queries import public_media
from blog.translation import N_, _
from blog.web.reader import bp
from blog.web.reader.store_reads import Reads

# A shared cache keeps a picture for ten seconds: so long at most it shows what has been withdrawn.
CACHE_CONTROL = "public, max-age=0, s-maxage=10, must-revalidate"
# A file as it was uploaded may be anything that a browser could run.
POLICY = "default-src 'none'; sandbox"
NO_FILE = N_("There is no picture or document at this address. Perhaps the address was cut off or mistyped.")
BUDGET_BYTES, LARGEST_BYTES = 24_000_000, 2_000_000

Key = tuple[str, str]


def init_app(app: Flask) -> None:
    """Creates the queue for the store, and the cache of what readers ask for most: often all ask for one picture."""
    app.extensions["media"] = Cache[Key, bytes]("media", BUDGET_BYTES, len)
    app.extensions["media_reads"] = Reads()


@bp.get("/media/<file_id>/<name>")
def media(file_id: str, name: str) -> Response:
    """A picture in one of its sizes, or a document, which is downloaded; only as long as an update shows it."""
    file, is_shown = public_media.known_file(file_id) or abort(404, _(NO_FILE))
    if not is_shown or (file.rights_until and file.rights_until <= now()):
        abort(410, _("This picture or document is no longer shown."))
    try:
        key, media_type = file.stored_for_readers(name)
    except KeyError:
        abort(404, _(NO_FILE))
    tag, headers = f"{file.sha256[:16]}-{key.replace('/', '-')}", _headers(file, name)
    if not archived():  # which is read in one transaction
        db.session.rollback()  # a slow store holds no connection
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304, headers=headers)
        answer.set_etag(tag)
        return answer
    data = _read(key, tag)
    answer = Response(data, headers=headers, mimetype=media_type)
    answer.set_etag(tag)
    answer.make_conditional(request, accept_ranges=True, complete_length=len(data))
    return answer


def _headers(file: MediaFile, name: str) -> dict[str, str]:
    headers = {"Cache-Control": CACHE_CONTROL, "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
    # Other sites may show what they get from feeds and the API, and nothing that is for this site alone.
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if file.may_leave else "same-origin"
    if not file.is_picture and name == file.name:
        probe = Response()
        probe.headers.set("Content-Disposition", "attachment", filename=file.name)
        headers["Content-Disposition"] = probe.headers["Content-Disposition"]
    return headers


def _read(key: str, tag: str) -> bytes:
    kept: Cache[Key, bytes] = current_app.extensions["media"]
    reads: Reads = current_app.extensions["media_reads"]
    if (data := kept.get((key, tag))) is not None:
        return data
    try:
        data = reads.read(partial(kept.get, (key, tag)), partial(current_store().get, key))
    except Missing:
        abort(404, _(NO_FILE))
    except Unavailable:
        abort(503)
    if len(data) <= LARGEST_BYTES:
        kept.put((key, tag), data)
    return data
