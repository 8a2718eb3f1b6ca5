"""Cleans typed text before it is stored."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """Normalises line ends to LF and strips control characters and surrounding whitespace."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """Cleans a text and collapses every run of whitespace, line ends included, into one space."""
    return " ".join(clean(text).split())
