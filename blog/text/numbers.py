"""Parses whole numbers from addresses, forms and settings."""

from __future__ import annotations

MAX_DIGITS = 9


def whole_number(text: str) -> int | None:
    """The number that up to nine ASCII digits write; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else None
