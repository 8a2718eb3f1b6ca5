"""An update with its translations, as templates show them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask

from blog.models import Update
from blog.text import blocks


def init_app(app: Flask) -> None:
    """Registers what templates ask for."""
    app.jinja_env.globals.update(rows_of=rows_of, versions_by_language=versions_by_language)


def rows_of(words: str, translations: Sequence[Update]) -> list[tuple[str, ...]]:
    """The passages of an original and of its translations beside each other, as HTML."""
    return blocks.beside(words, *(translation.html for translation in translations))


def versions_by_language(current: Update) -> list[Update]:
    """An update, its original and that one's translations: the first in each language, and itself in its own."""
    of_family = (current.public_original or current).versions if current.is_public else ()
    found = {version.lang: version for version in reversed(of_family)}
    return list((found | {current.lang: current}).values()) if len(found) > 1 else []
