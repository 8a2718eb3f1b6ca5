"""Asks again for the password before what deserves it, where it was last given some minutes ago.

    @bp.post("/keys")
    @fresh
    def make_key() -> Response: …

A form that is interrupted in this way keeps what was typed: the question holds its fields, and sends them on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial, wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import Response, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blog import newsroom
from blog.models.visit import now
from blog.newsroom import passwords
from blog.translation import _
from blog.web.desk import bp, proofs, responses
from blog.web.desk.auth import reporter
from blog.web.desk.sessions import SAFE_METHODS

FRESH = timedelta(minutes=15)
FIELD = "confirm_password"
NEVER_KEPT = {"csrf_token", "password", "unnamed", FIELD}

P = ParamSpec("P")


def fresh(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Decorates a view that opens only to somebody who has just shown who they are."""

    @wraps(view)
    def asked(*args: P.args, **values: P.kwargs) -> ResponseReturnValue:
        if is_fresh() or (request.method not in SAFE_METHODS and FIELD in request.form and _prove()):
            return view(*args, **values)
        return _question()

    return asked


def is_fresh() -> bool:
    """Whether the session was proved a short while ago. Not in the future either: the clock may have been set back."""
    return bool(abs(now() - g.proved_at) < FRESH)


@bp.route("/account/confirm", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """The question by itself, for a page that only opens with an answer."""
    if is_fresh() or (request.method == "POST" and _prove()):
        return responses.go_to(responses.desk_path(request.values.get("next", "")), 302)
    return _page(request.full_path.rstrip("?"), [])


def _prove() -> bool:
    """Whether the password is right, which is then recorded."""
    account = reporter()
    check = partial(passwords.matches, request.form.get(FIELD, ""), account.password)
    if not proofs.holds(check, claim=account.email, account_id=account.id, known=True):
        proofs.refuse("password confirmation failed", account.email, account.id)
        return False
    newsroom.sessions.prove(g.session_id)
    g.proved_at = now()
    return True


def _question() -> ResponseReturnValue:
    """The question. A form whose answer is no whole page asks on a page of its own, and comes back to its own."""
    if request.method in SAFE_METHODS:
        return responses.go_to(url_for("desk.confirm", next=request.full_path.rstrip("?")), 302)
    if responses.wants_fragment():
        return responses.go_to(url_for("desk.confirm", next=urlsplit(request.headers.get("HX-Current-URL", "")).path))
    kept = [pair for pair in request.form.items(multi=True) if pair[0] not in NEVER_KEPT]
    return _page(request.full_path.rstrip("?"), kept)


def _page(action: str, kept: list[tuple[str, str]]) -> Response:
    error = _("The password is wrong. Try again.") if g.get("proof_failed") else ""
    html = render_template("desk/account/confirm.html", action=action, kept=kept, error=error)
    asks_first = request.method in SAFE_METHODS
    return make_response(html, 200 if asks_first else 422)
