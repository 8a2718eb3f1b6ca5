"""Who may come in: default deny for everything under /desk, and nothing that a page of another site sends."""

from __future__ import annotations

from typing import ParamSpec

import structlog
from flask import Flask, abort, current_app, g, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized, UnsupportedMediaType
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from blog.extensions import csrf
from blog.models import Reporter
from blog.permissions import Permission
from blog.security import network
from blog.web.desk import rescued_text
from blog.web.desk.sessions import READING, is_desk
from blog.web.handshake_checks import is_ours

OPEN = {"security.login"}
# What a browser says of a form that one of our own pages sends, or a person by the address bar.
OWN = {"same-origin", "none"}
LONGEST_ORIGIN = 200

P = ParamSpec("P")

logger = structlog.stdlib.get_logger("blog.web")


def init_app(app: Flask) -> None:
    """Puts the gate before every request."""
    app.before_request(refuse_other_sites)
    app.before_request(demand_sign_in)
    app.before_request(check_token)


def reporter() -> Reporter:
    """The account that is signed in."""
    account: Reporter = current_user._get_current_object()
    return account


def require(permission: Permission[P], *about: P.args, **more: P.kwargs) -> None:
    """Answers 403 with the permission's own sentence, unless the account that is signed in has it."""
    if not permission(reporter(), *about, **more):
        abort(403, permission.refusal)


def refuse_other_sites() -> None:
    """What a page of another site sends is not what a reporter wants, whoever is signed in in that browser."""
    if request.method in READING or not is_desk(request.path) or _sent_by_us():
        return
    g.from_elsewhere = True
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
    if not is_desk(request.path) or request.endpoint in OPEN or current_user.is_authenticated:
        return None
    if request.method == "POST":
        return rescued_text.answer(401, "You were signed out.")
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


def account() -> str:
    """Whom the limit on posts counts."""
    return str(current_user.id) if current_user.is_authenticated else network(request.remote_addr or "")
