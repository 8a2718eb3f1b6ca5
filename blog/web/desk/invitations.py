"""Accepts an invitation: whoever has the link chooses a name and a password, and has an account.

The page says nothing of the desk that the link was not made for: no visit, no colleague.
"""

from __future__ import annotations

import structlog
from flask import Response, current_app, make_response, render_template, request, session
from flask_login import current_user

from blog import newsroom
from blog.extensions import limiter
from blog.models import Invitation
from blog.newsroom.errors import NewsroomError, NotFound
from blog.newsroom.invitations import DEAD_LINK
from blog.queries import accounts
from blog.queries import invitations as queries
from blog.translation import _
from blog.web import error_pages
from blog.web.desk import bp, responses, sessions
from blog.web.desk.forms import Form
from blog.web.desk.password_queue import PasswordQueue, TooManySignIns
from blog.web.desk.redisplay import refused_form, status_of

# Dead links and refused forms from a network. A newsroom that comes to its desk in one morning is not counted.
FAILURES = "30 per 10 minutes"

logger = structlog.stdlib.get_logger("blog.web")


def has_failed(answer: Response) -> bool:
    """Whether an answer counts against the limit."""
    return answer.status_code in (404, 422)


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@limiter.limit(FAILURES, deduct_when=has_failed)
def invitation(token: str) -> Response:
    """The form, and the account that it makes. A link that does not work is the same page whatever the reason."""
    found = queries.by_token(token)
    if found is None:
        return dead_link(_(DEAD_LINK))
    if request.method == "GET" or current_user.is_authenticated:
        return _page(found, Form())
    queue: PasswordQueue = current_app.extensions["password_queue"]
    try:
        with queue.turn(known=True):
            email = newsroom.invitations.accept(token, name=_typed("name"), password=_typed("password"))
    except NotFound as error:
        return dead_link(str(error))
    except NewsroomError as error:
        return _page(found, refused_form(error), status_of(error))
    logger.info("invitation accepted", account=email, address=request.remote_addr)
    return without_referrer(_signed_in(email))


@bp.errorhandler(TooManySignIns)
def turn_away(_error: TooManySignIns) -> Response:
    """Answers a form for whose password the queue has no room."""
    busy = _("Too many people are signing in right now. Try again in a minute.")
    answer = make_response(error_pages.body(429, busy), 429)
    answer.headers["Retry-After"] = "60"
    return answer


def dead_link(sentence: str) -> Response:
    """The page of a link that lets nobody in."""
    return without_referrer(make_response(render_template("desk/invitation/dead.html", sentence=sentence), 404))


def without_referrer(answer: Response) -> Response:
    """Keeps the token out of what the browser tells the next page."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _signed_in(email: str) -> Response:
    """Goes to the desk with a session of the new account."""
    answer = responses.go_to("/desk", 302)
    account = accounts.credentials(email)
    assert account
    sessions.begin(account, answer)
    session.pop("csrf_token", None)  # forms that an earlier account left open are not sent as this one
    session["account"] = account.account_id
    return answer


def _page(found: Invitation, form: Form, status: int = 200) -> Response:
    page = render_template("desk/invitation/page.html", email=found.email, role=found.role, form=form)
    return without_referrer(make_response(page, status))


def _typed(name: str) -> str:
    return request.form.get(name, "")
