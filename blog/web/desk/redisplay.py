"""Shows a refused form again: every field kept, the errors beside their fields, and the status of the refusal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue

from blog.newsroom.errors import (
    BothChanged,
    CommitUnknown,
    Conflict,
    InUse,
    Invalid,
    NeedsConfirmation,
    NewsroomError,
    NotAllowed,
    NotFound,
    StaleForm,
)
from blog.translation import _
from blog.web.desk import forms, responses
from blog.web.desk.cities import AmbiguousCity
from blog.web.desk.confirmations import question
from blog.web.desk.forms import Form

_STATUS: dict[type[NewsroomError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    StaleForm: 409,
    BothChanged: 409,
    CommitUnknown: 503,
}

View = Callable[..., ResponseReturnValue]


def redisplays(render: Callable[..., str]) -> Callable[[View], View]:
    """Decorates a view that takes a form: when the newsroom refuses, `render` shows the form again.

    `render` is called with the form and the values of the address, and returns a fragment or a page; the outbox gets
    the sentence as JSON. A view without this decorator answers a refusal with an error page
    (`blog.web.errors.refused`).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(**values: str) -> ResponseReturnValue:
            try:
                return view(**values)
            except NewsroomError as error:
                if status_of(error) == 403 and responses.by_htmx() and not responses.wants_json():
                    return _kept_text(error)
                answer = _refusal(error) if responses.wants_json() else render(refused_form(error), **values)
                return make_response(answer, status_of(error))

        return answer

    return decorate


def status_of(error: NewsroomError) -> int:
    """The HTTP status of a refusal."""
    return _STATUS.get(type(error), 422)


def refused_form(error: NewsroomError) -> Form:
    """The form of this request with its errors, or with the question that must be answered first."""
    if isinstance(error, NeedsConfirmation):
        form = forms.submitted()
        form.question = question(error)
        return form
    form = forms.submitted(error.fields if isinstance(error, Invalid) else {"form": str(error)})
    form.is_conflict = isinstance(error, Conflict)
    form.is_stale = isinstance(error, StaleForm)
    if isinstance(error, InUse):
        named: dict[str, Any] = {"slug": (request.view_args or {})["slug"], error.name: error.value}
        form.way = url_for("desk.search", **named)
    if isinstance(error, AmbiguousCity):
        form.places = error.cities
    if isinstance(error, BothChanged):
        form.theirs = error.theirs
        form.values = {name: value for name, value in form.values.items() if name not in error.outdated}
    return form


def _kept_text(error: NewsroomError) -> Response:
    """One sentence, under the form that stays on the page as it is: the account has nothing to send again."""
    return Response(_("%(reason)s Your text is kept.", reason=error), 403, mimetype="text/plain")


def _refusal(error: NewsroomError) -> Response:
    """The sentence of an error, and the answer that its question waits for."""
    if not isinstance(error, NeedsConfirmation):
        return jsonify(sentence=str(error))
    asked = question(error)
    return jsonify(sentence=asked.sentence, question={"label": asked.label, "action": asked.action, "sure": asked.sure})
