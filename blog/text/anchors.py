"""A deterministic string diff with bounded cost: a patience diff over diff_match_patch, without its timeout.

Runs that occur exactly once in both strings are anchors; only the text between two anchors is compared character by
character.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from diff_match_patch import diff_match_patch

# Budget of character pairs to compare in a whole text. Anything beyond it counts as rewritten.
MAX_PAIRS = 60_000
# Lengths of anchors: long ones first, then shorter ones in the gaps between them.
ANCHOR_CHARACTERS = (8, 3, 1)
# Longer insertions and deletions are not searched for parts that stayed.
MAX_PIECE_CHARACTERS = 2_000

Difference = tuple[int, str]  # operation and text, as in diff_match_patch: -1 removed, 0 unchanged, 1 added


class Comparison:
    """One comparison with its remaining budget."""

    def __init__(self) -> None:
        self._left = MAX_PAIRS
        self._differ = diff_match_patch()
        self._differ.Diff_Timeout = 0  # the budget is the bound

    def differences(self, old: str, new: str) -> list[Difference]:
        """The differences in order, merged so that they read well."""
        found = [part for part in self._between(old, new, ANCHOR_CHARACTERS) if part[1]]
        self._differ.diff_cleanupMerge(found)
        if not any(op and len(text) > MAX_PIECE_CHARACTERS for op, text in found):
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
        """Compares two strings that share neither a prefix nor a suffix."""
        if not rows or not old or not new:
            yield from self._by_character(old, new)
            return
        at_old = at_new = 0
        for here, there in _anchors(old, new, rows[0]):
            if (here, there) == (at_old, at_new):
                yield 0, old[here]
            elif here >= at_old and there >= at_new:
                yield from self._between(old[at_old : here + 1], new[at_new : there + 1], rows[1:])
            at_old, at_new = here + 1, there + 1
        yield from self._between(old[at_old:], new[at_new:], rows[1:])

    def _by_character(self, old: str, new: str) -> Iterator[Difference]:
        pairs = len(old) * len(new)
        if pairs > self._left:
            yield from ((-1, old), (1, new))
            return
        self._left -= pairs
        yield from self._differ.diff_main(old, new, False)


def _anchors(old: str, new: str, row: int) -> list[tuple[int, int]]:
    """Start positions of runs unique to both strings: the longest chain in the same order in both."""
    here, there = _once(old, row), _once(new, row)
    pairs = [(place, there[signs]) for signs, place in here.items() if signs in there]
    ends: list[int] = []  # for each chain length, the smallest end position in the new string
    last: list[int] = []  # and the pair at that end
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
    """The runs of `row` characters that occur once in a string, with their positions, in order."""
    rows = [text[place : place + row] for place in range(len(text) - row + 1)]
    counted = Counter(rows)
    return {signs: place for place, signs in enumerate(rows) if counted[signs] == 1}
