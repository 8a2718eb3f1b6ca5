"""The second step of signing in, and the end of it: after the password, a code of an app or a recovery code."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from flask import Response, make_response, render_template, request, session, url_for
from flask_login import current_user

from blog import newsroom
from blog.models.visit import now
from blog.queries import accounts
from blog.queries.accounts import Credentials
from blog.translation import N_, _
from blog.web.desk import account_passkeys, bp, proofs, responses, sessions

# How long a right password waits for its second step.
PATIENCE = timedelta(minutes=10)
# In the signed cookie of forms: the account, the digest of its stamp, and when its password was right.
STEP = "second_step"
LONGEST_CODE = 100
_WRONG = {
    "recovery_code": N_("This recovery code is wrong, or was used before."),
    "answer": N_("This passkey was not accepted. Try again."),
    "code": N_("This code is wrong, or was used before. Wait for the next one."),
}


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
    way, given = _given()
    if way == "answer" and account_passkeys.challenge_sent(account.account_id) is None:  # which is no guess
        return make_response(_page(account, next_page, _("This page was open for too long. Try again.")), 422)
    check = partial(_is_right, account, way, given)
    if not proofs.code_holds(check, claim=account.email, account_id=account.account_id):
        proofs.refuse("second step failed", account.email, account.account_id)
        return make_response(_page(account, next_page, _(_WRONG[way]), is_recovery=way == "recovery_code"), 422)
    return finish(account, next_page)


def _given() -> tuple[str, str]:
    """How somebody shows who they are, and with what. A code is known by its looks, whichever field it stands in."""
    if answer := request.form.get("answer", ""):
        return "answer", answer
    fields = {name: request.form.get(name, "")[:LONGEST_CODE] for name in ("recovery_code", "code")}
    field, typed = next(((name, typed) for name, typed in fields.items() if typed), ("code", ""))
    if newsroom.second_factors.is_like_recovery_code(typed):
        return "recovery_code", typed
    return ("code" if newsroom.second_factors.is_like_app_code(typed) else field), typed


def _is_right(account: Credentials, way: str, given: str) -> bool:
    if way == "recovery_code":
        return newsroom.second_factors.use_recovery_code(account.account_id, given)
    if way == "answer":
        return _is_from_passkey(account, given)
    return newsroom.second_factors.accept_code(account.account_id, given)


def _is_from_passkey(account: Credentials, answer: str) -> bool:
    challenge = account_passkeys.challenge_sent(account.account_id)
    passkey = accounts.passkey(newsroom.passkeys.credential_id(answer))
    if challenge is None or passkey is None or passkey.reporter_id != account.account_id:
        return False
    return newsroom.passkeys.accept(passkey, answer, account_passkeys.place(), challenge)


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
    challenge = account_passkeys.new_challenge(account.account_id) if account.has_passkey else ""
    known = accounts.passkeys_of(account.account_id)
    options = newsroom.passkeys.options_to_sign_in(known, account_passkeys.place(), challenge.encode()) if known else ""
    inputs = {"account": account, "address": address, "error": error, "is_recovery": is_recovery}
    return make_response(render_template("security/second_step.html", challenge=challenge, options=options, **inputs))
