"""The languages of the interface, and which of them answers to a language tag.

A language is spoken once its catalogue is there; until then, and for every other language, the interface is English.
How to add one: docs/languages.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "translations"
ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """A language: its tag in addresses and `lang`, its own name, Babel's name for it, and its direction."""

    tag: str
    name: str
    locale: str
    direction: str = "ltr"

    @property
    def catalogue(self) -> Path:
        """Where its sentences are, as translators edit them."""
        return FOLDER / self.locale / "LC_MESSAGES" / "messages.po"


LANGUAGES = {
    one.tag: one
    for one in (
        Language("en", "English", "en"),
        Language("zh", "简体中文", "zh_Hans"),
        Language("zh-Hant", "繁體中文", "zh_Hant"),
        Language("ja", "日本語", "ja"),
        Language("de", "Deutsch", "de"),
        Language("fr", "Français", "fr"),
        Language("es", "Español", "es"),
        Language("ru", "Русский", "ru"),
        Language("ar", "العربية", "ar", direction="rtl"),
    )
}
_TRADITIONAL = {"hant", "tw", "hk", "mo"}
_LONGEST_TAG = 35


@cache
def spoken() -> tuple[str, ...]:
    """The tags of all languages that the interface speaks, English first."""
    return tuple(tag for tag, one in LANGUAGES.items() if tag == ENGLISH or one.catalogue.exists())


def best(tag: str) -> str:
    """The language of the interface for text in a language: `de` for `de-AT`, `zh-Hant` for `zh-TW`, English for any
    that is not spoken."""
    if tag in spoken():
        return tag
    if len(tag) > _LONGEST_TAG:
        return ENGLISH
    first, *parts = re.split("[-_]", tag.lower())
    if first == "zh":
        first = "zh-Hant" if _TRADITIONAL & set(parts) and "hans" not in parts else "zh"
    return first if first in spoken() else ENGLISH


def asked(given: str, own: str) -> str:
    """The language that somebody asks for where `own` is used otherwise: "" for that one, or if none was given."""
    found = best(given) if given else own
    return "" if found == own else found
