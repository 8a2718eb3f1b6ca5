"""What was changed between two wordings: words that stayed, came and went, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

from blog.text.anchors import Comparison

# Below this share of common words two texts are read more easily one after the other than into each other.
LEAST_SHARED = 0.35
SAME, ADDED, REMOVED = "same", "added", "removed"

_OPS = {0: SAME, 1: ADDED, -1: REMOVED}
_MARKS = r"[\p{M}\u200c\u200d]"
# Written without spaces, so that a character is what a word is elsewhere: Thai to Burmese, Khmer, kana, bopomofo, Han.
_UNSPACED = (
    r"[\u0e00-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\uff66-\uff9f\U00020000-\U0003ffff]"
)
_TOKEN = regex.compile(
    rf"\d+(?:[.,:]\d+)*|{_MARKS}+|{_UNSPACED}{_MARKS}*|[\w--\d--{_UNSPACED}](?:[\w--\d--{_UNSPACED}]|{_MARKS})*"
    rf"|\n{_MARKS}*|[\s--\n](?:[\s--\n]|{_MARKS})*|.{_MARKS}*",
    regex.V1,
)
# A token stands as one character in what is compared; the first that mean nothing to Unicode's rules on spaces.
_FIRST_CHARACTER = 0x10000


class Run(NamedTuple):
    """Some words and what became of them: `same`, `added` or `removed`. Plain text, not HTML."""

    op: str
    text: str


Paragraph = tuple[Run, ...]


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
    return _TOKEN.findall(text)


def _runs(before: str, after: str) -> Sequence[tuple[str, str]]:
    """Line by line, and word by word where lines were replaced by others."""
    runs: list[tuple[str, str]] = []
    replaced = ""
    for op, text in [*_compared(_lines(before), _lines(after)), (SAME, "")]:
        if replaced and op == ADDED:
            runs += _compared(tokens(replaced), tokens(text))
            replaced = ""
            continue
        if replaced:
            runs.append((REMOVED, replaced))
        replaced = text if op == REMOVED else ""
        if op != REMOVED:
            runs.append((op, text))
    if sum(len(text) for op, text in runs if op == SAME) < LEAST_SHARED * max(len(before), len(after)):
        return [(REMOVED, before), (SAME, "\n"), (ADDED, after)]
    return runs


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")]


def _compared(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """What is found when each different piece stands for one character."""
    # Line ends and spaces stand for themselves: where there is a choice, the library lets a change begin and end there.
    known = {"\n": "\n", " ": " "}
    encoded = []
    for pieces in (old, new):
        signs = (known.setdefault(piece, chr(_FIRST_CHARACTER + len(known))) for piece in pieces)
        encoded.append("".join(signs))
    differences = Comparison().differences(*encoded)
    pieces_of = {character: piece for piece, character in known.items()}
    return [(_OPS[op], "".join(pieces_of[character] for character in text)) for op, text in differences]
