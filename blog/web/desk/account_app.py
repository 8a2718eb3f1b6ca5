"""An authenticator app as the second factor of one's own account."""

from __future__ import annotations

from functools import partial

from flask import Response, current_app, g, make_response, render_template, request, session

from blog import newsroom
from blog.newsroom.app_codes import AppCodes
from blog.newsroom.errors import Invalid, Refused
from blog.queries import accounts
from blog.translation import _
from blog.web.desk import account_codes, bp, proofs, sessions
from blog.web.desk.account import back
from blog.web.desk.auth import must_have_second_factor, reporter
from blog.web.desk.forms import Form
from blog.web.desk.fresh import fresh
from blog.web.desk.redisplay import redisplays

LONGEST_CODE = 100
# In the signed cookie of forms: the secret of an app that has not shown a code yet, encrypted.
SECRET = "app_secret"  # noqa: S105 — the name of a value


def page(form: Form | None = None) -> str:
    """The page with the picture for the app's camera; the same secret until the app has shown a code of it."""
    codes = AppCodes(current_app.config["SETTINGS"].publisher.name)
    if SECRET not in session:
        session[SECRET] = codes.generate_totp_secret()
    shown = codes.fetch_setup_values(session[SECRET], reporter())
    return render_template(
        "desk/account/app.html", form=form, picture=shown["image"], key=shown["key"], uri=shown["uri"]
    )


@bp.get("/account/app", endpoint="app_form")
@fresh
def ask() -> str:
    return page()


@bp.post("/account/app")
@fresh
@redisplays(page)
def set_up_app() -> Response:
    mine, token = reporter(), sessions.new_token()
    if SECRET not in session:  # the page was open since another sign-in
        raise Invalid(code=_("This page was open for too long. Scan the picture again."))
    check = partial(
        newsroom.second_factors.set_up_app,
        mine.id,
        session[SECRET],
        request.form.get("code", "")[:LONGEST_CODE],
        session_id=g.session_id,
        digest=sessions.digest_of(token),
    )
    if not proofs.code_holds(check, claim=mine.email, account_id=mine.id):
        raise Invalid(code=_("This is not the code that the app shows now. Wait for the next one and try again."))
    session.pop(SECRET)
    proofs.log("authenticator app set up", mine.email)
    shown = _("Your authenticator app is set up. You are signed out on all other devices.")
    return sessions.hand_over(token, make_response(account_codes.new(shown)))


@bp.post("/account/app/remove")
@fresh
def remove_app() -> Response:
    mine = reporter()
    if must_have_second_factor(mine) and not accounts.passkeys_of(mine.id):
        raise Refused(_("You need a second factor. Add a passkey before you remove the app."))
    newsroom.second_factors.remove_app(mine.id)
    proofs.log("authenticator app removed", mine.email)
    return back(_("The authenticator app is removed."), "factors")
