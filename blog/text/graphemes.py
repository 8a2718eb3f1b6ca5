"""Where a text may be cut: never inside what a reader takes for one character, such as a flag or a syllable."""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X")
# Before these nothing goes on that stands before them, but for a joiner and the few signs that stand before digits.
_FIRST = regex.compile(
    r"[[\x00-\x7f\p{Latin}\p{Greek}\p{Cyrillic}\p{Han}\p{Hiragana}\p{Katakana}]&&[^\n\p{M}]]", regex.V1
)
_JOINS = regex.compile(r"[\u200d\p{Grapheme_Cluster_Break=Prepend}]")


def floor(text: str, at: int) -> int:
    """The last place up to `at` where a text may be cut."""
    if not 0 < at < len(text):
        return max(0, min(at, len(text)))
    if _FIRST.match(text, at) and not _JOINS.match(text, at - 1):
        return at
    end = 0
    for cluster in _CLUSTER.finditer(text):
        if cluster.end() > at:
            break
        end = cluster.end()
    return end


def cut(text: str, most: int) -> str:
    """The beginning of a text, at most so many characters; of a pile of marks that is longer, the lowest."""
    return text[: floor(text, most) or most]


def without_last(text: str) -> str:
    """The text but for the last of what a reader takes for its characters."""
    return text[: floor(text, len(text) - 1)]
