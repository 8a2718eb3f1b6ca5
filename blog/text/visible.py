"""Whether a text shows anything at all."""

from __future__ import annotations

import regex

# A letter, a digit, a sign such as ✓ or an emoji. Not what only looks like a blank (letters and symbols among them),
# nor marks without a letter, nor punctuation alone. Half a surrogate pair is for others
# to refuse.
_VISIBLE = regex.compile(
    r"[[\p{L}\p{N}\p{So}\p{Sc}\p{Sm}\p{Cs}\p{Emoji_Presentation}]"
    r"--[\p{Default_Ignorable_Code_Point}\u0640\u07fa\u2800\ufffc\ufffd\U0001d159$+<=>|~]]",
    regex.V1,
)


def is_blank(text: str) -> bool:
    """Whether a reader would see no letter, digit or symbol."""
    return _VISIBLE.search(text) is None
