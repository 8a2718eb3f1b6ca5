"""Redirects addresses that only take forms, when they are opened as a page, to the page that has the form.

After a refused form such an address stays in the browser's address bar and history.
"""

from __future__ import annotations

from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from blog.web.desk import bp, schedule
from blog.web.desk.lookups import own_visit

_VISIT, _UPDATE, _SET_UP = "/visits/<slug>", "/visits/<slug>/updates/<public_id>", "/visits/<slug>/set-up"

WEBHOOK_ACTS = ("again", "discard", "remove", "rotate", "secret", "switch", "test")

# For each address the endpoint of the page and the form's id, in which values of the address may stand.
FORM_PAGES: dict[str, tuple[str, str]] = {
    "/share": ("desk.visits", ""),
    "/keys/<prefix>/revoke": ("desk.keys", ""),
    **{f"/account/{part}": ("desk.account", part) for part in ("name", "language", "password")},
    **{
        f"/account/{what}": ("desk.account", "factors")
        for what in ("codes", "app/remove", "passkeys/<int:passkey_id>/remove")
    },
    **{f"/account/sessions/{act}": ("desk.account", "devices") for act in ("<int:session_id>/end", "end-others")},
    "/account/mail-address": ("desk.account", ""),
    **{f"/account/calendar{act}": ("desk.account", "calendar") for act in ("", "/end")},
    "/people/invitations": ("desk.people", "invite"),
    "/people/invitations/<int:invitation_id>/revoke": ("desk.people", "waiting"),
    "/people/mails/<int:mail_id>/again": ("desk.people", ""),
    **{
        f"/people/<int:account_id>/{act}": ("desk.person", "")
        for act in ("role", "teams", "second-factor", "clear-second-factor", "off", "on", "reset")
    },
    f"{_VISIT}/updates": ("desk.visit", "composer"),
    f"{_VISIT}/preview": ("desk.visit", "composer"),
    f"{_VISIT}/drafts/<client_key>/discard": ("desk.visit", "composer"),
    f"{_VISIT}/status": ("desk.visit", "status-form"),
    f"{_VISIT}/state-of-play": ("desk.visit", "stand-form"),
    f"{_VISIT}/here": ("desk.visit", "here"),
    f"{_VISIT}/media/<public_id>": ("desk.visit", "composer"),
    **{f"{_VISIT}/{what}": ("desk.visit", "composer") for what in ("speakers", "topics")},
    f"{_VISIT}/banner": ("desk.visit", "banner-form"),
    f"{_VISIT}/banner/clear": ("desk.visit", "banner-form"),
    **{f"{_UPDATE}/{tool}": ("desk.visit", "u-{public_id}") for tool in ("pin", "unpin", "key", "unkey", "take-back")},
    **{
        f"{_UPDATE}/{act}": ("desk.visit", "queue")
        for act in ("claim", "unclaim", "return", "approve", "release", "discard")
    },
    **{f"{_VISIT}/notes/<int:note_id>/{act}": ("desk.notes", "notes") for act in ("resolve", "reopen", "delete")},
    f"{_VISIT}/handover/<int:handover_id>/dismiss": ("desk.handover", ""),
    **{f"{_VISIT}/embargoes/<embargo_id>/{what}": ("desk.embargo", "") for what in ("release", "banner/drop")},
    f"{_UPDATE}/purge/sure": ("desk.purge_form", ""),
    f"{_UPDATE}/confirm": ("desk.update", ""),
    **{f"/webhooks/<hook_id>/{act}": ("desk.webhook", "") for act in WEBHOOK_ACTS},
    f"{_VISIT}/team/<int:account_id>/remove": ("desk.team", "members"),
    **{
        f"{_VISIT}/schedule/<event_key>/{act}": ("desk.schedule", "planner") for act in (schedule.ACT, "remove", "move")
    },
    f"{_SET_UP}/description": ("desk.set_up", "about"),
    f"{_SET_UP}/approval": ("desk.set_up", "approval"),
    f"{_SET_UP}/stops": ("desk.set_up", "new-stop"),
    f"{_SET_UP}/stops/<key>": ("desk.set_up", "stop-{key}"),
    **{f"{_SET_UP}/stops/<key>/{what}": ("desk.set_up", "at-{key}") for what in ("arrived", "left", "take-back")},
    f"{_SET_UP}/delegations": ("desk.set_up", "new-delegation"),
    f"{_SET_UP}/delegations/<key>": ("desk.set_up", "delegation-{key}"),
    f"{_SET_UP}/delegations/<key>/speakers": ("desk.set_up", "speakers-{key}"),
    f"{_SET_UP}/order": ("desk.set_up", "stops"),
    f"{_SET_UP}/speakers": ("desk.set_up", "new-speaker"),
    f"{_SET_UP}/speakers/<key>": ("desk.set_up", "speaker-{key}"),
    f"{_SET_UP}/speakers/<key>/portrait/remove": ("desk.portrait", ""),
    f"{_SET_UP}/topics": ("desk.set_up", "new-topic"),
    f"{_SET_UP}/topics/<key>": ("desk.set_up", "topic-{key}"),
    f"{_SET_UP}/ready-texts": ("desk.set_up", "new-ready"),
    f"{_SET_UP}/ready-texts/order": ("desk.set_up", "ready-texts"),
    f"{_SET_UP}/ready-texts/<key>": ("desk.set_up", "ready-texts"),
    f"{_SET_UP}/ready-texts/<key>/remove": ("desk.set_up", "ready-texts"),
    f"{_SET_UP}/<any(stop, delegation, speaker, topic):kind>s/<key>/remove": ("desk.set_up", "{kind}-{key}"),
}


def redirect_to_form(page: str, form: str, **values: str) -> Response:
    """Redirects to the page with the form; an account that may not see the page gets a 403 here."""
    if "slug" in values:
        own_visit(values["slug"])
    rules = list(current_app.url_map.iter_rules(page))
    known = {name: value for name, value in values.items() if any(name in rule.arguments for rule in rules)}
    return redirect(url_for(page, _anchor=form.format(**values) or None, **known))  # type: ignore[arg-type]  # names


for _number, (_rule, (_page, _form)) in enumerate(FORM_PAGES.items()):
    _target = {"page": _page, "form": _form}
    bp.add_url_rule(_rule, f"form_redirect_{_number}", redirect_to_form, methods=["GET"], defaults=_target)
