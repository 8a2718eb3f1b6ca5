"""One's own account: name, language, password, and the devices on which it is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Response, flash, g, render_template, request, url_for

from blog import newsroom
from blog.extensions import limiter
from blog.models import Reporter
from blog.newsroom import account_fields, passwords
from blog.newsroom.errors import Invalid
from blog.queries import accounts, assignments
from blog.translation import _
from blog.web import languages
from blog.web.desk import account_inbox, bp, proofs, responses, sessions
from blog.web.desk.auth import must_have_second_factor, rate_limit_key, reporter
from blog.web.desk.forms import Form
from blog.web.desk.redisplay import redisplays

CHANGES = "60 per minute"


def page(form: Form | None = None, about: str = "", *, calendar: Mapping[str, Any] | None = None) -> str:
    """The page; `form` is the one to be shown again, and `about` its part of the page; `calendar` are its inputs."""
    sent: Mapping[str, Form] = {about: form} if form else {}
    devices = sorted(accounts.sessions_of(reporter().id), key=lambda row: row.id != g.session_id)  # this one first
    codes, passkeys = accounts.recovery_codes_left(reporter().id), accounts.passkeys_of(reporter().id)
    inputs = {"devices": devices, "here": g.session_id, "codes_left": codes, "passkeys": passkeys}
    inputs = {"sent": sent, "must": must_have_second_factor(reporter()), **inputs, **account_inbox.inputs()}
    inputs |= calendar or {"calendar_made_at": assignments.address_made_at(reporter().id)}
    return render_template("desk/account/page.html", **inputs)


def back(message: str, part: str) -> Response:
    """Confirms a change on the page."""
    flash(message)
    return responses.go_to(url_for("desk.account", _anchor=part))


@bp.get("/account")
def account() -> str:
    return page()


@bp.post("/account/name")
@limiter.limit(CHANGES, key_func=rate_limit_key)
@redisplays(partial(page, about="name"))
def change_name() -> Response:
    newsroom.own_account.rename(reporter().id, request.form.get("name", ""))
    return back(_("Your name is changed. It signs what you write from now on."), "name")


@bp.post("/account/language")
@limiter.limit(CHANGES, key_func=rate_limit_key)
@redisplays(partial(page, about="language"))
def change_language() -> Response:
    chosen = request.form.get("lang", "")
    newsroom.own_account.set_language(reporter().id, chosen)
    languages.speak(chosen)  # the confirmation is in it
    return back(_("Language changed. Reload pages that are already open."), "language")


@bp.post("/account/password")
@limiter.limit(CHANGES, key_func=rate_limit_key)
@redisplays(partial(page, about="password"))
def change_password() -> Response:
    mine, token = reporter(), sessions.new_token()
    hashed = _new_hash(mine)
    newsroom.own_account.set_password(mine.id, hashed, session_id=g.session_id, digest=sessions.digest_of(token))
    proofs.log("password changed", mine.email)
    answer = back(_("Your password is changed. You are signed out on all other devices."), "password")
    return sessions.hand_over(token, answer)


def _new_hash(mine: Reporter) -> str:
    """The hash of the new password. Raises Invalid also when the present one is wrong."""
    email, stored = mine.email, mine.password  # read here: the check runs in the queue
    present, new, hashed = request.form.get("present", ""), request.form.get("password", ""), ""

    def check() -> bool:
        nonlocal hashed
        if not passwords.matches(present, stored):
            return False
        hashed = account_fields.hashed(new, {})
        return True

    if not proofs.holds(check, claim=email, account_id=mine.id, known=True):
        proofs.refuse("password confirmation failed", email, mine.id)
        raise Invalid(present=_("This is not your present password."))
    return hashed


@bp.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Response:
    newsroom.sessions.end_own(reporter().id, session_id)
    return back(_("That device is signed out."), "devices")


@bp.post("/account/sessions/end-others")
def end_other_sessions() -> Response:
    token = sessions.new_token()
    newsroom.sessions.end_others(reporter().id, g.session_id, sessions.digest_of(token))
    return sessions.hand_over(token, back(_("You are signed out on all other devices."), "devices"))
