"""Addresses that only take forms, opened as a page: after a refusal they stand in the browser's line and history.

Each leads to the page that has its form.
"""

from __future__ import annotations

from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from blog.web.desk import bp
from blog.web.desk.lookups import own_visit

_VISIT, _UPDATE, _SET_UP = "/visits/<slug>", "/visits/<slug>/updates/<public_id>", "/visits/<slug>/set-up"

# The page and the place on it, where the values of the address may stand.
LEADS: dict[str, tuple[str, str]] = {
    f"{_VISIT}/updates": ("desk.visit", "composer"),
    f"{_VISIT}/preview": ("desk.visit", "composer"),
    f"{_VISIT}/status": ("desk.visit", "status-form"),
    f"{_VISIT}/state-of-play": ("desk.visit", "stand-form"),
    f"{_VISIT}/banner": ("desk.visit", "banner-form"),
    f"{_VISIT}/banner/clear": ("desk.visit", "banner-form"),
    **{f"{_UPDATE}/{tool}": ("desk.visit", "u-{public_id}") for tool in ("pin", "unpin", "key", "unkey")},
    f"{_UPDATE}/purge/sure": ("desk.purge_form", ""),
    f"{_SET_UP}/description": ("desk.set_up", "about"),
    f"{_SET_UP}/stops": ("desk.set_up", "new-stop"),
    f"{_SET_UP}/stops/<key>": ("desk.set_up", "stop-{key}"),
    **{f"{_SET_UP}/stops/<key>/{what}": ("desk.set_up", "at-{key}") for what in ("arrived", "left", "take-back")},
    f"{_SET_UP}/delegations": ("desk.set_up", "new-delegation"),
    f"{_SET_UP}/delegations/<key>": ("desk.set_up", "delegation-{key}"),
    f"{_SET_UP}/speakers": ("desk.set_up", "new-speaker"),
    f"{_SET_UP}/speakers/<key>": ("desk.set_up", "speaker-{key}"),
    f"{_SET_UP}/topics": ("desk.set_up", "new-topic"),
    f"{_SET_UP}/topics/<key>": ("desk.set_up", "topic-{key}"),
    f"{_SET_UP}/<any(stop, delegation, speaker, topic):kind>s/<key>/remove": ("desk.set_up", "{kind}-{key}"),
}


def lead(page: str, place: str, **values: str) -> Response:
    """From an address that takes a form to the page with the form; who may not see that one is told so here."""
    if "slug" in values:
        own_visit(values["slug"])
    rules = list(current_app.url_map.iter_rules(page))
    known = {name: value for name, value in values.items() if any(name in rule.arguments for rule in rules)}
    return redirect(url_for(page, _anchor=place.format(**values) or None, **known))  # type: ignore[arg-type]  # names


for _number, (_rule, (_page, _place)) in enumerate(LEADS.items()):
    _leads = {"page": _page, "place": _place}
    bp.add_url_rule(_rule, f"reopened_{_number}", lead, methods=["GET"], defaults=_leads)
