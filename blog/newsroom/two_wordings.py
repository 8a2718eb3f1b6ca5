"""Keeps a text from readers in which two wordings were merged and none of them was chosen yet."""

from __future__ import annotations

from blog.text.merge import THEIRS, YOURS, has_two_wordings
from blog.translation import _


def refuse_two_wordings(errors: dict[str, str], **texts: str) -> None:
    """Adds a sentence to `errors` for each text that still has both wordings of something."""
    for name, text in texts.items():
        if has_two_wordings(text):
            errors[name] = _(
                "Some words stand here twice, as %(yours)s …⟧ %(theirs)s …⟧. Keep one of them, without the brackets.",
                yours=YOURS,
                theirs=THEIRS,
            )
