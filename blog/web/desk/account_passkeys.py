"""Passkeys of one's own account: added, named and removed; and what browsers are asked for to use one."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Response, current_app, g, make_response, render_template, request, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer

from blog import newsroom
from blog.extensions import secret_keys
from blog.newsroom.errors import Invalid, Refused
from blog.newsroom.passkeys import Place
from blog.queries import accounts
from blog.translation import _
from blog.web.desk import account_codes, bp, proofs, sessions
from blog.web.desk.account import back
from blog.web.desk.auth import must_have_second_factor, reporter
from blog.web.desk.forms import Form
from blog.web.desk.fresh import fresh
from blog.web.desk.redisplay import redisplays

# How long a page may wait before its passkey is used. Whoever signs in presses the button soon after the page has come,
# or gets a new page. Flask-Security's one minute counts from the browser's question, which here comes with the page.
# Whoever adds a passkey also thinks of a name and looks for the device, and is signed in already.
SIGN_IN_SECONDS, ADD_SECONDS = 300, 600
# Whose passkey is asked for where nobody has said yet who they are.
ANYBODY = 0


def place() -> Place:
    """Where passkeys of this site belong: the host that the browser asked."""
    settings = current_app.config["SETTINGS"]
    origins = (request.host_url.rstrip("/"), settings.public_url)
    return Place(urlsplit(request.host_url).hostname or "", origins, settings.publisher.name)


def new_challenge(account_id: int) -> str:
    """A challenge for a passkey of an account, or of ANYBODY, good for this browser and a short while."""
    generate_csrf()
    return _serializer().dumps([account_id, session["csrf_token"], secrets.token_urlsafe(12)])


def challenge_sent(account_id: int, seconds: int = SIGN_IN_SECONDS) -> bytes | None:
    """The challenge that a form brings back, if it was made for this account in this browser at most so long ago."""
    challenge = request.form.get("challenge", "")
    try:
        whose, browser, _nonce = _serializer().loads(challenge, max_age=seconds)
    except (BadData, ValueError, TypeError):
        return None
    is_ours = whose == account_id and browser == session.get("csrf_token")
    return challenge.encode() if is_ours else None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_keys()[::-1], salt="passkey")


def page(form: Form | None = None) -> str:
    account = reporter()
    challenge = new_challenge(account.id)
    known = accounts.passkeys_of(account.id)
    options = newsroom.passkeys.options_to_add(account, known, place(), challenge.encode())
    return render_template("desk/account/passkey.html", form=form, challenge=challenge, options=options)


@bp.get("/account/passkeys", endpoint="passkey_form")
@fresh
def ask() -> str:
    return page()


@bp.post("/account/passkeys")
@fresh
@redisplays(page)
def add_passkey() -> Response:
    account, token, form = reporter(), sessions.new_token(), request.form
    challenge, is_first = challenge_sent(account.id, ADD_SECONDS), not g.has_second_factor
    if challenge is None:
        raise Invalid(answer=_("This page was open for too long. Try again."))
    newsroom.passkeys.add(
        account.id,
        form.get("name", ""),
        form.get("answer", ""),
        place(),
        challenge,
        session_id=g.session_id,
        digest=sessions.digest_of(token),
    )
    proofs.log("passkey added", account.email)
    said = _("Your passkey is added. You are signed out on all other devices.")
    answer = make_response(account_codes.new(said)) if is_first else back(said, "factors")
    return sessions.hand_over(token, answer)


@bp.post("/account/passkeys/<int:passkey_id>/remove")
@fresh
def remove_passkey(passkey_id: int) -> Response:
    account = reporter()
    is_last = not account.totp_secret and len(accounts.passkeys_of(account.id)) <= 1
    if is_last and must_have_second_factor(account):
        raise Refused(_("You need a second factor. Set up another one before you remove this passkey."))
    newsroom.passkeys.remove(account.id, passkey_id)
    proofs.log("passkey removed", account.email)
    return back(_("The passkey is removed."), "factors")
