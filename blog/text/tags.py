"""Language tags (BCP 47)."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
LONGEST = 35


def is_language(tag: str) -> bool:
    """Whether a text has the form of a language tag, such as en, zh-Hans or pt-BR."""
    return len(tag) <= LONGEST and _TAG.fullmatch(tag) is not None
