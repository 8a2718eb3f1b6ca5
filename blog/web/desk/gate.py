"""Who may come in: default deny for everything under /desk, and a throttle on signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from time import sleep
from typing import Any

from flask import Flask, Request, Response, current_app, render_template, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_limiter.util import get_remote_address
from flask_login import current_user, user_logged_in
from werkzeug.exceptions import Unauthorized, UnsupportedMediaType
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from blog.extensions import accounts, limiter
from blog.models import Reporter

OPEN = {"security.login"}
SIGN_INS = "10 per 10 minutes"
SIGN_INS_OF_ADDRESS = "30 per 10 minutes"
NOT_HANDED_BACK = {"csrf_token", "password"}


def init_app(app: Flask) -> None:
    """Puts the gate before every request and the throttle before the sign-in."""
    app.session_interface = DeskSessions()
    app.before_request(demand_sign_in)
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


def reporter() -> Reporter:
    """The account that is signed in."""
    account: Reporter = current_user._get_current_object()
    return account


def demand_sign_in() -> AnyResponse | str | tuple[str, int] | None:
    """Default deny. A form that comes from a session that is over is kept on the page that asks to sign in again."""
    if request.endpoint in OPEN and request.is_json:
        raise UnsupportedMediaType  # the throttle and the CSRF token are those of the form
    if not _is_desk(request.path) or request.endpoint in OPEN or current_user.is_authenticated:
        return None
    if request.method == "POST":
        return kept_form(401, "You were signed out. Your text is kept below.")
    if request.headers.get("HX-Request"):
        raise Unauthorized("You were signed out. Sign in again in another tab; your text stays here.")
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def kept_form(status: int, sentence: str, *, signed_in: bool | None = None) -> tuple[str, int]:
    """The page that hands a form back with everything in it, to be sent again.

    `signed_in` is for who cannot look that up at the moment.
    """
    if signed_in is None:
        signed_in = current_user.is_authenticated
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_HANDED_BACK]
    page = render_template("desk/kept.html", sentence=sentence, fields=fields, action=request.path, signed_in=signed_in)
    return page, status


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
