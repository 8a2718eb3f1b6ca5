"""Keeps an unfinished text from readers: one that lacks something, or has two merged wordings."""

from __future__ import annotations

from collections.abc import Sequence

from blog.models import Kind, MediaFile
from blog.text.merge import has_two_wordings
from blog.text.visible import is_blank
from blog.translation import N_, _

NOTHING = N_("Write something: an update needs a text or a headline, or a picture that is described.")
# Kinds of updates that quote somebody.
QUOTING_KINDS = (Kind.STATEMENT, Kind.READOUT)


def check_finished(errors: dict[str, str], kind: Kind, *, is_attributed: bool, **texts: str) -> None:
    """Adds a sentence to `errors` for what a text lacks, by the name of its field."""
    if kind is Kind.STATEMENT and not is_attributed:
        errors["speaker"] = _("Choose who made this statement, or give its source.")
    _refuse_two_wordings(errors, **texts)


def check_body(
    errors: dict[str, str], kind: Kind, headline: str, media: Sequence[MediaFile], *, for_readers: bool
) -> None:
    """Adds a sentence to `errors` for a missing text. A headline can stand alone, but not above a quotation.

    So can a picture that says something to readers who cannot see it; in a draft, any file can.
    """
    stands_alone = any(file.says_something for file in media) if for_readers else bool(media)
    if is_blank(headline) and not stands_alone:
        errors["body"] = _(NOTHING)
    elif for_readers and kind in QUOTING_KINDS:
        errors["body"] = _("Write what was said: a statement or a readout needs a text under its headline.")


def _refuse_two_wordings(errors: dict[str, str], **texts: str) -> None:
    """Adds a sentence to `errors` for each text that still has both wordings of something."""
    for name, text in texts.items():
        if has_two_wordings(text):
            errors[name] = _(
                "Some words stand here twice, marked with ⟦ and ⟧. Keep one of them, without the brackets."
            )
