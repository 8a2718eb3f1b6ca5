"""The form with which readers report an error in an update, without an account, a cookie or scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask_limiter.errors import RateLimitExceeded
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom, work_queue
from blog.extensions import csrf, limiter
from blog.newsroom.errors import Invalid, NotFound, Refused
from blog.translation import _
from blog.web.lookups import published_or_404, visit_or_404
from blog.web.own_site import is_from_own_site
from blog.web.page_cache.decorators import cached_for_visit
from blog.web.reader import bp
from blog.work_queue import Queue

# Attempts of one address, and what is taken in from all together.
REPORTS_OF_ADDRESS, REPORTS_OF_ALL = "10 per 10 minutes", "60 per 10 minutes"
# A field that people do not see, and that programs fill in.
TRAP = "website"
RETRY_SECONDS = "600"
FIELDS = ("text", "email")


@dataclass(frozen=True)
class Form:
    """A form to be shown again: its fields, and a sentence for each that is wrong, under `form` for what is not one."""

    values: Mapping[str, str]
    errors: Mapping[str, str]


@bp.get("/live/<slug>/updates/<public_id>/report")
@cached_for_visit()
def report(slug: str, public_id: str) -> str:
    return _page(slug, public_id)


@bp.get("/live/<slug>/updates/<public_id>/report/sent")
@cached_for_visit()
def report_sent(slug: str, public_id: str) -> str:
    return _page(slug, public_id, is_sent=True)


@bp.post("/live/<slug>/updates/<public_id>/report")
def send_report(slug: str, public_id: str) -> AnyResponse:
    """Takes a report in; a refused one comes back with every word."""
    if not is_from_own_site():
        abort(403, _("This form came from another site. Nothing was sent. Report the error on the page of the update."))
    try:
        return _take_in(slug, public_id)
    except Invalid as error:
        return _again(slug, public_id, error.fields, 422)
    except NotFound as error:
        abort(404, str(error))
    except Refused as error:
        return _again(slug, public_id, {"form": str(error)}, 429)
    except RateLimitExceeded:
        sentence = _("Too many reports were sent at once. Wait ten minutes, then send it again.")
        return _again(slug, public_id, {"form": sentence}, 429)


csrf.exempt(send_report)  # without a session, a foreign page gains nothing that it could not send by itself


def _is_taken_in(answer: AnyResponse) -> bool:
    return answer.status_code == 303


@limiter.limit(REPORTS_OF_ALL, key_func=lambda: "everybody", deduct_when=_is_taken_in)
@limiter.limit(REPORTS_OF_ADDRESS)
def _take_in(slug: str, public_id: str) -> AnyResponse:
    visit = visit_or_404(slug)
    if not request.form.get(TRAP):
        text, email = (request.form.get(name, "") for name in FIELDS)
        newsroom.reports.report(visit.id, public_id, text, email=email)
    answer = redirect(url_for("reader.report_sent", slug=slug, public_id=public_id), 303)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _again(slug: str, public_id: str, errors: Mapping[str, str], status: int) -> Response:
    """The form with what was typed, which is rendered for this request alone."""
    form = Form({name: request.form.get(name, "") for name in FIELDS}, errors)
    with work_queue.turn(Queue.QUERIES):
        answer = make_response(_page(slug, public_id, form=form), status)
    answer.headers["Cache-Control"] = "no-store"
    if status == 429:
        answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def _page(slug: str, public_id: str, *, form: Form | None = None, is_sent: bool = False) -> str:
    visit = visit_or_404(slug)
    update = published_or_404(visit, public_id)
    return render_template("report/page.html", visit=visit, update=update, form=form, is_sent=is_sent, trap=TRAP)
