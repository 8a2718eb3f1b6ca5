"""The forms of the set-up page for a visit's ready-made texts."""

from __future__ import annotations

from flask import request

from blog import newsroom
from blog.models import Visit
from blog.translation import _
from blog.web.desk.auth import reporter
from blog.web.desk.set_up_page import loaded, set_up_form, typed


@set_up_form("ready-texts", "new-ready")
def add_ready_text(visit: Visit) -> str:
    newsroom.ready_texts.add(visit.id, reporter().id, request.form)
    return _("%(name)s was added. Reporters find it above the text.", name=typed("name").strip())


@set_up_form("ready-texts/<key>", "ready-{key}")
def change_ready_text(visit: Visit, key: str) -> str:
    newsroom.ready_texts.change(visit.id, reporter().id, key, request.form, loaded=loaded())
    return _("Saved. Updates that began with the old text stay as they are.")


@set_up_form("ready-texts/<key>/remove", "ready-{key}", then="new-ready")
def remove_ready_text(visit: Visit, key: str) -> str:
    newsroom.ready_texts.drop(visit.id, reporter().id, key)
    return _("The text was removed.")


@set_up_form("ready-texts/order", "ready-order")
def order_ready_texts(visit: Visit) -> str:
    before = typed("version").split() or None
    newsroom.ready_texts.order(visit.id, reporter().id, typed("order").split(), loaded=before)
    return _("The order was changed.")
