"""Dates, times, numbers and lists as other languages than English write them, by Babel's data (Unicode CLDR).

English has a house style of its own, in `clock.py`, `numbers.py` and `names.py`, which come here for the others.
`static/js/dates.js` does the same in browsers, by the same data.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, parse_pattern
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from blog.languages import ENGLISH, LANGUAGES
from blog.translation import language

# French newspapers write 16h05. The others have a colon; a few languages would rather count to twelve, but news in
# them is timed by 24 hours.
_CLOCKS = {"fr": "%Hh%M"}
_CLOCK = "%H:%M"
# Their months are numbers, which Babel calls short names.
_NUMBERED = {"zh", "zh-Hant", "ja"}


def spoken() -> str:
    """The language of the request, or "" for English, which is written by the house style."""
    tag = language.get()
    return "" if tag == ENGLISH else tag


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(LANGUAGES[tag].locale)


def clock(tag: str, local: datetime) -> str:
    """`16:20`"""
    return local.strftime(_CLOCKS.get(tag, _CLOCK))


def day(tag: str, local: date) -> str:
    """`4. März`"""
    return _written(tag, local.toordinal(), "day")


def long_date(tag: str, local: date) -> str:
    """`4. März 2010`"""
    return _written(tag, local.toordinal(), "long")


def full_day(tag: str, local: date) -> str:
    """`Donnerstag, 4. März 2010`"""
    return _written(tag, local.toordinal(), "full")


@lru_cache(maxsize=1024)
def _written(tag: str, ordinal: int, style: str) -> str:
    local, locale = date.fromordinal(ordinal), _locale(tag)
    if style == "day":
        return format_skeleton("MMMMd", local, locale=locale)
    return _as_in_browsers(format_date(local, style, locale=locale))


def days(tag: str, first: date, last: date, *, with_year: bool) -> tuple[str, str]:
    """The two halves of a range of days: `4.–` and `7. März 2010`. The dash stands with the first."""
    # Ranges are told apart by the largest part that differs.
    differs = "d" if (first.year, first.month) == (last.year, last.month) else "M"
    if with_year and first.year != last.year:
        differs = "y"
    locale = _locale(tag)
    ranges, skeleton = locale.interval_formats, "yMMMMd" if with_year else "MMMMd"
    if skeleton in ranges:
        halves = ranges[skeleton][differs]
    else:  # most languages have ranges with a year for the short name of the month only
        halves = [half if tag in _NUMBERED else half.replace("MMM", "MMMM") for half in ranges["yMMMd"][differs]]
    patterns = [parse_pattern(half) for half in halves]
    begin, end = (pattern.apply(day, locale) for pattern, day in zip(patterns, (first, last), strict=True))
    return _as_in_browsers(begin), _as_in_browsers(end)


def number(tag: str, count: float) -> str:
    """`12.345`"""
    return format_decimal(count, format="#,##0.#", locale=_locale(tag))


def size(tag: str, count: float, unit: str) -> str:
    """`1,2 MB` for 1.2 and `megabyte`."""
    return format_unit(count, f"digital-{unit}", "short", format="#,##0.#", locale=_locale(tag))


def lasting(tag: str, count: float, unit: str) -> str:
    """`2,5 Sek.` for 2.5 and `second`."""
    return format_unit(count, f"duration-{unit}", "short", format="#,##0.#", locale=_locale(tag))


def listed(tag: str, names: Sequence[str]) -> str:
    """`Ada, Bea und Cleo`"""
    return format_list(list(names), locale=_locale(tag))


def _as_in_browsers(text: str) -> str:
    """Browsers write common spaces in place of narrow ones in dates."""
    return text.replace("\u202f", " ")
