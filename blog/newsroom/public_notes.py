"""Checks the notes that readers see beside what was changed or withdrawn."""

from __future__ import annotations

from blog.models.limits import NOTE_CHARACTERS
from blog.newsroom.errors import Invalid
from blog.newsroom.wording import check_length, visible_line
from blog.translation import _


def check_note(text: str, *, needed: str = "") -> str:
    """Cleans a public note and checks its length. `needed` is the error for an empty note, where one is required."""
    cleaned, errors = visible_line(text), dict[str, str]()
    if needed and not cleaned:
        errors["note"] = needed
    check_length(errors, "note", _("The note for readers"), cleaned, NOTE_CHARACTERS)
    if errors:
        raise Invalid(**errors)
    return cleaned
