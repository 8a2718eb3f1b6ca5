"""Sets embargoes, shows one with what it covers, changes its terms, and releases it."""

from __future__ import annotations

from flask import abort, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.extensions import limiter
from blog.models import Visit
from blog.newsroom.errors import NewsroomError, NotAllowed
from blog.permissions import may_hold, may_release
from blog.queries import embargoes
from blog.queries.embargoes import OpenEmbargo
from blog.text.numbers import whole_number
from blog.translation import _, ngettext
from blog.web.desk import bp, embargo_terms, pages, panels, responses
from blog.web.desk.auth import rate_limit_key, reporter, require
from blog.web.desk.embargo_terms import terms_of
from blog.web.desk.forms import Form
from blog.web.desk.lookups import own_visit
from blog.web.desk.redisplay import redisplays, refused_form, status_of
from blog.web.limits import POSTS

_EMBARGO = "/visits/<slug>/embargoes/<embargo_id>"


def _new_page(form: Form | None, slug: str) -> str:
    return render_template("desk/embargo/new.html", visit=own_visit(slug), form=form)


def _page(form: Form | None, slug: str, embargo_id: str) -> str:
    return _whole_page(own_visit(slug), embargo_id, terms_form=form)


def _release_page(form: Form | None, slug: str, embargo_id: str) -> str:
    return _whole_page(own_visit(slug), embargo_id, release_form=form)


def _whole_page(visit: Visit, embargo_id: str, **forms: Form | None) -> str:
    inputs = {"terms_form": None, "release_form": None} | forms
    return render_template("desk/embargo/page.html", visit=visit, covered=_covered(visit, embargo_id), **inputs)


@bp.get("/visits/<slug>/embargoes", endpoint="new_embargo")
def new_embargo(slug: str) -> str:
    require(may_hold, own_visit(slug))
    return _new_page(None, slug)


@bp.post("/visits/<slug>/embargoes")
@limiter.limit(POSTS, key_func=rate_limit_key)
@redisplays(_new_page)
def set_embargo(slug: str) -> Response:
    visit = own_visit(slug)
    terms = embargo_terms.values_of(embargo_terms.typed(visit))
    embargo_id = newsroom.embargoes.set_embargo(visit.id, reporter().id, **terms)
    words = terms_of(_covered(visit, embargo_id).embargo)
    message = _("The embargo is set %(terms)s. Choose it when you keep a text under embargo.", terms=words)
    message = embargo_terms.with_ambiguity(message, visit)
    if responses.wants_json():
        return make_response(jsonify(id=embargo_id, message=message), 201)
    if responses.wants_fragment():
        answer = make_response(pages.changed_queue(visit), 201)
        return responses.trigger(answer, message=message, embargo=embargo_id)
    return responses.back_to_desk(visit, message, f"e-{embargo_id}")


@bp.get(_EMBARGO, endpoint="embargo")
def embargo(slug: str, embargo_id: str) -> str:
    return _page(None, slug, embargo_id)


@bp.post(_EMBARGO)
@limiter.limit(POSTS, key_func=rate_limit_key)
@redisplays(_page)
def change_embargo(slug: str, embargo_id: str) -> Response:
    visit = own_visit(slug)
    if panels.keeps_theirs():
        return _changed(visit, embargo_id, _("Nothing was changed. The other version stays."))
    before = _covered(visit, embargo_id).embargo
    version, note = whole_number(request.form.get("version", "")), request.form.get("note", "")
    terms = embargo_terms.values_of(embargo_terms.typed(visit, before)) | {"note_text": note}
    newsroom.embargoes.change_embargo(visit.id, reporter().id, embargo_id, version=version or 0, **terms)
    words = terms_of(_covered(visit, embargo_id).embargo)
    message = _("The terms are changed: it holds %(terms)s.", terms=words)
    return _changed(visit, embargo_id, embargo_terms.with_ambiguity(message, visit, before))


@bp.post(f"{_EMBARGO}/release", endpoint="release_embargo")
@limiter.limit(POSTS, key_func=rate_limit_key)
def release_embargo(slug: str, embargo_id: str) -> Response:
    visit = own_visit(slug)
    require(may_release, visit)
    try:
        ids = newsroom.embargoes.release(visit.id, reporter().id, embargo_id, request.form.get("note", ""))
    except NotAllowed:
        raise
    except NewsroomError as error:
        return _not_released(visit, embargo_id, error)
    message = _("Released. Nothing lay under it.")
    if ids:
        message = ngettext(
            "Released: %(num)s update is published.", "Released: %(num)s updates are published.", len(ids)
        )
    if responses.wants_json():
        return make_response(jsonify(id=embargo_id, released=ids, message=message))
    if responses.wants_fragment():
        return responses.trigger(make_response(pages.queue(visit)), message=message)
    return responses.back_to_desk(visit, message)


@bp.post(f"{_EMBARGO}/banner/drop")
def drop_held_banner(slug: str, embargo_id: str) -> Response:
    visit = own_visit(slug)
    newsroom.banner.drop_held_banner(visit.id, reporter().id, embargo_id)
    return _changed(visit, embargo_id, _("The banner is no longer under embargo. It was deleted."))


@bp.app_template_global()
def obstacle_to(visit: Visit, covered: OpenEmbargo) -> str:
    """Why an embargo whose time has come cannot be released; empty once it can."""
    updates = embargoes.held_under(covered.embargo)
    return newsroom.embargoes.obstacle(visit, updates, covered.banner is not None)


def _changed(visit: Visit, embargo_id: str, message: str) -> Response:
    if responses.wants_json():
        return make_response(jsonify(id=embargo_id, message=message))
    if responses.wants_fragment():
        return responses.trigger(make_response(pages.queue(visit)), message=message)
    return responses.back_to_desk(visit, message, f"e-{embargo_id}")


def _not_released(visit: Visit, embargo_id: str, error: NewsroomError) -> Response:
    """The queue as it is now, with the reason; without scripts the page that asks for a note."""
    if responses.wants_json():
        return make_response(jsonify(sentence=str(error)), status_of(error))
    if responses.wants_fragment():
        return responses.trigger(make_response(pages.queue(visit), status_of(error)), message=str(error))
    page = _release_page(refused_form(error), visit.slug, embargo_id)
    return make_response(page, status_of(error))


def _covered(visit: Visit, embargo_id: str) -> OpenEmbargo:
    """An embargo and what it covers, as the account may see it; released ones cover nothing any more."""
    found = embargoes.with_covered(visit.id, embargo_id, reporter())
    return found or abort(404, _("There is no such embargo in this visit."))
