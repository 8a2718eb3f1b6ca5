"""The set-up of a visit, further down the page: its sides, who speaks for them, and the topics."""

from __future__ import annotations

from flask import request

from blog import newsroom
from blog.models import Visit
from blog.web.desk.auth import reporter
from blog.web.desk.set_up_page import SAVED, set_up_form, typed


@set_up_form("delegations", "new-delegation")
def add_delegation(visit: Visit) -> str:
    newsroom.people.add_delegation(visit.id, reporter().id, typed("name"), **_side())
    return f"{_name()} is one of the sides. Add who speaks for it above, or the next side here."


@set_up_form("delegations/<key>", "delegation-{key}")
def alter_delegation(visit: Visit, key: str) -> str:
    newsroom.people.alter_delegation(visit.id, reporter().id, key, typed("name"), **_side())
    return SAVED


@set_up_form("speakers", "new-speaker")
def add_speaker(visit: Visit) -> str:
    fields = {name: typed(name) for name in ("title", "delegation")}
    newsroom.people.add_speaker(visit.id, reporter().id, typed("name"), **fields)
    return f"{_name()} may be chosen as a speaker. Add the next one here, or go on to the topics."


@set_up_form("speakers/<key>", "speaker-{key}")
def change_speaker(visit: Visit, key: str) -> str:
    name, title = request.form.get("name"), typed("title")
    newsroom.people.change_speaker(visit.id, reporter().id, key, name=name, title=title)
    return "Saved. What was said before keeps the title of its day."


@set_up_form("topics", "new-topic")
def add_topic(visit: Visit) -> str:
    newsroom.people.add_topic(visit.id, reporter().id, typed("name"))
    return f"Updates may be filed under {_name()}, and readers may choose it. Add the next topic here."


@set_up_form("topics/<key>", "topic-{key}")
def rename_topic(visit: Visit, key: str) -> str:
    newsroom.people.rename_topic(visit.id, reporter().id, key, typed("name"))
    return "Saved: readers see this name. Addresses with the old one still work."


def _name() -> str:
    return " ".join(typed("name").split())


def _side() -> dict[str, str]:
    return {name: typed(name) for name in ("short_name", "country", "capital")} | {"zone": typed("zone").strip()}
