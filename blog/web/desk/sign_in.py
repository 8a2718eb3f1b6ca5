"""Signing in and out. Nothing else of Flask-Security's has an address: what nobody links nobody watches."""

from __future__ import annotations

import re

import structlog
from flask import Blueprint, Flask, Response, current_app, make_response, redirect, render_template, request, session
from flask_limiter import RateLimitExceeded
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.extensions import limiter
from blog.newsroom import passwords
from blog.queries import accounts
from blog.queries.accounts import Credentials
from blog.security import network
from blog.text.graphemes import cut
from blog.web.desk import sessions
from blog.web.desk.auth import reporter
from blog.web.desk.password_queue import Full, Turns

SIGN_INS = "10 per 10 minutes"
SIGN_INS_OF_ADDRESS = "30 per 10 minutes"
WRONG = "The address or the password is not right. Check both."
BUSY = "Very many people are signing in at the moment. Wait a minute, then try again."
# Our own addresses alone: neither a backslash nor a control character makes another host of them.
_OWN = re.compile(r"/desk(?:[/?][^\\\x00-\x20\x7f]*)?")
LONGEST_LOGGED = 80

bp = Blueprint("security", __name__, url_prefix="/desk")
logger = structlog.stdlib.get_logger("blog.web")


def init_app(app: Flask) -> None:
    """Registers the two addresses."""
    app.extensions["sign_in_turns"] = Turns()
    app.register_blueprint(bp)


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="login")
def sign_in() -> AnyResponse:
    """The form, and what it sends: a password is checked when it is its turn."""
    if current_user.is_authenticated:
        return redirect(_wanted())
    return _in_turn() if request.method == "POST" else _page()


def _in_turn() -> AnyResponse:
    """The throttle is asked in turn too: what it stops is never hashed."""
    account = _credentials()
    try:
        with current_app.extensions["sign_in_turns"].take(known=_is_known(account)):
            return _check(account)
    except Full:
        _log("sign-in turned away")
        return make_response(_page(BUSY), 429, {"Retry-After": "60"})
    except RateLimitExceeded:
        _log("sign-in throttled")
        raise


@bp.post("/sign-out", endpoint="logout")
def sign_out() -> Response:
    """Ends this device's session, or with `everywhere` all of the account's."""
    account, everywhere = reporter(), bool(request.form.get("everywhere"))
    email, account_id = account.email, account.id
    answer = Response(status=302, headers={"Location": "/desk/sign-in"})
    sessions.end(answer)
    if everywhere:
        newsroom.sessions.end_all(account_id)
    logger.info("signed out", account=email, address=request.remote_addr, everywhere=everywhere)
    return answer


def account_and_address() -> str:
    """Whom the throttle counts: an account as it was typed, from an address."""
    return f"{_typed().strip().lower()[:255]} {network(request.remote_addr or '')}"


def _failed(answer: Response) -> bool:
    return answer.status_code == 422


@limiter.limit(SIGN_INS_OF_ADDRESS, deduct_when=_failed)
@limiter.limit(SIGN_INS, key_func=account_and_address, deduct_when=_failed)
def _check(account: Credentials | None) -> AnyResponse:
    right = passwords.matches(request.form.get("password", ""), account.password if account else None)
    if account is None or not account.active or not right:
        _log("sign-in failed")
        return make_response(_page(WRONG), 422)
    answer = Response(status=302, headers={"Location": _wanted()})
    sessions.begin(account, answer)
    if session.get("account", account.account_id) != account.account_id:
        session.pop("csrf_token", None)  # what one person left open must not go out under the name of the next
    session["account"] = account.account_id
    _log("signed in")
    return answer


def _credentials() -> Credentials | None:
    return None if "\0" in _typed() else accounts.credentials(_typed())


def _is_known(account: Credentials | None) -> bool:
    """Whether the account has signed in from here before: on this device, or in this network."""
    if account is None:
        return False
    here = network(request.remote_addr or "")
    return session.get("account") == account.account_id or here in map(network, account.addresses)


def _wanted() -> str:
    """Where a sign-in leads."""
    asked = request.form.get("next") or request.args.get("next", "")
    return asked if _OWN.fullmatch(asked) else "/desk"


def _typed() -> str:
    return request.form.get("email", "")


def _page(error: str = "") -> Response:
    return make_response(render_template("security/login_user.html", email=_typed(), error=error))


def _log(event: str) -> None:
    """Who tried, as it was typed, and from where. Never the password."""
    logger.info(event, account=cut(_typed().strip(), LONGEST_LOGGED), address=request.remote_addr)
