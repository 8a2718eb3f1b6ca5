"""Asks before a text that waited in a browser's outbox is published or handed in, if the visit has moved on since."""

from __future__ import annotations

from flask import request

from blog.models import Visit
from blog.newsroom.errors import MovedOn
from blog.queries import desk, visits
from blog.translation import _
from blog.web.desk import times
from blog.web.desk.confirmations import PUBLISH_STILL, client_key, is_confirmed


def ask_about_changes(visit: Visit) -> None:
    """Raises MovedOn when the visitors are elsewhere by now, or the banner is another.

    The outbox sends what the page showed when the text was written: `was_here` is the key of a stop, `was_banner` the
    event that set the banner, or nothing. Other forms send neither, and a draft goes nowhere.
    """
    if is_confirmed(PUBLISH_STILL) or not {"was_here", "was_banner"} & request.form.keys():
        return
    if desk.sent_with(visit.id, client_key()):  # it is not published a second time
        return
    is_handed_in = request.form.get("action") == "submit"
    if "was_here" in request.form and request.form["was_here"] != visit.here_key:
        raise MovedOn(_moved(visit, is_handed_in=is_handed_in))
    was_banner = request.form.get("was_banner")
    if was_banner is None:
        return
    banner = visits.banner_of(visit.id)
    if was_banner == (str(banner.seq) if banner else ""):
        return
    if banner and is_handed_in:
        raise MovedOn(_("The banner has changed since you wrote this: “%(text)s” Hand it in?", text=banner.text))
    if banner:
        raise MovedOn(_("The banner has changed since you wrote this: “%(text)s” Publish it?", text=banner.text))
    if is_handed_in:
        raise MovedOn(_("The banner was cleared since you wrote this. Hand it in?"))
    raise MovedOn(_("The banner was cleared since you wrote this. Publish it?"))


def _moved(visit: Visit, *, is_handed_in: bool) -> str:
    here, stop = visit.here, times.dateline(visit)
    cities = {"here": here.city if here else "UTC", "dateline": stop.city if stop else "UTC"}
    if is_handed_in:
        return _(
            "The visit has moved on to %(here)s since you wrote this. Hand it in with the dateline %(dateline)s?",
            **cities,
        )
    return _(
        "The visit has moved on to %(here)s since you wrote this. Publish it with the dateline %(dateline)s?", **cities
    )
