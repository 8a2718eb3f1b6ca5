"""Signs in with a passkey alone, which the device finds by itself, and which counts as both factors."""

from __future__ import annotations

from functools import partial
from ipaddress import ip_address

from flask import Flask, Response, make_response, render_template, request, url_for
from flask_login import current_user

from blog import newsroom
from blog.queries import accounts
from blog.translation import N_, _
from blog.web.desk import account_passkeys, bp, proofs, responses, second_step
from blog.web.desk.account_passkeys import ANYBODY
from blog.web.desk.auth import SWITCHED_OFF

NOT_HERE = N_("This passkey does not sign you in here. Sign in with your password.")


def init_app(app: Flask) -> None:
    """Lets the page of the sign-in ask for a passkey."""
    app.jinja_env.globals["passkey_question"] = question


def question() -> tuple[str, str] | None:
    """A challenge, and what the browser is asked for; none at a number, which passkeys cannot belong to."""
    place = account_passkeys.place()
    if _is_number(place.host):
        return None
    challenge = account_passkeys.new_challenge(ANYBODY)
    return challenge, newsroom.passkeys.options_to_sign_in((), place, challenge.encode())


@bp.route("/sign-in/passkey", methods=["GET", "POST"])
def sign_in_by_passkey() -> Response:
    """The check of a passkey; opened as a page, it leads to the form."""
    next_page = responses.desk_path(request.args.get("next", ""))
    if current_user.is_authenticated:
        return responses.go_to(next_page, 302)
    if request.method == "GET":
        return responses.go_to(url_for("security.login", next=next_page), 302)
    challenge, answer = account_passkeys.challenge_sent(ANYBODY), request.form.get("answer", "")
    if challenge is None:
        return _page(_("This page was open for too long. Try again."))
    passkey = accounts.passkey(newsroom.passkeys.credential_id(answer))
    account = accounts.credentials_of(passkey.reporter_id) if passkey else None
    if passkey is None or account is None:
        proofs.refuse("passkey not accepted", "", None)
        return _page(_(NOT_HERE))
    check = partial(newsroom.passkeys.accept, passkey, answer, account_passkeys.place(), challenge, alone=True)
    if not proofs.holds(check, claim=account.email, account_id=account.account_id, known=True):
        proofs.refuse("passkey not accepted", account.email, account.account_id)
        return _page(_(NOT_HERE))
    if not account.active:
        proofs.refuse("passkey not accepted", account.email, account.account_id)
        return _page(_(SWITCHED_OFF))
    return second_step.finish(account, next_page)


def _page(error: str) -> Response:
    """The sign-in again; its two fields had no part in it."""
    return make_response(render_template("security/login_user.html", email="", error=error, is_of_no_field=True), 422)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
