"""How a moment is written on the page: always in the time of a named place."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def at(moment: datetime, zone: str) -> datetime:
    """The same moment by the clocks of an IANA zone."""
    return moment.astimezone(ZoneInfo(zone))


def clock(local: datetime) -> str:
    """`16.20`"""
    return f"{local:%H.%M}"


def day(local: datetime) -> str:
    """`4 March`"""
    return f"{local.day} {_MONTHS[local.month - 1]}"


def full_day(local: datetime) -> str:
    """`Thursday 4 March 2010`"""
    return f"{_DAYS[local.weekday()]} {day(local)} {local.year}"


def parse(text: str, zone: str) -> datetime:
    """A moment as it was typed, in UTC: with an offset, or by the clocks of an IANA zone. Raises ValueError."""
    given = datetime.fromisoformat(text)
    local = given if given.tzinfo else given.replace(tzinfo=ZoneInfo(zone))
    try:
        return local.astimezone(UTC)
    except OverflowError as error:  # the first and the last day of the calendar
        raise ValueError(text) from error


def typed(local: datetime) -> str:
    """`2010-03-04T16:20`, as a form's field for a moment holds it."""
    return f"{local:%Y-%m-%dT%H:%M}"


def iso(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second, with a Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
