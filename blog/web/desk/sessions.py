"""Manages sessions of the desk, in two cookies: `dateline_desk` holds a session's token, `dateline_form` the CSRF key.

They are separate so that a form shown to a stranger can never replace a session. Neither cookie contains a time that
would expire: the session's row alone decides whether it is valid.
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
from blog.extensions import secret_keys
from blog.models import Reporter
from blog.models.session import IDLE, digest
from blog.models.visit import now
from blog.newsroom.errors import CommitUnknown
from blog.queries import accounts
from blog.queries.accounts import Credentials
from blog.text.user_agents import device

COOKIE, FORM_COOKIE = "dateline_desk", "dateline_form"
FORM_LIFETIME = timedelta(days=365)
REFRESH_EVERY = timedelta(minutes=5)
LONGEST_TOKEN = 100
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

logger = structlog.stdlib.get_logger("blog.web")


def init_app(app: Flask) -> None:
    """Loads the signed-in account for Flask-Login, and extends sessions that are in use."""
    app.session_interface = FormCookie()
    login_manager = app.extensions["security"].login_manager
    login_manager.user_loader(lambda _name: None)  # only our own cookie identifies an account
    login_manager.request_loader(account_of)
    app.after_request(keep_alive)


def is_desk(path: str) -> bool:
    """Whether a path belongs to the desk."""
    return path == "/desk" or path.startswith("/desk/")


def account_of(asked: Request) -> Reporter | None:
    """The account that is signed in: one query at the desk, none for readers.

    For a form, the same query loads its visit (see `lookups.own_visit`). Pages load theirs separately, with more.
    """
    digests = _digests(asked)
    slug = None if asked.method in SAFE_METHODS else (asked.view_args or {}).get("slug")
    found = accounts.signed_in(digests, slug) if digests else None
    if found is None:
        return None
    g.visit_of_form = found.visit
    g.desk_session = found.session_id, found.used_at
    g.session_id, g.proved_at = found.session_id, found.proved_at
    g.has_second_factor = found.has_second_factor
    return found.account


def is_of_account_that_is_off() -> bool:
    """Whether the account that was signed in on this device has been switched off."""
    digests = _digests(request)
    return bool(digests) and accounts.is_off(digests)


def begin(account: Credentials, answer: Response) -> None:
    """Signs an account in on this device."""
    token = new_token()
    newsroom.sessions.start(
        account.account_id,
        account.stamp,
        digest_of(token),
        address=request.remote_addr or "",
        device=device(request.user_agent.string),
    )
    _set_cookie(token, answer)


def new_token() -> str:
    """A token for a session, which only its device knows."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What the row of a session holds of its token."""
    return digest(token, str(current_app.secret_key))


def hand_over(token: str, answer: Response) -> Response:
    """Gives this device the new token of its session."""
    g.pop("desk_session", None)  # otherwise the old one would be sent along
    _set_cookie(token, answer)
    return answer


def end(answer: Response) -> None:
    """Signs this device out."""
    newsroom.sessions.end(g.pop("desk_session")[0])
    answer.delete_cookie(COOKIE, path=current_app.config["SESSION_COOKIE_PATH"])


def keep_alive(answer: Response) -> Response:
    """Extends a session that is in use, its row and its cookie, at most every five minutes."""
    session_id, used_at = g.get("desk_session", (None, None))
    if session_id is None or answer.status_code >= 500 or not _is_stale(used_at):
        return answer
    try:
        newsroom.sessions.keep_alive(session_id, address=request.remote_addr or "")
    except (OperationalError, CommitUnknown):
        logger.warning("could not extend a session")  # the next request will
    else:
        _set_cookie(request.cookies[COOKIE], answer)
    return answer


def _digests(asked: Request) -> list[str]:
    """What the row of the session can hold of the token that a device sends: none where it sends none."""
    token = asked.cookies.get(COOKIE, "") if is_desk(asked.path) else ""
    if not token or len(token) > LONGEST_TOKEN:
        return []
    return [digest(token, key) for key in secret_keys()]


def _is_stale(used_at: datetime) -> bool:
    """Also when it is in the future: the clock may have been set back."""
    return abs(now() - used_at) > REFRESH_EVERY


def _set_cookie(token: str, answer: Response) -> None:
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
    """Flask's `session` for the desk alone: the CSRF key and the messages of the next page.

    No other response depends on a cookie, or sends `Vary: Cookie`.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The content of the cookie, whatever its age."""
        if not is_desk(request.path):
            return None
        serializer = self.get_signing_serializer(app)
        try:
            assert serializer
            return self.session_class(serializer.loads(request.cookies[FORM_COOKIE]))
        except (KeyError, BadSignature):
            return self.session_class({"_permanent": True})

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Sets the cookie, unless the browser may have withheld the current one from this request."""
        if not _may_withhold_cookies():
            super().save_session(app, session, response)


def _may_withhold_cookies() -> bool:
    """Whether another site may be behind the request, so that the browser did not send its cookies."""
    if request.method not in SAFE_METHODS:
        return g.get("is_cross_site", False) or not {COOKIE, FORM_COOKIE} & request.cookies.keys()
    framed = request.headers.get("Sec-Fetch-Dest", "document") != "document"
    return framed and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
