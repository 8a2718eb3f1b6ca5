"""Takes pictures and documents at the desk, changes what is said of them, and shows them to the team alone.

An upload is answered with 201: to htmx with its row of the composer, to scripts with `id`, `url`, `width` and
`height` as JSON. A browser without scripts gets back to the composer, whose address then names the file.
"""

from __future__ import annotations

from flask import Response, abort, jsonify, make_response, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.extensions import csrf, db, limiter
from blog.media.errors import Missing, Unavailable
from blog.media.reasons import Reason
from blog.media.store import current_store
from blog.models import MediaFile, Visit
from blog.newsroom.errors import Invalid, NewsroomError, NotAllowed
from blog.newsroom.media import NotKept
from blog.queries import media
from blog.translation import _
from blog.web.desk import bp, responses, uploads
from blog.web.desk.auth import rate_limit_key, reporter
from blog.web.desk.lookups import own_visit
from blog.work_queue import run_in_threadpool

UPLOADS = "30 per minute"
# A file as it was uploaded may be anything that a browser could run.
OF_FILES = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}


@bp.post("/visits/<slug>/media")
@limiter.limit(UPLOADS, key_func=rate_limit_key)
def add_media(slug: str) -> AnyResponse:
    visit = own_visit(slug)
    visit_id, account_id = visit.id, reporter().id
    try:
        with uploads.received() as upload:
            data, fields = run_in_threadpool(upload.read), request.form.to_dict()
            file = newsroom.media.add_file(visit_id, account_id, data, _name(upload), fields)
    except RequestEntityTooLarge:
        return _refused(413, _(Reason.LARGE.value))
    except NotAllowed:
        raise
    except NewsroomError as error:
        return _refused(503 if isinstance(error, NotKept) else 422, str(error), error)
    return _added(own_visit(slug), file)


# `uploads.received` checks it, before the file where the token is in a header.
csrf.exempt(f"{__name__}.{add_media.__name__}")


@bp.get("/visits/<slug>/media/<public_id>/<name>")
def media_file(slug: str, public_id: str, name: str) -> Response:
    visit = own_visit(slug)
    file = media.find(visit.id, public_id) or abort(404)
    db.session.rollback()  # a slow store holds no connection
    try:
        key, media_type = file.stored(name)
        data = run_in_threadpool(current_store().get, key)
    except (KeyError, Missing):
        abort(404)
    except Unavailable:
        abort(503)
    answer = make_response(data, 200, OF_FILES)
    answer.mimetype = media_type
    if not file.is_picture and name == file.name:
        answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer


def _name(upload: FileStorage) -> str:
    return upload.filename or ""


def _added(visit: Visit, file: MediaFile) -> AnyResponse:
    if responses.wants_fragment():
        return make_response(render_template("desk/media/_picture.html", visit=visit, file=file), 201)
    address = url_for("desk.media_file", slug=visit.slug, public_id=file.public_id, name=file.shown_name)
    if request.accept_mimetypes.best == "text/html":
        chosen = [*request.form.getlist("media"), file.public_id]
        return redirect(url_for("desk.visit", slug=visit.slug, media=chosen, _anchor="composer"), 303)
    answer = jsonify(id=file.public_id, url=address, width=file.width, height=file.height)
    return make_response(answer, 201)


def _refused(status: int, sentence: str, error: NewsroomError | None = None) -> AnyResponse:
    """One sentence: as text for htmx, as JSON for scripts, on a page for everyone else."""
    if responses.by_htmx():
        return Response(sentence, status, mimetype="text/plain")
    if request.accept_mimetypes.best == "text/html":
        return make_response(render_template("desk/refused.html", reason=sentence, signed_in=True), status)
    errors = error.fields if isinstance(error, Invalid) else {"file": sentence}
    return make_response(jsonify(sentence=sentence, errors=errors), status)
