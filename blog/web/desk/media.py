"""Takes pictures and documents at the desk, changes what is said of them, and shows them to the team alone.

An upload is answered with 201: to htmx with its row of the composer, to scripts with `id`, `url`, `width` and
`height` as JSON, and with that row in `row` if they name its composer in `prefix`. A browser without scripts gets back
to the composer, whose address then names the file. With `portrait`, the key of a speaker, it becomes that portrait.
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
from blog.models.media_file import ORIGINAL
from blog.newsroom.errors import Conflict, Invalid, NewsroomError, NotAllowed, NotFound
from blog.newsroom.media import NotKept
from blog.queries import media
from blog.text.numbers import whole_number
from blog.translation import _
from blog.web.desk import bp, portraits, responses, uploads
from blog.web.desk.auth import rate_limit_key, reporter
from blog.web.desk.lookups import own_visit
from blog.web.desk.redisplay import status_of
from blog.web.limits import POSTS, UPLOADS, UPLOADS_SCOPE
from blog.work_queue import run_in_threadpool

# A file as it was uploaded may be anything that a browser could run.
OF_FILES = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}


@bp.post("/visits/<slug>/media")
@limiter.shared_limit(UPLOADS, scope=UPLOADS_SCOPE, key_func=rate_limit_key)
def add_media(slug: str) -> AnyResponse:
    visit = own_visit(slug)
    visit_id, account_id = visit.id, reporter().id
    try:
        with uploads.received() as upload:
            data, fields = run_in_threadpool(upload.read), request.form.to_dict()
            portraits.check(fields)
            file = newsroom.media.add_file(visit_id, account_id, data, _name(upload), fields)
        if key := request.form.get("portrait"):
            newsroom.portraits.portray(visit_id, account_id, key, file.public_id)
    except RequestEntityTooLarge:
        return _refused(413, _(Reason.LARGE.value))
    except NotAllowed:
        raise
    except NewsroomError as error:
        return _refused(_status(error), str(error), error)
    return _added(own_visit(slug), file)


# `uploads.received` checks it, before the file where the token is in a header.
csrf.exempt(f"{__name__}.{add_media.__name__}")


@bp.post("/visits/<slug>/media/<public_id>")
@limiter.limit(POSTS, key_func=rate_limit_key)
def describe_media(slug: str, public_id: str) -> AnyResponse:
    visit = own_visit(slug)
    visit_id, version = visit.id, whole_number(request.form.get("version", ""))
    try:
        fields = request.form.to_dict()
        file = newsroom.media.describe_file(visit_id, reporter().id, public_id, fields, version=version)
    except (NotAllowed, NotFound):
        raise
    except Conflict:
        return _refused(409, _("Someone else has changed what is said of this picture. Reload the page to see it."))
    except NewsroomError as error:
        return _refused(_status(error), str(error), error)
    visit = own_visit(slug)
    if responses.wants_fragment():
        return make_response(_row(visit, file))
    if _is_browser():
        return responses.back_to_desk(visit, _("Saved."), "composer")
    return jsonify(_facts(visit, file))


@bp.get("/visits/<slug>/media/<public_id>/<name>")
def media_file(slug: str, public_id: str, name: str) -> Response:
    visit = own_visit(slug)
    file = media.find(visit.id, public_id) or abort(404)
    db.session.rollback()  # a slow store holds no connection
    try:
        key, media_type = file.stored_for_the_team(name)
        data = run_in_threadpool(current_store().get, key)
    except (KeyError, Missing):
        abort(404)
    except Unavailable:
        abort(503)
    answer = make_response(data, 200, OF_FILES)
    answer.mimetype = media_type
    if name in (ORIGINAL, file.name):
        answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer


def _name(upload: FileStorage) -> str:
    return upload.filename or ""


def _added(visit: Visit, file: MediaFile) -> AnyResponse:
    if responses.wants_fragment():
        return make_response(_row(visit, file), 201)
    if _is_browser() and request.form.get("portrait"):
        return portraits.back(visit, request.form["portrait"], _("Readers see the portrait now."))
    if _is_browser():
        chosen = [*request.form.getlist("media"), file.public_id]
        return redirect(url_for("desk.visit", slug=visit.slug, media=chosen, _anchor="composer"), 303)
    row = {"row": _row(visit, file)} if "prefix" in request.form else {}
    return make_response(jsonify(_facts(visit, file) | row), 201)


def _row(visit: Visit, file: MediaFile) -> str:
    prefix = request.values.get("prefix", "")
    return render_template("desk/media/_picture.html", visit=visit, file=file, form=None, prefix=prefix)


def _facts(visit: Visit, file: MediaFile) -> dict[str, object]:
    address = url_for("desk.media_file", slug=visit.slug, public_id=file.public_id, name=file.shown_name)
    return {"id": file.public_id, "url": address, "width": file.width, "height": file.height, "version": file.version}


def _is_browser() -> bool:
    """Whether a page sent the form by itself, without scripts."""
    wanted = request.accept_mimetypes.best_match(("application/json", "text/html"))  # Chromium names pictures as well
    return wanted == "text/html" and not responses.by_htmx()


def _status(error: NewsroomError) -> int:
    return 503 if isinstance(error, NotKept) else status_of(error)


def _refused(status: int, sentence: str, error: NewsroomError | None = None) -> AnyResponse:
    """One sentence: as text for htmx, as JSON for scripts, on a page for everyone else."""
    if responses.by_htmx():
        return Response(sentence, status, mimetype="text/plain")
    if _is_browser() and isinstance(error, Invalid) and request.form.get("portrait"):
        return make_response(portraits.form_again(error, request.view_args or {}), status)
    if _is_browser():
        return make_response(render_template("desk/refused.html", reason=sentence, signed_in=True), status)
    errors = error.fields if isinstance(error, Invalid) else {"file": sentence}
    return make_response(jsonify(sentence=sentence, errors=errors), status)
