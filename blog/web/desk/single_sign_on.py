"""Signs in through the newsroom's own service by OpenID Connect: the account is the one with the verified address."""

from __future__ import annotations

from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, current_app, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException

from blog import newsroom
from blog.models import Role
from blog.queries import accounts
from blog.queries.accounts import Credentials
from blog.settings import Settings, SingleSignOn
from blog.translation import N_, _
from blog.web.desk import bp, proofs, responses, second_step
from blog.web.desk.auth import SWITCHED_OFF

TIMEOUT_SECONDS = 10
NEXT = "oidc_next"

AWAY = N_("The sign-in service does not answer. Try again in a minute, or sign in with your password.")
REFUSED = N_("The sign-in service did not confirm who you are. Try again.")
UNVERIFIED = N_("The sign-in service has not verified your email address. Ask whoever runs it.")
UNKNOWN = N_("There is no account for %(email)s at this desk. Ask an admin to invite you.")
NO_ROLE = N_("The sign-in service gives you no role at this desk. Ask whoever runs it.")


class NotConfirmed(Exception):
    """The sign-in is refused; the message is a sentence."""


def init_app(app: Flask, options: Settings) -> None:
    """Registers the service, which is asked for its addresses when somebody signs in."""
    service = options.single_sign_on
    app.jinja_env.globals["has_single_sign_on"] = service is not None
    if service is None:
        return
    registry = OAuth(app)
    app.extensions["oidc"] = registry.register(
        "oidc",
        client_id=service.client_id,
        client_secret=service.client_secret,
        server_metadata_url=f"{service.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )


def begin(next_page: str) -> ResponseReturnValue:
    """Leads to the service. State, nonce and PKCE verifier wait in the signed cookie of forms. Raises NotConfirmed."""
    session[NEXT] = next_page
    try:
        answer: ResponseReturnValue = _service().authorize_redirect(url_for("desk.oidc_callback", _external=True))
    except (RequestException, AuthlibBaseError, ValueError) as error:
        proofs.log("single sign-on failed", type(error).__name__)
        raise NotConfirmed(_(AWAY)) from error
    return answer


@bp.get("/oidc/callback")
def oidc_callback() -> ResponseReturnValue:
    """Where the service sends somebody back to."""
    if "oidc" not in current_app.extensions:
        return redirect(url_for("security.login"))
    try:
        return _enter(_claims())
    except NotConfirmed as error:
        return refusal(str(error))


def refusal(sentence: str) -> Response:
    """The sign-in page with the reason."""
    return make_response(render_template("security/login_user.html", email="", error=sentence), 403)


def _claims() -> dict[str, Any]:
    """What the service says of somebody, with its signature, issuer, audience, time and nonce checked."""
    try:
        token = _service().authorize_access_token()
        claims = dict(token.get("userinfo") or {})
    except RequestException as error:
        raise NotConfirmed(_(AWAY)) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        proofs.log("single sign-on failed", type(error).__name__)
        raise NotConfirmed(_(REFUSED)) from error
    if not claims:
        raise NotConfirmed(_(REFUSED))
    return claims


def _enter(claims: dict[str, Any]) -> Response:
    email = str(claims.get("email") or "")
    if not email or claims.get("email_verified") is not True:
        raise NotConfirmed(_(UNVERIFIED))
    account = None if "\0" in email else accounts.credentials(email)
    if account is None or not account.active:
        proofs.refuse("sign-in failed", email, account.account_id if account else None)
        raise NotConfirmed(_(SWITCHED_OFF) if account else _(UNKNOWN, email=email[:200]))
    _take_role(account, claims)
    next_page = responses.desk_path(session.pop(NEXT, ""))
    if account.has_second_factor:
        return second_step.ask(account, next_page)
    return second_step.finish(account, next_page)


def _take_role(account: Credentials, claims: dict[str, Any]) -> None:
    """Gives the account the highest role in the claim, where one is configured. Raises NotConfirmed without any."""
    service: SingleSignOn = current_app.config["SETTINGS"].single_sign_on
    if not service.role_claim:
        return
    said = claims.get(service.role_claim)
    words = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    known = [role for role in Role if role.value in words]
    if not known:
        proofs.refuse("sign-in without a role", account.email, account.account_id)
        raise NotConfirmed(_(NO_ROLE))
    if not newsroom.administration.follow_service(account.account_id, known[-1].value):
        proofs.log("role kept: this is the only admin", account.email)


def _service() -> Any:
    return current_app.extensions["oidc"]


def is_asked() -> bool:
    """Whether the address of this request chooses the service instead of the form."""
    return request.method == "GET" and request.args.get("by") == "service" and "oidc" in current_app.extensions
