"""Lists names as a sentence does."""

from __future__ import annotations

from collections.abc import Sequence

from blog.text import by_language


def listed(names: Sequence[str]) -> str:
    """`Ada`, `Ada and Bea`, `Ada, Bea and Cleo`; empty without a name."""
    if len(names) < 2:
        return "".join(names)
    if tag := by_language.spoken():
        return by_language.listed(tag, names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
