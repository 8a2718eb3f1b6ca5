"""Hands a text that could not be taken back on a page of its own. Texts alone: no other form is ever repeated."""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from flask_login import current_user

NOT_HANDED_BACK = {"csrf_token", "password"}
# What sending a text does, by the button that sent it; then by the endpoint, where that says it.
_BY_ACTION = {
    "publish": "publish this update in",
    "draft": "keep this as a draft in",
    "submit": "hand this update to the editors of",
    "schedule": "schedule this update in",
    "preview": "show a preview of this update in",
}
_CHANGE = "publish this change to an update in"
_BY_ENDPOINT = {
    "desk.publish": "send this update to",
    "desk.change": "send this change to",
    "desk.banner": "set this banner for",
    "desk.state_of_play": "change where things stand in",
}


def is_text() -> bool:
    """Whether the request sends a text that somebody typed."""
    return request.method == "POST" and request.endpoint in _BY_ENDPOINT


def answer(status: int, reason: str, *, signed_in: bool | None = None) -> Response:
    """The page that hands a text back, with what sending it again will do; for any other form, what to do instead.

    `signed_in` is for who cannot look that up at the moment.
    """
    if signed_in is None:
        signed_in = current_user.is_authenticated
    if not is_text():
        return make_response(render_template("desk/refused.html", reason=reason, signed_in=signed_in), status)
    page = render_template(
        "desk/kept.html",
        reason=reason,
        effect=_effect(),
        slug=(request.view_args or {})["slug"],
        texts=[pair for pair in request.form.items(multi=True) if pair[0] not in NOT_HANDED_BACK],
        action=request.path,
        signed_in=signed_in,
    )
    return make_response(page, status)


def _effect() -> str:
    """What sending the form will do, as the beginning of a sentence that a visit ends."""
    endpoint, form = request.endpoint or "", request.form
    if endpoint not in ("desk.publish", "desk.change"):
        return _BY_ENDPOINT[endpoint]
    if endpoint == "desk.change" and "change" in form and form.get("action") != "preview":
        return _CHANGE
    return _BY_ACTION.get(form.get("action", "publish"), _BY_ENDPOINT[endpoint])
