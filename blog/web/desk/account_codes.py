"""Recovery codes of one's own account: shown once, each good for one sign-in."""

from __future__ import annotations

from flask import g, render_template

from blog import newsroom
from blog.newsroom.errors import Refused
from blog.translation import _
from blog.web.desk import bp, proofs
from blog.web.desk.auth import reporter
from blog.web.desk.fresh import fresh


@bp.post("/account/codes")
@fresh
def make_codes() -> str:
    if not g.has_second_factor:
        raise Refused(_("Set up an authenticator app or a passkey first."))
    return new(_("These codes take the place of those before."))


def new(message: str) -> str:
    """New codes, on the only page that ever shows them."""
    account = reporter()
    codes = newsroom.second_factors.make_recovery_codes(account.id)
    proofs.log("recovery codes made", account.email)
    return render_template("desk/account/codes.html", codes=codes, message=message)
