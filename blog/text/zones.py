"""Clocks of two places, and spans of time, in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

MINUTE = timedelta(minutes=1)
# A visitor who is this late is on time.
PUNCTUAL = timedelta(minutes=10)


@cache
def known() -> frozenset[str]:
    """The IANA names of all zones. To look for them means to open hundreds of files."""
    return frozenset(available_timezones())


def offset(moment: datetime, zone: str) -> str:
    """The zone's distance from UTC at a moment: `UTC+8`, `UTC−3:30`, `UTC`."""
    away = _away(moment, zone)
    if not away:
        return "UTC"
    hours, minutes = divmod(abs(away) // MINUTE, 60)
    return f"UTC{'+' if away > timedelta(0) else '−'}{hours}" + (f":{minutes:02d}" if minutes else "")


def beside(moment: datetime, zone: str, other: str) -> str:
    """How the clocks of a zone stand to those of another: `1 hour ahead of`, `13 hours behind`, `the same as`."""
    ahead = _away(moment, zone) - _away(moment, other)
    if not ahead:
        return "the same as"
    return f"{span(ahead)} {'ahead of' if ahead > timedelta(0) else 'behind'}"


def than_planned(planned: datetime | None, actual: datetime | None) -> str:
    """`25 minutes later than planned`, `as planned`; nothing when either moment is not known."""
    if planned is None or actual is None:
        return ""
    late = actual - planned
    if abs(late) < PUNCTUAL:
        return "as planned"
    return f"{span(late)} {'later' if late > timedelta(0) else 'earlier'} than planned"


def span(length: timedelta) -> str:
    """`5 minutes`, `2 hours`, `1 hour 10 minutes`, `3 days`; days swallow minutes."""
    minutes = abs(length) // MINUTE
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "day"), (hours, "hour")] if days else [(hours, "hour"), (minutes, "minute")]
    words = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(words) or "0 minutes"


def _away(moment: datetime, zone: str) -> timedelta:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
