"""The desk's two cookies: `dateline_desk` holds the token of a session, `dateline_form` what forms are checked by.

They are apart so that no form that is shown to a stranger can ever take the place of a session. Neither is tied to a
clock: whether a session holds is said by its row alone.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import structlog
from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature
from sqlalchemy.exc import OperationalError

from blog import newsroom
from blog.models import Reporter
from blog.models.session import IDLE, digest
from blog.models.visit import now
from blog.newsroom.errors import CommitUnknown
from blog.queries import accounts
from blog.queries.accounts import Credentials
from blog.text.device import device

COOKIE, FORM_COOKIE = "dateline_desk", "dateline_form"
FORM_LIFETIME = timedelta(days=365)
NOTED_EVERY = timedelta(minutes=5)
LONGEST_TOKEN = 100
READING = {"GET", "HEAD", "OPTIONS"}

logger = structlog.stdlib.get_logger("blog.web")


def init_app(app: Flask) -> None:
    """Tells Flask-Login who is signed in, and keeps sessions alive while they are used."""
    app.session_interface = FormCookie()
    login_manager = app.extensions["security"].login_manager
    login_manager.user_loader(lambda _name: None)  # no cookie but the session's says who somebody is
    login_manager.request_loader(account_of)
    app.after_request(keep_alive)


def is_desk(path: str) -> bool:
    return path == "/desk" or path.startswith("/desk/")


def account_of(asked: Request) -> Reporter | None:
    """The account that is signed in. One query, and none for readers."""
    token = asked.cookies.get(COOKIE, "") if is_desk(asked.path) else ""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    keys = [current_app.secret_key, *(current_app.config.get("SECRET_KEY_FALLBACKS") or ())]
    found = accounts.signed_in([digest(token, str(key)) for key in keys])
    if found is None:
        return None
    g.desk_session = found.session_id, found.used_at
    return found.account


def begin(account: Credentials, answer: Response) -> None:
    """Signs an account in on the device that asks."""
    token = secrets.token_urlsafe(32)
    newsroom.sessions.start(
        account.account_id,
        account.stamp,
        digest(token, str(current_app.secret_key)),
        address=request.remote_addr or "",
        device=device(request.user_agent.string),
    )
    _give(token, answer)


def end(answer: Response) -> None:
    """Signs this device out."""
    newsroom.sessions.end(g.pop("desk_session")[0])
    answer.delete_cookie(COOKIE, path=current_app.config["SESSION_COOKIE_PATH"])


def keep_alive(answer: Response) -> Response:
    """Notes now and then that a session is in use, which both its row and its cookie need to last."""
    session_id, used_at = g.get("desk_session", (None, None))
    if session_id is None or answer.status_code >= 500 or not _is_stale(used_at):
        return answer
    try:
        newsroom.sessions.keep_alive(session_id, address=request.remote_addr or "")
    except (OperationalError, CommitUnknown):
        logger.warning("a session could not be noted as in use")  # it will be by the next request
    else:
        _give(request.cookies[COOKIE], answer)
    return answer


def _is_stale(used_at: datetime) -> bool:
    """Also when it lies ahead: the clock may have been put back."""
    return abs(now() - used_at) > NOTED_EVERY


def _give(token: str, answer: Response) -> None:
    config = current_app.config
    answer.set_cookie(
        COOKIE,
        token,
        max_age=IDLE,
        path=config["SESSION_COOKIE_PATH"],
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite=config["SESSION_COOKIE_SAMESITE"],
    )


class FormCookie(SecureCookieSessionInterface):
    """Flask's `session`, for the desk alone: the key of its forms and what is said on the next page. No other answer
    depends on a cookie, or tells caches that it does."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds, however old it is: nothing in it expires."""
        if not is_desk(request.path):
            return None
        serializer = self.get_signing_serializer(app)
        try:
            assert serializer
            return self.session_class(serializer.loads(request.cookies[FORM_COOKIE]))
        except (KeyError, BadSignature):
            return self.session_class({"_permanent": True})

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Sets the cookie, but never in the place of one that the browser may have kept to itself."""
        if not _may_lack_cookies():
            super().save_session(app, session, response)


def _may_lack_cookies() -> bool:
    """Whether the browser may have a cookie that this request does not carry, because another site is behind it."""
    if request.method not in READING:
        return g.get("from_elsewhere", False) or not {COOKIE, FORM_COOKIE} & request.cookies.keys()
    framed = request.headers.get("Sec-Fetch-Dest", "document") != "document"
    return framed and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
