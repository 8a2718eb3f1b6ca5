"""The streams of a visit: one for all its readers of one language, and one for each account at its desk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from blog.models import Role


class Audience(IntEnum):
    """Who follows a visit; the readers are served first. At a rehearsal the team follows what readers would see."""

    READERS = 0
    DESK = 1
    REHEARSAL = 2


class Ring(NamedTuple):
    """A signal that a log of a visit may have grown: the readers', or the desk's."""

    visit_id: int
    audience: Audience = Audience.READERS

    def __str__(self) -> str:
        """As it goes through Redis: `12`, or `12:desk`."""
        return f"{self.visit_id}:desk" if self.audience is Audience.DESK else str(self.visit_id)

    @classmethod
    def parse(cls, text: str) -> Ring:
        """Raises ValueError for anything that is no ring."""
        number, _, audience = text.partition(":")
        if audience not in ("", "desk"):
            raise ValueError(text)
        return cls(int(number), Audience.DESK if audience else Audience.READERS)


@dataclass(frozen=True, slots=True)
class Stream:
    """What one channel delivers.

    Readers of a visit share one stream in its own language, and one in each other language, which `language` names.
    Its team shares one at a rehearsal. At the desk each account has its own, because its queue and its drafts are its
    own; its role is part of the name, so that nothing rendered for one is sent to another. There `language` is always
    that of the page.
    """

    visit_id: int
    audience: Audience = Audience.READERS
    account_id: int = 0
    role: Role | None = None
    language: str = ""

    @property
    def ring(self) -> Ring:
        """What announces a change of its log. A rehearsal follows the log of the readers."""
        return Ring(self.visit_id, Audience.DESK if self.audience is Audience.DESK else Audience.READERS)

    @property
    def is_of_desk(self) -> bool:
        """Whether it is for the team alone."""
        return self.audience is not Audience.READERS
