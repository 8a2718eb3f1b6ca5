"""Signs reporters in and out. Flask-Security's other views are not registered."""

from __future__ import annotations

from functools import partial

import structlog
from flask import Blueprint, Flask, Response, g, make_response, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blog import newsroom
from blog.newsroom import passwords
from blog.queries import accounts
from blog.queries.accounts import Credentials
from blog.security import network
from blog.translation import _
from blog.web.desk import proofs, rescued_text, responses, second_step, sessions, single_sign_on
from blog.web.desk.auth import SWITCHED_OFF, reporter
from blog.web.desk.password_queue import TooManySignIns

bp = Blueprint("security", __name__, url_prefix="/desk")
logger = structlog.stdlib.get_logger("blog.web")


def init_app(app: Flask) -> None:
    """Registers the two addresses."""
    proofs.init_app(app)
    app.register_blueprint(bp)


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="login")
def sign_in() -> AnyResponse:
    """The form, and the check of what it sends, which waits for its turn in the password queue."""
    if current_user.is_authenticated:
        return responses.go_to(_next_page(), 302)
    if single_sign_on.is_asked():
        return _by_service()
    if request.method == "GET":
        return _page(_(SWITCHED_OFF), is_of_no_field=True) if sessions.is_of_account_that_is_off() else _page()
    account = _credentials()
    typed = request.form.get("password", "")
    check = partial(passwords.matches, typed, account.password if account else None)
    account_id = account.account_id if account else None
    is_right = proofs.holds(check, claim=_typed(), account_id=account_id, known=_is_known(account))
    if account is None or not account.active or not is_right:
        g.proof_failed = True
        proofs.refuse("sign-in failed", _typed(), account_id)
        # Only whoever knows the password learns that there is such an account.
        if is_right and account:
            return make_response(_page(_(SWITCHED_OFF), is_of_no_field=True), 422)
        return make_response(_page(_("The email or password is wrong. Check both.")), 422)
    if account.has_second_factor:
        return second_step.ask(account, _next_page())
    return second_step.finish(account, _next_page())


@bp.app_errorhandler(TooManySignIns)
def turn_away(_error: TooManySignIns) -> Response:
    """Answers somebody for whose password the queue has no room."""
    proofs.turn_away("sign-in turned away")
    busy = _("Too many people are signing in right now. Try again in a minute.")
    is_sign_in = request.endpoint in ("security.login", "desk.sign_in_by_passkey") and not responses.by_htmx()
    answer = make_response(_page(busy), 429) if is_sign_in else rescued_text.page(429, busy)
    answer.headers["Retry-After"] = "60"
    return answer


@bp.post("/sign-out", endpoint="logout")
def sign_out() -> Response:
    """Ends the session of this device, or with `everywhere` all sessions of the account."""
    account, everywhere = reporter(), bool(request.form.get("everywhere"))
    email, account_id = account.email, account.id
    answer = responses.go_to("/desk/sign-in", 302)
    sessions.end(answer)
    if everywhere:
        newsroom.sessions.end_all(account_id)
    logger.info("signed out", account=email, address=request.remote_addr, everywhere=everywhere)
    return answer


def _by_service() -> AnyResponse:
    try:
        return make_response(single_sign_on.begin(_next_page()))
    except single_sign_on.NotConfirmed as error:
        return single_sign_on.refusal(str(error))


def _credentials() -> Credentials | None:
    return None if "\0" in _typed() else accounts.credentials(_typed())


def _is_known(account: Credentials | None) -> bool:
    """Whether the account has signed in before on this device or from this network."""
    if account is None:
        return False
    here = network(request.remote_addr or "")
    return proofs.on_known_device(account.account_id) or here in map(network, account.addresses)


def _next_page() -> str:
    """The page that asked for the sign-in, or the desk."""
    return responses.desk_path(request.form.get("next") or request.args.get("next", ""))


def _typed() -> str:
    return request.form.get("email", "")


def _page(error: str = "", *, is_of_no_field: bool = False) -> Response:
    return make_response(
        render_template("security/login_user.html", email=_typed(), error=error, is_of_no_field=is_of_no_field)
    )
