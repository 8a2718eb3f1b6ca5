"""How a moment is written on the page: always in the time of a named place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# Nobody visits anybody before or after these, but clocks and calendars of other machines may fail there.
YEARS = range(1900, 2200)
OUTSIDE = f"Give a year from {YEARS[0]} to {YEARS[-1]}."

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def at(moment: datetime, zone: str) -> datetime:
    """The same moment by the clocks of an IANA zone."""
    return moment.astimezone(ZoneInfo(zone))


def is_outside(moment: datetime | None) -> bool:
    """Whether a moment lies in a year that is not meant."""
    return moment is not None and moment.year not in YEARS


def clock(local: datetime) -> str:
    """`16.20`"""
    return f"{local:%H.%M}"


def day(local: datetime) -> str:
    """`4 March`"""
    return f"{local.day} {_MONTHS[local.month - 1]}"


def date(local: datetime) -> str:
    """`4 March 2010`"""
    return f"{day(local)} {local.year}"


def full_day(local: datetime) -> str:
    """`Thursday 4 March 2010`"""
    return f"{_DAYS[local.weekday()]} {date(local)}"


class NoSuchTime(ValueError):
    """Clocks are set forward over this time; the message says so, and offers the nearest two."""

    def __init__(self, local: datetime) -> None:
        left, taken_up = _gap(local)
        last = left - timedelta(minutes=1)
        super().__init__(
            f"There is no {clock(local)} on {day(local)}: the clocks go from {clock(left)} straight to "
            f"{clock(taken_up)}. Take {clock(taken_up)} on {day(taken_up)}, or {clock(last)} on {day(last)}."
        )


def parse(text: str, zone: str) -> datetime:
    """A moment as it was typed, in UTC: with an offset, or by the clocks of an IANA zone.

    Of an hour that comes twice the first is meant. Raises ValueError, and NoSuchTime with a sentence for a time that
    the clocks leave out.
    """
    given = datetime.fromisoformat(text)
    local = given if given.tzinfo else given.replace(tzinfo=ZoneInfo(zone))
    try:
        moment = local.astimezone(UTC)
        if moment.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise NoSuchTime(local)
    except OverflowError as error:  # the first and the last day of the calendar
        raise ValueError(text) from error
    return moment


def is_doubled(local: datetime) -> bool:
    """Whether clocks show this time twice, because they are set back over it."""
    first, second = (_fold(local, fold).utcoffset() or timedelta() for fold in (0, 1))
    return first > second


def _gap(local: datetime) -> tuple[datetime, datetime]:
    """What clocks show when they are set forward over a time, and what they show next."""
    # PEP 495: a time in the gap is read by the offset of before (fold 0), which puts it after, and the other way round.
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
    """`2010-03-04T16:20`, as a form's field for a moment holds it."""
    return f"{local:%Y-%m-%dT%H:%M}"


def iso(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second, with a Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def iso_exact(moment: datetime) -> str:
    """RFC 3339 in UTC with all the digits the moment has, with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
