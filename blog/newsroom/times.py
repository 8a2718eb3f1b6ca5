"""Writes a time for a sentence: in the time zone of a place, with its city."""

from __future__ import annotations

from datetime import datetime

from blog.models import Embargo, Stop
from blog.newsroom.transaction import current_time
from blog.text import clock
from blog.translation import _


def local_time(moment: datetime, place: Stop | Embargo | None) -> str:
    """`18.10 Tokyo` for today, else `18.10 Tokyo, 4 March`, with the year when it is not the current one."""
    zone, city = (place.zone, place.city) if place else ("UTC", "UTC")
    local, today = clock.at(moment, zone), clock.at(current_time(), zone)
    text = f"{clock.clock(local)} {city}"
    if local.date() == today.date():
        return text
    return text + _(", ") + (clock.day(local) if local.year == today.year else clock.date(local))
