"""A word-level diff of two versions of a text, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

from blog.text.anchors import Comparison

# If less than this share is unchanged, the old and the new text are shown one after the other instead.
MIN_UNCHANGED_SHARE = 0.35
SAME, ADDED, REMOVED = "same", "added", "removed"

_OPS = {0: SAME, 1: ADDED, -1: REMOVED}
_MARKS = r"[\p{M}\u200c\u200d]"
# Scripts without spaces between words are compared by character: Thai to Burmese, Khmer, kana, bopomofo, Han.
_UNSPACED = (
    r"[\u0e00-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\uff66-\uff9f\U00020000-\U0003ffff]"
)
_TOKEN = regex.compile(
    rf"\d+(?:[.,:]\d+)*|{_MARKS}+|{_UNSPACED}{_MARKS}*|[\w--\d--{_UNSPACED}](?:[\w--\d--{_UNSPACED}]|{_MARKS})*"
    rf"|\n{_MARKS}*|[\s--\n](?:[\s--\n]|{_MARKS})*|.{_MARKS}*",
    regex.V1,
)
# Tokens are encoded as single characters from here, where Unicode's rules on spaces do not apply.
_FIRST_CHARACTER = 0x10000


class Run(NamedTuple):
    """A run of text and its operation: `same`, `added` or `removed`. Plain text, not HTML."""

    op: str
    text: str


Paragraph = tuple[Run, ...]


def compare(before: str, after: str) -> tuple[Paragraph, ...]:
    """Merges both texts into one list of paragraphs (lines), with every run marked."""
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
    """Only the paragraphs that contain a change."""
    return tuple(runs for runs in paragraphs if any(run.op != SAME for run in runs))


def tokens(text: str) -> list[str]:
    """Splits a text into words, numbers, spaces and single characters; joined, they are the text again.

    Combining marks stay with their letter.
    """
    return _TOKEN.findall(text)


def _runs(before: str, after: str) -> Sequence[tuple[str, str]]:
    """Compares line by line, then word by word within replaced lines."""
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
    if sum(len(text) for op, text in runs if op == SAME) < MIN_UNCHANGED_SHARE * max(len(before), len(after)):
        return [(REMOVED, before), (SAME, "\n"), (ADDED, after)]
    return runs


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")]


def _compared(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    return [(op, "".join(pieces)) for op, pieces in operations(old, new)]


def operations(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Compares sequences of tokens by encoding each distinct token as one character."""
    # Line ends and spaces encode themselves, because the library prefers to align changes with them.
    known = {"\n": "\n", " ": " "}
    encoded = []
    for pieces in (old, new):
        signs = (known.setdefault(piece, chr(_FIRST_CHARACTER + len(known))) for piece in pieces)
        encoded.append("".join(signs))
    differences = Comparison().differences(*encoded)
    pieces_of = {character: piece for piece, character in known.items()}
    return [(_OPS[op], [pieces_of[character] for character in text]) for op, text in differences]
