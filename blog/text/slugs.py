"""Slugs: short names used in URLs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

import regex
from anyascii import anyascii

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_CHARACTERS = 80
_HAN = regex.compile(r"\p{Han}+")
# In a word, and where a transliteration has them for the letters ʿayn and hamza.
_APOSTROPHES = re.compile("['’‘ʼ`]")


def is_slug(text: str) -> bool:
    """Whether a text is a valid slug: lower-case letters, digits and single hyphens."""
    return len(text) <= MAX_CHARACTERS and _SLUG.fullmatch(text) is not None


def slugify(text: str, lang: str = "") -> str:
    """Makes a slug from a name in a language; `item` if no letter or digit of it can be written in Latin ones.

    Chinese is written in pinyin. The same characters are read otherwise in Japanese, and a wrong reading is worse than
    none, so only its kana are taken.
    """
    if lang.partition("-")[0] == "ja":
        text = _HAN.sub(" ", text)
    latin = _APOSTROPHES.sub("", anyascii(unicodedata.normalize("NFKC", _APOSTROPHES.sub("", text))))
    return "-".join(re.findall(r"[a-z0-9]+", latin.lower()))[:MAX_CHARACTERS].strip("-") or "item"


def fresh(slug: str, taken: Container[str]) -> str:
    """The slug itself, or the first free one with a number: `tokyo`, `tokyo-2`, `tokyo-3`."""
    others = (f"{slug[: MAX_CHARACTERS - 6]}-{number}" for number in count(2))
    return slug if slug not in taken else next(other for other in others if other not in taken)
