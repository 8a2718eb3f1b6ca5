"""The second step of signing in, and the end of it: after the password, a code of an app or a recovery code."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from flask import Response, make_response, render_template, request, session, url_for
from flask_login import current_user

from blog import newsroom
from blog.models import AccountAct
from blog.models.visit import now
from blog.queries import accounts
from blog.queries.accounts import Credentials
from blog.translation import _
from blog.web.desk import bp, proofs, responses, sessions

# How long a right password waits for its second step.
PATIENCE = timedelta(minutes=10)
# In the signed cookie of forms: the account, the digest of its stamp, and when its password was right.
STEP = "second_step"


def ask(account: Credentials, next_page: str) -> Response:
    """Leads from the password to the second step."""
    session[STEP] = [account.account_id, sessions.digest_of(account.stamp), now().timestamp()]
    return responses.go_to(url_for("desk.second_step", next=next_page), 302)


def finish(account: Credentials, next_page: str) -> Response:
    """Signs an account in that has proved itself, and goes where it wanted."""
    answer = responses.go_to(next_page, 302)
    sessions.begin(account, answer)
    session.pop(STEP, None)
    if session.get("account", account.account_id) != account.account_id:
        session.pop("csrf_token", None)  # forms left open by one person must not be sent as the next
    session["account"] = account.account_id
    proofs.log("signed in", account.email)
    return answer


@bp.route("/sign-in/code", methods=["GET", "POST"])
def second_step() -> Response:
    """The form for a code, and its check."""
    next_page, account = responses.desk_path(request.args.get("next", "")), _waiting()
    if current_user.is_authenticated:
        return responses.go_to(next_page, 302)
    if account is None:
        return responses.go_to(url_for("security.login", next=next_page), 302)
    if request.method == "GET":
        return _page(account, next_page)
    code, recovery_code = (request.form.get(name, "")[:100] for name in ("code", "recovery_code"))
    if recovery_code:
        check = partial(newsroom.second_factors.use_recovery_code, account.account_id, recovery_code)
    else:
        check = partial(newsroom.second_factors.accept_code, account.account_id, code)
    if not proofs.code_holds(check, claim=account.email):
        proofs.log("second step failed", account.email)
        newsroom.refusals.count(
            AccountAct.REFUSE_SIGN_IN, account.account_id, address=request.remote_addr or "", subject="second_step"
        )
        wrong = (
            _("This recovery code is wrong, or was used before.")
            if recovery_code
            else _("This code is wrong, or was used before. Wait for the next one.")
        )
        return make_response(_page(account, next_page, wrong, is_recovery=bool(recovery_code)), 422)
    if recovery_code:
        proofs.log("recovery code used", account.email)
    return finish(account, next_page)


def _waiting() -> Credentials | None:
    """The account whose password was right in this browser a short while ago, and is still the same."""
    try:
        account_id, stamp, at = session.get(STEP, ())
    except ValueError:
        return None
    account = accounts.credentials_of(account_id)
    is_late = not 0 <= now().timestamp() - at < PATIENCE.total_seconds()
    if is_late or account is None or not account.active or sessions.digest_of(account.stamp) != stamp:
        session.pop(STEP, None)
        return None
    return account


def _page(account: Credentials, next_page: str, error: str = "", *, is_recovery: bool = False) -> Response:
    address = url_for("desk.second_step", next=next_page)
    inputs = {"account": account, "address": address, "error": error, "is_recovery": is_recovery}
    return make_response(render_template("security/second_step.html", **inputs))
