"""A moment as a sentence names it: by the clocks of its place, with the city, and the day where it is not today."""

from __future__ import annotations

from datetime import datetime

from blog.models import Stop
from blog.newsroom.transaction import current_time
from blog.text import clock


def local_time(moment: datetime, stop: Stop | None) -> str:
    """`18.10 Tokyo` for today there, else `18.10 Tokyo, 4 March`, with the year where it is another one."""
    zone, city = (stop.zone, stop.city) if stop else ("UTC", "UTC")
    local, today = clock.at(moment, zone), clock.at(current_time(), zone)
    said = f"{clock.clock(local)} {city}"
    if local.date() == today.date():
        return said
    return f"{said}, {clock.day(local) if local.year == today.year else clock.date(local)}"
