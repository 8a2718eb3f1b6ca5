"""Describes time zones and spans of time in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from blog.translation import _, gap, ngettext

MINUTE = timedelta(minutes=1)
# A visitor who is less late than this counts as on time.
PUNCTUAL = timedelta(minutes=10)


@cache
def known() -> frozenset[str]:
    """The IANA names of all zones, cached: listing them opens hundreds of files."""
    return frozenset(available_timezones())


def offset(moment: datetime, zone: str) -> str:
    """The zone's offset from UTC at a moment: `UTC+8`, `UTC−3:30`, `UTC`."""
    away = _away(moment, zone)
    if not away:
        return "UTC"
    hours, minutes = divmod(abs(away) // MINUTE, 60)
    return f"UTC{'+' if away > timedelta(0) else '−'}{hours}" + (f":{minutes:02d}" if minutes else "")


def beside(moment: datetime, zone: str, other: str, city: str) -> str:
    """Compares a zone with another city's: `1 hour ahead of Rome`, `13 hours behind Tokyo`, `the same as Vienna`."""
    ahead = _away(moment, zone) - _away(moment, other)
    if not ahead:
        return _("the same as %(city)s", city=city)
    if ahead > timedelta(0):
        return _("%(span)s ahead of %(city)s", span=span(ahead), city=city)
    return _("%(span)s behind %(city)s", span=span(ahead), city=city)


def than_planned(planned: datetime | None, actual: datetime | None) -> str:
    """`25 minutes later than planned`, `as planned`; empty when either moment is unknown."""
    if planned is None or actual is None:
        return ""
    if is_punctual(planned, actual):
        return _("as planned")
    if actual > planned:
        return _("%(span)s later than planned", span=span(actual - planned))
    return _("%(span)s earlier than planned", span=span(actual - planned))


def is_punctual(planned: datetime, actual: datetime) -> bool:
    """Whether something happened at the planned time, give or take a few minutes."""
    return abs(actual - planned) < PUNCTUAL


def span(length: timedelta) -> str:
    """`5 minutes`, `2 hours`, `1 hour 10 minutes`, `3 days`; from a day on without minutes."""
    minutes = abs(length) // MINUTE
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(num)s day", "%(num)s days", days) if days else "",
        ngettext("%(num)s hour", "%(num)s hours", hours) if hours else "",
        ngettext("%(num)s minute", "%(num)s minutes", minutes) if minutes and not days else "",
    ]
    return gap().join(filter(None, parts)) or _("0 minutes")


def _away(moment: datetime, zone: str) -> timedelta:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
