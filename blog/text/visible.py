"""Detects text that would be invisible to readers."""

from __future__ import annotations

import regex

# Letters, digits, symbols and emoji; without characters that only look blank, lone marks and punctuation. Lone
# surrogates count as visible, because other checks refuse them.
_VISIBLE = regex.compile(
    r"[[\p{L}\p{N}\p{So}\p{Sc}\p{Sm}\p{Cs}\p{Emoji_Presentation}]"
    r"--[\p{Default_Ignorable_Code_Point}\u0640\u07fa\u2800\ufffc\ufffd\U0001d159$+<=>|~]]",
    regex.V1,
)


def is_blank(text: str) -> bool:
    """Whether a text contains no visible letter, digit or symbol."""
    return _VISIBLE.search(text) is None
