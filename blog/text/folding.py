"""Folding: the form in which words are compared, so that a reader finds them however they were typed.

Case, accents, widths and the shapes of quotation marks and dashes are put aside; the marks that make another letter of
a kana are not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_ACCENTS = range(0x300, 0x370)
_SAME = {"'": "‘’‚‛", '"': "“”„‟«»", "-": "‐‑‒–—―−"}
_SHAPES = {ord(shape): plain for plain, shapes in _SAME.items() for shape in shapes}
_MOST_PIECES = 8192


def fold(text: str) -> str:
    """A text as it is compared with others."""
    if text.isascii():
        return text.lower()
    return "".join(folded for _, folded in pieces(unicodedata.normalize("NFC", text)))


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text in NFC, piece by piece, each with its folded form: a letter together with the marks that belong to it."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _is_mark(text[end]):
            yield text[start:end], _folded(text[start:end])
            start = end


@lru_cache(_MOST_PIECES)
def _folded(piece: str) -> str:
    decomposed = unicodedata.normalize("NFKD", piece).casefold()
    kept = "".join(c for c in decomposed if ord(c) not in _ACCENTS and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", kept.translate(_SHAPES))


@lru_cache(_MOST_PIECES)
def _is_mark(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) != 0
