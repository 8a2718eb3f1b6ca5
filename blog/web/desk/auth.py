"""Authentication for everything under /desk: default deny, no requests from other sites, a CSRF token in every form.

What asks for the password again, before an act that is worth it, is in `fresh.py`.
"""

from __future__ import annotations

import re
from typing import ParamSpec

import structlog
from flask import Flask, abort, current_app, g, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, Unauthorized, UnsupportedMediaType
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from blog.extensions import csrf
from blog.models import Reporter
from blog.permissions import Permission
from blog.security import network
from blog.translation import N_, _
from blog.web import languages
from blog.web.desk import rescued_text, responses, sessions
from blog.web.desk.sessions import SAFE_METHODS, is_desk
from blog.web.own_site import is_from_own_site

# Endpoints that need no sign-in.
_OF_LINKS = {"desk.invitation", "desk.reset", "desk.forgot", "desk.oidc_callback"}
OPEN = {
    "security.login",
    "desk.second_step",
    "desk.sign_in_by_passkey",
    *_OF_LINKS,
    "desk.oidc_callback",
    "desk.worker",
    "desk.manifest",
    "desk.calendar",
    "desk.share",
}
LONGEST_ORIGIN = 200
# What opens without the second factor that is demanded: where one sets it up.
WITHOUT_SECOND_FACTOR = {
    *("security.logout", "desk.account", "desk.confirm"),
    *("desk.app_form", "desk.set_up_app", "desk.passkey_form", "desk.add_passkey"),
}
SWITCHED_OFF = N_("Your account is switched off. Ask an admin to switch it on again.")
# Asked by scripts, which can do nothing with a page to sign in.
STREAM = re.compile(r"/desk/visits/[^/]+/(?:rehearsal/)?(?:ws|since/[^/]*)")

P = ParamSpec("P")

logger = structlog.stdlib.get_logger("blog.web")


def init_app(app: Flask) -> None:
    """Checks every request before its view."""
    app.before_request(speak)
    app.before_request(refuse_other_sites)
    app.before_request(require_sign_in)
    app.before_request(check_csrf_token)


def speak() -> None:
    """At the desk, the language of the account that is signed in."""
    if is_desk(request.path):
        languages.speak(reporter().lang if current_user.is_authenticated else "")


def reporter() -> Reporter:
    """The account that is signed in."""
    account: Reporter = current_user._get_current_object()
    return account


def must_have_second_factor(account: Reporter) -> bool:
    """Whether the desk opens to an account only with a second factor: by a rule of the site, or of an admin."""
    return account.needs_second_factor or current_app.config["SETTINGS"].require_2fa


def require(permission: Permission[P], *about: P.args, **more: P.kwargs) -> None:
    """Answers 403 with the permission's own sentence, unless the account that is signed in has it."""
    if not permission(reporter(), *about, **more):
        abort(403, permission.refusal)


def refuse_other_sites() -> None:
    """Refuses forms that a page of another site sends, whoever is signed in in that browser."""
    if request.method in SAFE_METHODS or not is_desk(request.path) or is_from_own_site():
        return
    g.is_cross_site = True
    origin = request.headers.get("Origin", "")[:LONGEST_ORIGIN]
    logger.warning("rejected a form from another site", origin=origin, method=request.method, path=request.path)
    abort(403, _("This form came from another site. Nothing was changed. If you meant to do this, do it at the desk."))


def require_sign_in() -> AnyResponse | None:
    """Default deny: asks for a sign-in. A text sent after the session ended is returned with that request."""
    if request.endpoint in OPEN and request.is_json:
        raise UnsupportedMediaType  # the rate limit and the CSRF token are those of the form
    if not is_desk(request.path) or request.endpoint in OPEN:
        return None
    if current_user.is_authenticated:
        return _require_second_factor()
    if sessions.is_of_account_that_is_off():
        return _turn_away()
    if request.method not in SAFE_METHODS:
        return rescued_text.page(401, _("You are signed out."))
    if STREAM.fullmatch(request.path):
        raise Unauthorized(_("You are signed out."))
    if responses.by_htmx():
        raise Unauthorized(_("You are signed out. Sign in again in a new tab; your text stays here."))
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def _turn_away() -> AnyResponse:
    """Sends somebody whose account is off to an admin. The page of the sign-in says so too."""
    sentence = _(SWITCHED_OFF)
    if rescued_text.carries_text() or (responses.wants_json() and request.method not in SAFE_METHODS):
        return rescued_text.page(403, sentence, signed_in=True)
    if request.method not in SAFE_METHODS or STREAM.fullmatch(request.path) or responses.by_htmx():
        raise Forbidden(sentence)
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def _require_second_factor() -> AnyResponse | None:
    """Leads an account that needs a second factor and has none to where it sets one up."""
    if g.has_second_factor or not must_have_second_factor(reporter()):
        return None
    if request.endpoint in WITHOUT_SECOND_FACTOR:
        return None
    sentence = _("Set up a second factor first: open “Your account”.")
    if request.method not in SAFE_METHODS:
        return rescued_text.page(403, sentence, signed_in=True)
    if STREAM.fullmatch(request.path) or responses.by_htmx():
        raise Forbidden(sentence)
    return redirect(url_for("desk.account", _anchor="factors"))


def check_csrf_token() -> None:
    """Checks the CSRF token of a form, and logs a wrong one."""
    try:
        csrf.protect(apply_exemptions=True)
    except CSRFError as error:
        logger.warning("rejected a form: invalid CSRF token", reason=error.description, path=request.path)
        raise


def rate_limit_key() -> str:
    """Whom the rate limits of the desk count: the account, or the network of who is not signed in."""
    return str(current_user.id) if current_user.is_authenticated else network(request.remote_addr or "")
