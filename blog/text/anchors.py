"""A comparison of two strings whose cost is bounded by their length, not by a clock: the same texts, the same answer.

What stands once in both is held fast, and only what lies between two of these is compared sign by sign (patience diff).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from diff_match_patch import diff_match_patch

# Pairs of signs that may be compared in all of a text. What is past it counts as rewritten, which is true.
MOST_PAIRS = 60_000
# What is held fast is so many signs in a row at first, and what lies between then fewer.
ROWS = (8, 3, 1)
# A longer piece that came or went is not looked through for what might be kept of it.
LONGEST_PIECE = 2_000

Difference = tuple[int, str]  # -1 removed, 0 the same, 1 added: as in diff_match_patch


class Comparison:
    """One comparison, with what is left of its budget."""

    def __init__(self) -> None:
        self._left = MOST_PAIRS
        self._differ = diff_match_patch()
        self._differ.Diff_Timeout = 0  # the budget is the bound

    def differences(self, old: str, new: str) -> list[Difference]:
        """How one string becomes the other, put together so that it reads well."""
        found = [part for part in self._between(old, new, ROWS) if part[1]]
        self._differ.diff_cleanupMerge(found)
        if not any(op and len(text) > LONGEST_PIECE for op, text in found):
            self._differ.diff_cleanupSemantic(found)
        return found

    def _between(self, old: str, new: str, rows: Sequence[int]) -> Iterator[Difference]:
        start = self._differ.diff_commonPrefix(old, new)
        yield 0, old[:start]
        old, new = old[start:], new[start:]
        end = self._differ.diff_commonSuffix(old, new)
        yield from self._inside(old[: len(old) - end], new[: len(new) - end], rows)
        yield 0, old[len(old) - end :]

    def _inside(self, old: str, new: str, rows: Sequence[int]) -> Iterator[Difference]:
        """Of two strings that begin and end differently."""
        if not rows or not old or not new:
            yield from self._sign_by_sign(old, new)
            return
        at_old = at_new = 0
        for here, there in _anchors(old, new, rows[0]):
            if (here, there) == (at_old, at_new):
                yield 0, old[here]
            elif here >= at_old and there >= at_new:
                yield from self._between(old[at_old : here + 1], new[at_new : there + 1], rows[1:])
            at_old, at_new = here + 1, there + 1
        yield from self._between(old[at_old:], new[at_new:], rows[1:])

    def _sign_by_sign(self, old: str, new: str) -> Iterator[Difference]:
        pairs = len(old) * len(new)
        if pairs > self._left:
            yield from ((-1, old), (1, new))
            return
        self._left -= pairs
        yield from self._differ.diff_main(old, new, False)


def _anchors(old: str, new: str, row: int) -> list[tuple[int, int]]:
    """Where rows of signs begin that both strings have once: the most of them that are in the same order in both."""
    here, there = _once(old, row), _once(new, row)
    pairs = [(place, there[signs]) for signs, place in here.items() if signs in there]
    ends: list[int] = []  # where the best chain of each length ends in the new string
    last: list[int] = []  # and the pair that it ends with
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1], last[length : length + 1] = [place], [number]
    chain, number = [], last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _once(text: str, row: int) -> dict[str, int]:
    """The rows that a string has once, in order, with where they begin."""
    rows = [text[place : place + row] for place in range(len(text) - row + 1)]
    counted = Counter(rows)
    return {signs: place for place, signs in enumerate(rows) if counted[signs] == 1}
