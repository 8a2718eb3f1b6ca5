"""The page of a speaker's portrait: what is shown, what is said of it, and the form that uploads another."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from blog import newsroom
from blog.models import Speaker, Visit
from blog.newsroom.errors import Invalid, NewsroomError
from blog.newsroom.media import NO_ALT
from blog.text.numbers import whole_number
from blog.translation import _
from blog.web.desk import bp, responses
from blog.web.desk.auth import reporter
from blog.web.desk.forms import Form
from blog.web.desk.redisplay import redisplays, refused_form
from blog.web.desk.set_up_page import editable_visit

_SAID = ("alt", "credit")


@bp.get("/visits/<slug>/set-up/speakers/<key>/portrait")
def portrait(slug: str, key: str) -> str:
    return _page(slug, key)


def form_again(error: NewsroomError, address: Mapping[str, str]) -> str:
    """The page after an upload that was refused; `address` has the slug."""
    return _page(address["slug"], request.form["portrait"], upload=refused_form(error))


def _words_again(form: Form, slug: str, key: str) -> str:
    return _page(slug, key, words=form)


@bp.post("/visits/<slug>/set-up/speakers/<key>/portrait")
@redisplays(_words_again)
def describe_portrait(slug: str, key: str) -> Response:
    visit = editable_visit(slug)
    file = _speaker(visit, key).portrait or abort(404)
    fields, version = (
        {name: request.form.get(name, "") for name in _SAID},
        whole_number(request.form.get("version", "")),
    )
    newsroom.media.describe_file(visit.id, reporter().id, file.public_id, fields, version=version or 0)
    return back(editable_visit(slug), key, _("Saved."))


@bp.post("/visits/<slug>/set-up/speakers/<key>/portrait/remove")
@redisplays(_words_again)
def remove_portrait(slug: str, key: str) -> Response:
    visit = editable_visit(slug)
    newsroom.portraits.portray(visit.id, reporter().id, key, "")
    return back(editable_visit(slug), key, _("The portrait was removed."))


def check(fields: Mapping[str, str]) -> None:
    """Raises Invalid for an upload that is to be a portrait and says nothing for readers who cannot see it."""
    if fields.get("portrait") and not fields.get("alt", "").strip():
        raise Invalid(alt=_(NO_ALT))


def back(visit: Visit, key: str, message: str) -> Response:
    """Leads back to the page, which says what was done."""
    flash(message)
    return responses.go_to(url_for("desk.portrait", slug=visit.slug, key=key))


def _page(slug: str, key: str, **forms: Form) -> str:
    visit = editable_visit(slug)
    inputs = {"upload": forms.get("upload"), "words": forms.get("words")}
    return render_template("desk/set_up/portrait.html", visit=visit, speaker=_speaker(visit, key), **inputs)


def _speaker(visit: Visit, key: str) -> Speaker:
    people = (speaker for side in visit.delegations for speaker in side.speakers)
    return next((speaker for speaker in people if speaker.key == key), None) or abort(404)
