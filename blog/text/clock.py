"""Formats and parses dates and times, always in the local time of a named place.

English has the house style, other languages their own (`by_language.py`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from datetime import date as calendar_date
from zoneinfo import ZoneInfo

from blog.text import by_language
from blog.translation import N_, _

# Plausible years for a visit; other software may fail on dates outside them.
YEARS = range(1900, 2200)
OUTSIDE = N_("Give a year from 1900 to 2199.")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def at(moment: datetime, zone: str) -> datetime:
    """Converts a moment to the local time of an IANA zone."""
    return moment.astimezone(ZoneInfo(zone))


def is_outside(moment: datetime | None) -> bool:
    """Whether a moment lies outside YEARS."""
    return moment is not None and moment.year not in YEARS


def day_of(text: str) -> calendar_date | None:
    """The day that a text such as `2010-03-04` names; None for other texts, and for years outside YEARS."""
    try:
        day = calendar_date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def clock(local: datetime) -> str:
    """`16.20`"""
    tag = by_language.spoken()
    return by_language.clock(tag, local) if tag else f"{local:%H.%M}"


def day(local: datetime) -> str:
    """`4 March`"""
    if tag := by_language.spoken():
        return by_language.day(tag, local)
    return f"{local.day} {_MONTHS[local.month - 1]}"


def date(local: datetime) -> str:
    """`4 March 2010`"""
    if tag := by_language.spoken():
        return by_language.long_date(tag, local)
    return f"{day(local)} {local.year}"


def full_day(local: datetime) -> str:
    """`Thursday 4 March 2010`"""
    if tag := by_language.spoken():
        return by_language.full_day(tag, local)
    return f"{_DAYS[local.weekday()]} {date(local)}"


def days(first: datetime, last: datetime, *, with_year: bool = True) -> tuple[str, str]:
    """The halves of a range of days, `4–` and `7 March 2010`; both have the year where it differs."""
    if tag := by_language.spoken():
        return by_language.days(tag, first, last, with_year=with_year)
    write = date if with_year else day
    if first.year != last.year:
        return f"{write(first)} – ", write(last)
    return f"{first.day}–" if first.month == last.month else f"{day(first)} – ", write(last)


class NoSuchTime(ValueError):
    """A local time skipped when clocks go forward; the message names the two nearest times."""

    def __init__(self, local: datetime) -> None:
        left, taken_up = _gap(local)
        last = left - timedelta(minutes=1)
        super().__init__(
            _(
                "There is no %(time)s on %(day)s: clocks go forward from %(from)s to %(to)s. "
                "Use %(to)s on %(day_after)s, or %(last)s on %(day_before)s.",
                **{"time": clock(local), "day": day(local), "from": clock(left), "to": clock(taken_up)},
                day_after=day(taken_up),
                last=clock(last),
                day_before=day(last),
            )
        )


def parse(text: str, zone: str) -> datetime:
    """Parses an ISO 8601 time to UTC: with its own offset, or as local time in an IANA zone.

    An ambiguous hour means the first one. Raises ValueError, and NoSuchTime for a time that clocks skip.
    """
    given = datetime.fromisoformat(text)
    local = given if given.tzinfo else given.replace(tzinfo=ZoneInfo(zone))
    try:
        moment = local.astimezone(UTC)
        if moment.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise NoSuchTime(local)
    except OverflowError as error:  # the first or last day that datetime can hold
        raise ValueError(text) from error
    return moment


def is_doubled(local: datetime) -> bool:
    """Whether a local time occurs twice because clocks go back."""
    first, second = (_fold(local, fold).utcoffset() or timedelta() for fold in (0, 1))
    return first > second


def _gap(local: datetime) -> tuple[datetime, datetime]:
    """The local times just before and just after clocks go forward over a skipped time."""
    # PEP 495: in a gap, fold 0 uses the offset from before it, which gives a time after it, and the other way round.
    after, before = (_fold(local, fold).astimezone(UTC) for fold in (0, 1))
    was = _fold(local, 0).utcoffset()
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if middle.astimezone(local.tzinfo).utcoffset() == was else (before, middle)
    change = after.replace(second=0, microsecond=0)
    return change.astimezone(UTC) + (was or timedelta()), change.astimezone(local.tzinfo)


def _fold(local: datetime, fold: int) -> datetime:
    return local.replace(fold=fold)


def typed(local: datetime) -> str:
    """`2010-03-04T16:20`, the value of an `<input type="datetime-local">`."""
    return f"{local:%Y-%m-%dT%H:%M}"


def iso(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second, with a Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def iso_exact(moment: datetime) -> str:
    """RFC 3339 in UTC with all the digits the moment has, with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
