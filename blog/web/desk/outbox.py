"""Asks before a text that waited in a browser's outbox is published, if the visit has moved on since it was written."""

from __future__ import annotations

from flask import request

from blog.models import Visit
from blog.newsroom.errors import MovedOn
from blog.queries import visits
from blog.translation import _
from blog.web.desk import times
from blog.web.desk.confirmations import PUBLISH_STILL, is_confirmed


def ask_about_changes(visit: Visit) -> None:
    """Raises MovedOn when the visitors are elsewhere by now, or the banner is another.

    The outbox sends what the page showed when the text was written: `was_here` is the key of a stop, `was_banner` the
    event that set the banner, or nothing. Other forms send neither.
    """
    if is_confirmed(PUBLISH_STILL):
        return
    if request.form.get("was_here", visit.here_key) != visit.here_key:
        here, stop = visit.here, times.dateline(visit)
        raise MovedOn(
            _(
                "The visit has moved on to %(here)s since you wrote this. Publish it with the dateline %(dateline)s?",
                here=here.city if here else "UTC",
                dateline=stop.city if stop else "UTC",
            )
        )
    banner, was_banner = visits.banner_of(visit.id), request.form.get("was_banner")
    if was_banner is None or was_banner == (str(banner.seq) if banner else ""):
        return
    if banner:
        raise MovedOn(_("The banner has changed since you wrote this: “%(text)s” Publish it?", text=banner.text))
    raise MovedOn(_("The banner was cleared since you wrote this. Publish it?"))
