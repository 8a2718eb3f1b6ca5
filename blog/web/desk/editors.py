"""Asks before a text is published that somebody else is editing at this moment."""

from __future__ import annotations

from blog.models import Visit
from blog.newsroom.errors import BeingEdited
from blog.text.names import listed
from blog.text.ordering import place_here
from blog.translation import ngettext
from blog.web.desk.auth import reporter
from blog.web.desk.confirmations import OVER_EDITING, is_confirmed
from blog.wire.service import wire


def ask_before_publishing(visit: Visit, public_id: str) -> None:
    """Raises BeingEdited unless nobody else has the page of the text open, or the question was answered."""
    editing = wire().pump.presence.editing(visit.id, public_id)
    names = [name for account_id, name in editing.items() if account_id != reporter().id]
    if names and not is_confirmed(OVER_EDITING):
        raise BeingEdited(
            ngettext(
                "%(name)s is editing this now. What is not handed in yet would not be in it.",
                "%(name)s are editing this now. What is not handed in yet would not be in it.",
                len(names),
                name=listed(sorted(names, key=place_here)),
            )
        )
