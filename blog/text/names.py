"""Lists names as a sentence does."""

from __future__ import annotations

from collections.abc import Sequence

from blog.translation import _


def listed(names: Sequence[str]) -> str:
    """`Ada`, `Ada and Bea`, `Ada, Bea and Cleo`; empty without a name."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1])
