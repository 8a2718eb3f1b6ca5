"""Finds a name or a title in a text: whole in any spelling that folds alike, and each part of a name by itself.

A title is looked for as a whole: its parts are common words, such as *Foreign* and *Ministry*.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from blog.text.folding import fold

# Shorter parts are initials and particles: J., de, Al.
SHORTEST_PART = 3

_JOINTS = regex.compile(r"[\s'’ʼ‘`_/.\-‐‑–]+")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
# Scripts that put spaces between words; in others a name is found anywhere.
_SPACED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{N}]")


@dataclass(frozen=True)
class Wanted:
    """A name to look for, or a title."""

    text: str
    is_title: bool = False


class SearchedText:
    """A text in which names are looked for. It is folded once, however many they are: that takes the time."""

    def __init__(self, text: str) -> None:
        self._folded = _folded(text)
        self._words = {fold(word) for word in set(_WORD.findall(text)) if not word[0].islower()}

    def has(self, wanted: Wanted) -> bool:
        """Whether the text has the name, or a part of it that has a capital there, in scripts with capitals."""
        whole = _folded(wanted.text)
        if not whole:
            return False
        return _has(self._folded, whole) or not (wanted.is_title or self._words.isdisjoint(_parts(wanted.text)))


def _folded(text: str) -> str:
    return fold(_JOINTS.sub(" ", text)).strip()


def _has(text: str, wanted: str) -> bool:
    at = text.find(wanted)
    while at >= 0:
        if _is_edge(text, at - 1, wanted[0]) and _is_edge(text, at + len(wanted), wanted[-1]):
            return True
        at = text.find(wanted, at + 1)
    return False


def _is_edge(text: str, at: int, beside: str) -> bool:
    """Whether a word ends between a character and the one beside it."""
    is_spaced = _SPACED.match(beside) is not None
    return not (is_spaced and 0 <= at < len(text) and _SPACED.match(text[at]))


def _parts(name: str) -> set[str]:
    return {fold(word) for word in _WORD.findall(name) if len(word) >= SHORTEST_PART}
