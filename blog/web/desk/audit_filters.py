"""The filters of the audit, as its address has them: what is asked for, and what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from blog.models import Door
from blog.queries import audit as queries
from blog.queries.audit import AuditQuery
from blog.text import clock
from blog.translation import N_, _
from blog.web.desk.forms import Form

DOORS = {
    Door.FORM: N_("The desk"),
    Door.API: N_("The API"),
    Door.COMMAND: N_("A command"),
    Door.MAIL: N_("Mail"),
    Door.SYSTEM: N_("The site itself"),
}
KINDS = {
    "updates": N_("Updates"),
    "banner": N_("Banner, status, place"),
    "notes": N_("Notes and handovers"),
    "media": N_("Pictures and documents"),
    "set-up": N_("The set-up"),
    "sign-ins": N_("Sign-ins"),
    "refusals": N_("Refusals"),
    "accounts": N_("Accounts and teams"),
    "keys": N_("Keys and webhooks"),
}


def kinds(*, of_visit: bool) -> Mapping[str, str]:
    """The kinds of acts that can be chosen: a visit has none of those of accounts."""
    return {name: _(words) for name, words in KINDS.items() if not of_visit or name in queries.OF_VISITS}


def doors() -> Mapping[str, str]:
    """The ways in which an act reached the site."""
    return {door: _(words) for door, words in DOORS.items()}


def given(*, of_visit: bool) -> tuple[AuditQuery, Form]:
    """What to list, and the form as it was typed. What means nothing leaves nothing out, and the form says so."""
    typed = {name: request.args.get(name, "").strip() for name in ("who", "act", "door", "day")}
    typed["who"] = typed["who"].lower()
    errors = dict[str, str]()
    if typed["who"] and not queries.is_known(typed["who"]):
        errors["who"] = _("There is no account with this address. Everybody is listed.")
    if typed["act"] and typed["act"] not in kinds(of_visit=of_visit):
        errors["act"] = _("There is no such kind of act here. All are listed.")
    if typed["door"] and typed["door"] not in tuple(Door):
        errors["door"] = _("There is no such way. All are listed.")
    day = clock.day_of(typed["day"])
    if typed["day"] and day is None:
        errors["day"] = _("Write the day as 2027-01-31. All days are listed.")
    right = {name: "" if name in errors else typed[name] for name in ("who", "act", "door")}
    return AuditQuery(**right, day=day), Form(typed, errors)
