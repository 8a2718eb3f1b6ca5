"""Merges two wordings of a text, word by word; where they touch each other, both are kept and marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from blog.text.diff import ADDED, SAME, operations, tokens
from blog.translation import _

# A mark with its word in whatever language: colleagues whose desks differ may open the same text.
_MARK = regex.compile(r"⟦[^⟦⟧\n]{1,20}?[:：]")
# Changes with one of these between them do not touch: a word, a line end, the end of a sentence.
_APART = regex.compile(r"[\w\n.!?。！？؟۔]")


class Merged(NamedTuple):
    """A merged text; `is_clean` says that it has no place where both wordings had to be kept."""

    text: str
    is_clean: bool


class _Hunk(NamedTuple):
    """A change: the tokens from `start` to `end` of the common text become `words`."""

    start: int
    end: int
    words: str
    is_mine: bool


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Makes the changes of both in the text from which both began."""
    old = tokens(base)
    hunks = sorted([*_hunks(old, mine, is_mine=True), *_hunks(old, theirs, is_mine=False)])
    written, at, is_clean = [], 0, True
    for group in _touching(old, hunks):
        start, end = group[0].start, max(hunk.end for hunk in group)
        yours, other = (_reworded(old, group, start, end, is_mine=is_mine) for is_mine in (True, False))
        written += old[at:start]
        at = end
        if {hunk.is_mine for hunk in group} == {True, False} and yours != other:
            written.append(_both(yours, other))
            is_clean = False
        else:
            written.append(yours if group[0].is_mine else other)
    return Merged("".join([*written, *old[at:]]), is_clean)


def merge_without_base(mine: str, theirs: str) -> Merged:
    """Keeps what stands in one of two texts, and both wordings where they differ."""
    written, is_clean, removed = [], True, ""
    for op, words in [*operations(tokens(theirs), tokens(mine)), (SAME, [])]:
        text = "".join(words)
        if op == ADDED and removed:
            written.append(_both(text, removed))
            removed, is_clean = "", False
        elif op in (SAME, ADDED):
            written += [removed, text]
            removed = ""
        else:
            removed = text
    return Merged("".join(written), is_clean)


def has_two_wordings(text: str) -> bool:
    """Whether a merged text still has both wordings of something."""
    return _MARK.search(text) is not None


def _hunks(old: Sequence[str], new: str, *, is_mine: bool) -> list[_Hunk]:
    hunks: list[_Hunk] = []
    at = 0
    for op, words in operations(old, tokens(new)):
        if op == ADDED and hunks and hunks[-1].end == at and not hunks[-1].words:
            hunks[-1] = hunks[-1]._replace(words="".join(words))
        elif op == ADDED:
            hunks.append(_Hunk(at, at, "".join(words), is_mine))
        else:
            if op != SAME:
                hunks.append(_Hunk(at, at + len(words), "", is_mine))
            at += len(words)
    return hunks


def _touching(old: Sequence[str], hunks: Sequence[_Hunk]) -> list[list[_Hunk]]:
    """Groups of changes that touch each other, in order."""
    groups: list[list[_Hunk]] = []
    end = 0
    for hunk in hunks:
        if groups and not _APART.search("".join(old[end : hunk.start])):
            groups[-1].append(hunk)
        else:
            groups.append([hunk])
        end = max(end, hunk.end)
    return groups


def _reworded(old: Sequence[str], group: Sequence[_Hunk], start: int, end: int, *, is_mine: bool) -> str:
    """The tokens of a group as one side words them."""
    written, at = [], start
    for hunk in group:
        if hunk.is_mine is is_mine:
            written += [*old[at : hunk.start], hunk.words]
            at = hunk.end
    return "".join([*written, *old[at:end]])


def _both(mine: str, theirs: str) -> str:
    """Both wordings, with the space around them outside the marks."""
    inner = [words.strip() for words in (mine, theirs)]
    before = max((words[: len(words) - len(words.lstrip())] for words in (mine, theirs)), key=len)
    after = max((words[len(words.rstrip()) :] for words in (mine, theirs) if words.strip()), key=len, default="")
    marked = _("⟦yours: %(yours)s⟧ ⟦theirs: %(theirs)s⟧", yours=inner[0], theirs=inner[1])
    return before + regex.sub(r"\s+⟧", "⟧", marked) + after
