"""Slugs: the short names that stand in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 80


def is_slug(text: str) -> bool:
    """Whether a text can stand in an address as it is: small letters, digits and single hyphens."""
    return len(text) <= LONGEST and _SLUG.fullmatch(text) is not None


def slugify(text: str) -> str:
    """A slug made from a name, or `item` where the name has no Latin letter."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.lower()))[:LONGEST].strip("-") or "item"


def fresh(slug: str, taken: Container[str]) -> str:
    """The slug, or where it is taken the first that is not: `tokyo`, `tokyo-2`, `tokyo-3`."""
    others = (f"{slug[: LONGEST - 6]}-{number}" for number in count(2))
    return slug if slug not in taken else next(other for other in others if other not in taken)
