"""Parses whole numbers from addresses, forms and settings; writes large ones for people."""

from __future__ import annotations

from blog.text import by_language

MAX_DIGITS = 9
_UNITS = (("byte", "Bytes"), ("kilobyte", "kB"), ("megabyte", "MB"), ("gigabyte", "GB"))


def whole_number(text: str) -> int | None:
    """The number that up to nine ASCII digits write; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else None


def grouped(number: float) -> str:
    """`12,345`; a fraction with one decimal."""
    tag = by_language.spoken()
    return by_language.number(tag, number) if tag else f"{number:,}"


def size(count: int) -> str:
    """The size of a file: `1.2 MB`."""
    power = min(max(len(str(count)) - 1, 0) // 3, len(_UNITS) - 1)
    rounded = round(count / 1000**power, 1)
    unit, written = _UNITS[power]
    if tag := by_language.spoken():
        return by_language.size(tag, rounded, unit)
    return f"{rounded} {written}" if power else f"{count} {written}"


def lasting(milliseconds: int) -> str:
    """How long something took: `250 ms`, `2.5 s`."""
    is_short = milliseconds < 1000
    count, unit, written = (milliseconds, "millisecond", "ms") if is_short else (milliseconds / 1000, "second", "s")
    tag = by_language.spoken()
    return by_language.lasting(tag, count, unit) if tag else f"{count:g} {written}"
