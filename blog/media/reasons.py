"""Why a file is not taken, with a sentence for each reason that says what to do instead."""

from __future__ import annotations

from enum import StrEnum

from blog.translation import N_, _


class Reason(StrEnum):
    """What is wrong with a file."""

    EMPTY = N_("This file is empty. Choose it again, or export it once more.")
    LARGE = N_("This file has more than 15 MB. Make it smaller, then add it again.")
    PIXELS = N_("This picture has more than 40 megapixels. Make it smaller, then add it again.")
    DAMAGED = N_("This file is damaged or incomplete. Export it again, then add it.")
    COSTLY = N_("This file takes too much time or memory to open. Export it again as a plain JPEG or PDF.")
    LOCKED = N_("This PDF asks for a password. Save it without one, then add it.")
    MACROS = N_("This document has macros in it. Save it as PDF, then add it.")
    FORMAT = N_("This is a %(format)s file. Export it as JPEG, then add it.")
    UNKNOWN = N_("Pictures have to be JPEG, PNG, WebP, AVIF or GIF, and documents PDF, DOCX or plain text.")


class Unreadable(Exception):
    """The file is not taken; `format` is the name of what it is, where that is the reason."""

    def __init__(self, reason: Reason, format_name: str = "") -> None:
        super().__init__(reason.name)
        self.reason, self.format_name = reason, format_name

    @property
    def sentence(self) -> str:
        """The reason in the language of the request."""
        return _(self.reason.value, format=self.format_name)
