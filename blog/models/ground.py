"""On which terms an update may say who told it: its ground rule, and the words agreed with the source."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from blog.models.columns import word
from blog.models.limits import AGREED_CHARACTERS
from blog.models.pool import Pooled
from blog.translation import _

# The columns, as forms, programs and archives name them too.
GROUND = ("ground", "agreed_words")


class Ground(StrEnum):
    """The ground rule. Only on the record is a speaker named, and only then is one kept."""

    RECORD = "record"
    BACKGROUND = "background"
    UNATTRIBUTED = "unattributed"


class Grounded(Pooled):
    """An update as far as somebody told it who is not named. `agreed_words` stand in the place of the name."""

    ground: Mapped[Ground] = mapped_column(word(Ground), default=Ground.RECORD, server_default=Ground.RECORD.value)
    agreed_words: Mapped[str] = mapped_column(String(AGREED_CHARACTERS), default="", server_default="")

    @property
    def names_nobody(self) -> bool:
        """Whether it must not say who told it."""
        return self.ground is not Ground.RECORD

    @property
    def voice_agreed(self) -> str:
        """What is published in the place of the speaker's name; empty on the record."""
        return self.agreed_words or (_("Not for attribution") if self.ground is Ground.UNATTRIBUTED else "")

    def blank_pool(self) -> None:
        """Takes off its credit and its ground rule."""
        super().blank_pool()
        self.ground, self.agreed_words = Ground.RECORD, ""
