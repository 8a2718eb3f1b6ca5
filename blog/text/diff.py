"""What was changed between two wordings: words that stayed, came and went, paragraph by paragraph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from diff_match_patch import diff_match_patch

# A diff is made while others wait for the same core. Past this the rest of a text counts as rewritten, which is true.
LONGEST_SECONDS = 0.05
# Below this share of common words two texts are read more easily one after the other than into each other.
LEAST_SHARED = 0.35
KEPT = 512
SAME, ADDED, REMOVED = "same", "added", "removed"

_OPS = {0: SAME, 1: ADDED, -1: REMOVED}
_NUMBER = re.compile(r"(\d+(?:[.,:]\d+)*)")
# Written without spaces, so that a character is what a word is elsewhere: Thai to Burmese, Khmer, kana, bopomofo, Han.
_UNSPACED = (
    (0x0E00, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x312F), (0x31A0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x20000, 0x3FFFF),
)  # fmt: skip
# A token stands as one character in what is compared; the first that mean nothing to Unicode's rules on spaces.
_FIRST_CHARACTER = 0x10000


class Run(NamedTuple):
    """Some words and what became of them: `same`, `added` or `removed`. Plain text, not HTML."""

    op: str
    text: str


Paragraph = tuple[Run, ...]


@lru_cache(KEPT)
def compare(before: str, after: str) -> tuple[Paragraph, ...]:
    """The paragraphs (lines) of both texts in one, with every word marked."""
    runs = _runs(before, after)
    paragraphs: list[list[Run]] = [[]]
    for op, text in runs:
        for number, line in enumerate(text.split("\n")):
            if number:
                paragraphs.append([])
            if line:
                paragraphs[-1].append(Run(op, line))
    return tuple(tuple(paragraph) for paragraph in paragraphs if paragraph)


def changed(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Only the paragraphs in which something came or went."""
    return tuple(runs for runs in paragraphs if any(run.op != SAME for run in runs))


def tokens(text: str) -> list[str]:
    """Words, numbers, spaces, and everything else character by character; the text is these put together again.

    An accent or a vowel sign belongs to the letter that it stands on.
    """
    found: list[str] = []
    for number, part in enumerate(_NUMBER.split(text)):
        if number % 2:
            found.append(part)
        else:
            found += _tokens(part)
    return found


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    before = ""
    for char in text:
        kind = _kind(char)
        if found and (kind == "mark" or (kind == before and kind in ("word", "space"))):
            found[-1] += char
        else:
            found.append(char)
        before = kind if kind != "mark" else before
    return found


def _kind(char: str) -> str:
    if char == "\n":
        return "line"
    if char.isspace():
        return "space"
    if unicodedata.category(char)[0] == "M" or char in "\u200c\u200d":
        return "mark"
    if any(first <= ord(char) <= last for first, last in _UNSPACED):
        return "alone"
    return "word" if char.isalnum() or char == "_" else "other"


def _runs(before: str, after: str) -> Sequence[tuple[str, str]]:
    """What `diff_match_patch` finds when each different token stands for one character."""
    # Line ends and spaces stand for themselves: where there is a choice, the library lets a change begin and end there.
    known = {"\n": "\n", " ": " "}
    old, new = (
        "".join(known.setdefault(token, chr(_FIRST_CHARACTER + len(known))) for token in tokens(text))
        for text in (before, after)
    )
    differ = diff_match_patch()
    differ.Diff_Timeout = LONGEST_SECONDS
    found = differ.diff_main(old, new, False)
    differ.diff_cleanupSemantic(found)
    words = {character: token for token, character in known.items()}
    runs = [(_OPS[op], "".join(words[character] for character in text)) for op, text in found]
    if sum(len(text) for op, text in runs if op == SAME) < LEAST_SHARED * max(len(before), len(after)):
        return [(REMOVED, before), (SAME, "\n"), (ADDED, after)]
    return runs
