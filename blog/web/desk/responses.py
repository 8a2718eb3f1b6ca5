"""How the desk answers: fragments to htmx, redirects and pages to everyone else; a failed form comes back whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blog.models import Update, Visit
from blog.newsroom.errors import Conflict, Invalid, NewsroomError, NotAllowed, NotFound, Overtaken, Unconfirmed, Unsure
from blog.queries import desk, stream, visits
from blog.web.desk import forms
from blog.web.desk.auth import reporter
from blog.web.desk.confirmations import question
from blog.web.desk.forms import Form

_STATUS: dict[type[NewsroomError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Overtaken: 409,
    Unsure: 503,
}


def by_htmx() -> bool:
    """Whether a script of ours asks, and wants a part and not a page."""
    return request.headers.get("HX-Request") == "true"


def done(visit: Visit, said: str, anchor: str = "", *, leaves: bool = False) -> AnyResponse:
    """What was asked for is done: back to the desk of the visit, which says so.

    `leaves` is for a form on a page of its own, which a script leaves for the desk as well.
    """
    if by_htmx() and not leaves:
        return saying(Response(status=204), said)
    flash(said)
    if by_htmx():
        return Response(status=204)
    return redirect(f"{_back(visit)}#{anchor}" if anchor else _back(visit), 303)


def _back(visit: Visit) -> str:
    """The page on which a form of an update stood, if it says so and is the desk's; otherwise the desk."""
    pages = [url_for(f"desk.{page}", slug=visit.slug) for page in ("visit", "search")]
    path, _, query = request.form.get("back", "").partition("?")
    return f"{path}?{quote(query, safe='=&%+')}" if path in pages and query else pages[0]


def saying(answer: Response, said: str) -> Response:
    """An answer for a script, with a sentence for the reporter; headers hold nothing but ASCII."""
    answer.headers["X-Dateline-Said"] = quote(said)
    return answer


def sentence(error: NewsroomError) -> dict[str, str]:
    """An error as a form shows it: by field, or under `form` when it concerns no one field."""
    return error.fields if isinstance(error, Invalid) else {"form": str(error)}


def again(error: NewsroomError, action: str) -> Form:
    """The form of this request, to be shown again with what is wrong with it, or with what is asked first."""
    if not isinstance(error, Unconfirmed):
        return forms.sent(sentence(error))
    form = forms.sent()
    form.question = question(error, action)
    return form


def failed(error: NewsroomError, page: str) -> Response:
    """A page or fragment that shows a form again, with the status that says why."""
    return make_response(page, _STATUS.get(type(error), 422))


def desk_page(visit: Visit, *, page: stream.Page | None = None, form: Form | None = None, **sides: Form) -> str:
    """The desk of a visit: the composer where the next update will appear, above the live list.

    `sides` are other forms to be shown again, by the name that their partial knows.
    """
    page = page or stream.front(visit)
    return render_template(
        "desk/visit.html",
        visit=visit,
        form=form or forms.empty(visit),
        **{"banner_form": None} | sides,
        updates=page.updates,
        pager=page,
        pinned=stream.pinned(visit.id),
        key_events=stream.key_events(visit.id),
        waiting=desk.waiting(visit.id, reporter()),
        **banner_inputs(visit, page.updates),
    )


def banner_inputs(visit: Visit, recent: Any = None) -> dict[str, Any]:
    """What the banner's form needs besides itself: the banner, and the updates that it may lead to."""
    return {
        "banner": visits.banner_of(visit.id),
        "recent": stream.front(visit).updates if recent is None else recent,
    }


def edit_page(visit: Visit, update: Update, form: Form) -> str:
    """The form that changes an update."""
    return render_template("desk/edit.html", visit=visit, update=update, form=form)
