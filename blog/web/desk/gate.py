"""Who may come in: default deny for everything under /desk, and a throttle on signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from time import sleep
from typing import Any

import structlog
from flask import Flask, Request, Response, abort, current_app, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_limiter.util import get_remote_address
from flask_login import current_user, user_logged_in
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized, UnsupportedMediaType
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from blog.extensions import accounts, csrf, limiter
from blog.models import Reporter
from blog.web.desk import kept
from blog.web.handshake import is_ours

OPEN = {"security.login"}
SIGN_INS = "10 per 10 minutes"
SIGN_INS_OF_ADDRESS = "30 per 10 minutes"
READING = {"GET", "HEAD", "OPTIONS"}
# What a browser says of a form that one of our own pages sends, or a person by the address bar.
OWN = {"same-origin", "none"}
LONGEST_ORIGIN = 200

logger = structlog.stdlib.get_logger("blog.web")


def init_app(app: Flask) -> None:
    """Puts the gate before every request and the throttle before the sign-in."""
    app.session_interface = DeskSessions()
    app.before_request(refuse_other_sites)
    app.before_request(demand_sign_in)
    app.before_request(check_token)
    app.after_request(say_what_failed)
    user_logged_in.connect(_keep_signed_in, app)
    throttled = limiter.limit(SIGN_INS, key_func=account_and_address, methods=["POST"], deduct_when=_failed)
    of_address = limiter.limit(SIGN_INS_OF_ADDRESS, key_func=get_remote_address, methods=["POST"], deduct_when=_failed)
    login: Any = app.view_functions["security.login"]
    app.view_functions["security.login"] = one_at_a_time(of_address(throttled(login)))
    accounts.want_json(lambda _: False)


def one_at_a_time(login: Callable[[], Any]) -> Callable[[], Any]:
    """Hashing a password takes a while on purpose: between two of them everyone else has a turn.

    A flood of sign-ins so waits for itself, and what comes after the throttle's limit is never hashed.
    """
    hashing = Lock()

    @wraps(login)
    def wait() -> Any:
        if request.method != "POST":
            return login()
        with hashing:
            sleep(0)
            return login()

    return wait


class DeskSessions(SecureCookieSessionInterface):
    """Sessions for the desk alone: no other answer depends on a cookie, or tells caches that it does."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if _is_desk(request.path) else None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Sets the cookie, but never in the place of one that the browser may have kept to itself."""
        if not _may_lack_cookies():
            super().save_session(app, session, response)


def _may_lack_cookies() -> bool:
    """Whether the browser may have a cookie that this request does not carry, because another site is behind it."""
    if request.method not in READING:
        return not _sent_by_us() or current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
    framed = request.headers.get("Sec-Fetch-Dest", "document") != "document"
    return framed and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")


def reporter() -> Reporter:
    """The account that is signed in."""
    account: Reporter = current_user._get_current_object()
    return account


def refuse_other_sites() -> None:
    """What a page of another site sends is not what a reporter wants, whoever is signed in in that browser."""
    if request.method in READING or not _is_desk(request.path) or _sent_by_us():
        return
    origin = request.headers.get("Origin", "")[:LONGEST_ORIGIN]
    logger.warning("refused a form from another site", origin=origin, method=request.method, path=request.path)
    abort(403, "This came from another site, so nothing was done. If you want it done, open the desk and do it there.")


def _sent_by_us() -> bool:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in OWN
    return origin is None or is_ours(origin, current_app.config["PUBLIC_URL"], request.host)


def demand_sign_in() -> AnyResponse | None:
    """Default deny. A text that comes from a session that is over is kept on the page that asks to sign in again."""
    if request.endpoint in OPEN and request.is_json:
        raise UnsupportedMediaType  # the throttle and the CSRF token are those of the form
    if not _is_desk(request.path) or request.endpoint in OPEN or current_user.is_authenticated:
        return None
    if request.method == "POST":
        return kept.answer(401, "You were signed out.")
    if request.headers.get("HX-Request"):
        raise Unauthorized("You were signed out. Sign in again in another tab; your text stays here.")
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def check_token() -> None:
    """Every form carries a token of the session that it was made for."""
    try:
        csrf.protect(apply_exemptions=True)
    except CSRFError as error:
        logger.warning("refused a form for its token", reason=error.description, path=request.path)
        raise


def account_and_address() -> str:
    """Whom the throttle counts: an account as it was typed, from an address."""
    return f"{request.form.get('email', '').strip().lower()[:255]} {get_remote_address()}"


def account() -> str:
    """Whom the limit on posts counts."""
    return str(current_user.id) if current_user.is_authenticated else get_remote_address()


def say_what_failed(response: Response) -> Response:
    """A sign-in that failed is a form that failed: 422, as for every other form."""
    if _failed(response):
        response.status_code = 422
    return response


def _failed(response: Response) -> bool:
    return request.endpoint == "security.login" and request.method == "POST" and response.status_code in (200, 422)


def _is_desk(path: str) -> bool:
    return path == "/desk" or path.startswith("/desk/")


def _keep_signed_in(_app: Flask, **_: object) -> None:
    """A phone closes its browser in the middle of a visit: the session outlives that."""
    session.permanent = True
    current_app.logger.info("signed in")
