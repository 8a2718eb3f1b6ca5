"""Language tags (BCP 47)."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
LONGEST = 35


def is_language(tag: str) -> bool:
    """Whether a text has the form of a language tag, such as en, zh-Hans or pt-BR."""
    return len(tag) <= LONGEST and _TAG.fullmatch(tag) is not None


def are_one_language(one: str, other: str) -> bool:
    """Whether texts with these tags need no translation: the same language, and not in two scripts.

    The country makes no difference; a tag that names no script may be in any.
    """
    (language, script), (other_language, other_script) = _parts(one), _parts(other)
    return language == other_language and (script == other_script or not (script and other_script))


def _parts(tag: str) -> tuple[str, str]:
    """The language of a tag, and its script where it names one."""
    language, *rest = tag.lower().split("-")
    return language, next((part for part in rest if len(part) == 4 and part.isalpha()), "")
