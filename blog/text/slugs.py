"""Slugs: short names used in URLs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_CHARACTERS = 80


def is_slug(text: str) -> bool:
    """Whether a text is a valid slug: lower-case letters, digits and single hyphens."""
    return len(text) <= MAX_CHARACTERS and _SLUG.fullmatch(text) is not None


def slugify(text: str) -> str:
    """Makes a slug from a name; `item` if the name has no Latin letter or digit."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.lower()))[:MAX_CHARACTERS].strip("-") or "item"


def fresh(slug: str, taken: Container[str]) -> str:
    """The slug itself, or the first free one with a number: `tokyo`, `tokyo-2`, `tokyo-3`."""
    others = (f"{slug[: MAX_CHARACTERS - 6]}-{number}" for number in count(2))
    return slug if slug not in taken else next(other for other in others if other not in taken)
