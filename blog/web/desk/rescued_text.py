"""Returns a rejected text on its own page, so that it can be sent again. Other forms are not shown again."""

from __future__ import annotations

from flask import Response, jsonify, make_response, render_template, request
from flask_login import current_user

from blog.translation import N_, _
from blog.web.desk import responses

NEVER_RETURNED = {"csrf_token", "password", "unnamed"}
# What sending a text does, by the button that was pressed; by the endpoint where that alone decides.
_BY_ACTION = {
    "publish": N_("This will publish the update in the visit %(visit)s."),
    "draft": N_("This will save the update as a draft in the visit %(visit)s."),
    "submit": N_("This will hand the update to the editors of the visit %(visit)s."),
    "schedule": N_("This will schedule the update in the visit %(visit)s."),
    "preview": N_("This will show a preview of the update in the visit %(visit)s."),
}
_CHANGE = N_("This will publish the change to an update in the visit %(visit)s.")
_BY_ENDPOINT = {
    "desk.publish": N_("This will post the update to the visit %(visit)s."),
    "desk.change": N_("This will post the change to the visit %(visit)s."),
    "desk.banner": N_("This will set the banner for the visit %(visit)s."),
    "desk.state_of_play": N_("This will change “Where things stand” in the visit %(visit)s."),
}


def carries_text() -> bool:
    """Whether the request sends a text that somebody typed."""
    return request.method == "POST" and request.endpoint in _BY_ENDPOINT


def page(status: int, reason: str, *, signed_in: bool | None = None) -> Response:
    """The page with the text and what sending it again will do; for any other form, what to do instead.

    Pass `signed_in` when the database is unavailable.
    """
    if responses.wants_json():
        return make_response(jsonify(sentence=reason), status)
    if responses.by_htmx():  # the form stays on the page, with the reason under it
        sentence = _("%(reason)s Your text is kept.", reason=reason) if carries_text() else reason
        return Response(sentence, status, mimetype="text/plain")
    if signed_in is None:
        signed_in = current_user.is_authenticated
    if not carries_text():
        return make_response(render_template("desk/refused.html", reason=reason, signed_in=signed_in), status)
    html = render_template(
        "desk/kept.html",
        reason=reason,
        effect=_(_effect(), visit=(request.view_args or {})["slug"]),
        texts=[pair for pair in request.form.items(multi=True) if pair[0] not in NEVER_RETURNED],
        action=request.path,
        signed_in=signed_in,
    )
    return make_response(html, status)


def _effect() -> str:
    """What sending the form again will do."""
    endpoint, form = request.endpoint or "", request.form
    if endpoint not in ("desk.publish", "desk.change"):
        return _BY_ENDPOINT[endpoint]
    if endpoint == "desk.change" and "change" in form and form.get("action") != "preview":
        return _CHANGE
    return _BY_ACTION.get(form.get("action", "publish"), _BY_ENDPOINT[endpoint])
