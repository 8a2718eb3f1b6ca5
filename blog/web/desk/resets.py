"""Chooses a new password with a link, and takes the wish for one from whoever has forgotten theirs."""

from __future__ import annotations

from contextlib import suppress

import structlog
from flask import Response, current_app, make_response, render_template, request
from flask_limiter import RateLimitExceeded

from blog import newsroom
from blog.extensions import limiter
from blog.models import PasswordReset
from blog.newsroom.errors import NewsroomError, NotFound
from blog.newsroom.invitations import DEAD_LINK
from blog.queries import accounts
from blog.queries import administration as queries
from blog.translation import _
from blog.web.deliveries.mails import can_mail
from blog.web.desk import bp
from blog.web.desk.forms import Form
from blog.web.desk.invitations import FAILURES, dead_link, has_failed, without_referrer
from blog.web.desk.password_queue import PasswordQueue
from blog.web.desk.redisplay import refused_form, status_of

WISHES_OF_NETWORK = "10 per hour"
WISHES_OF_ADDRESS = "3 per hour"

logger = structlog.stdlib.get_logger("blog.web")


@bp.route("/reset/<token>", methods=["GET", "POST"])
@limiter.limit(FAILURES, deduct_when=has_failed)
def reset(token: str) -> Response:
    """The form, and the password that it sets. A link that does not work is the same page whatever the reason."""
    found = queries.reset_by_token(token)
    if found is None or not newsroom.resets.is_open(found):
        return dead_link(_(DEAD_LINK))
    if request.method == "GET":
        return _page(found, Form())
    email = found.account.email
    queue: PasswordQueue = current_app.extensions["password_queue"]
    try:
        with queue.turn(known=True):
            newsroom.resets.choose(token, request.form.get("password", ""))
    except NotFound as error:
        return dead_link(str(error))
    except NewsroomError as error:
        return _page(found, refused_form(error), status_of(error))
    logger.info("password reset", account=email, address=request.remote_addr)
    return without_referrer(make_response(render_template("desk/reset/done.html")))


@bp.route("/forgot", methods=["GET", "POST"])
@limiter.limit(WISHES_OF_NETWORK, methods=["POST"])
def forgot() -> str:
    """Takes an address. The answer is the same, and as fast, whether or not there is such an account."""
    has_mail = can_mail()
    email = _address()
    is_sent = request.method == "POST" and has_mail
    if is_sent and "\0" not in email:
        with suppress(RateLimitExceeded):  # nobody's letter box is filled by a stranger
            _mail(email)
    return render_template("desk/reset/forgot.html", can_mail=has_mail, is_sent=is_sent, email=email)


def _address() -> str:
    return request.form.get("email", "").strip().lower()


@limiter.shared_limit(WISHES_OF_ADDRESS, scope="forgot", key_func=lambda: _address()[:255])
def _mail(email: str) -> None:
    account = accounts.by_email(email)
    newsroom.resets.ask(account.id if account else None)


def _page(found: PasswordReset, form: Form, status: int = 200) -> Response:
    page = render_template("desk/reset/page.html", email=found.account.email, form=form)
    return without_referrer(make_response(page, status))
