"""Cuts text at grapheme boundaries, never inside a flag, an emoji sequence or a syllable."""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X")
# Characters that always start a new grapheme, except after a joiner or a prepended mark: a fast path.
_FIRST = regex.compile(
    r"[[\x00-\x7f\p{Latin}\p{Greek}\p{Cyrillic}\p{Han}\p{Hiragana}\p{Katakana}]&&[^\n\p{M}]]", regex.V1
)
_JOINS = regex.compile(r"[\u200d\p{Grapheme_Cluster_Break=Prepend}]")


def floor(text: str, at: int) -> int:
    """The last grapheme boundary at or before `at`."""
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
    """The first `most` characters, cut at a grapheme boundary; a single longer grapheme is cut inside."""
    return text[: floor(text, most) or most]


def without_last(text: str) -> str:
    """The text without its last grapheme."""
    return text[: floor(text, len(text) - 1)]
