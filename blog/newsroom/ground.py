"""Checks the ground rule of an update, and the words agreed with a source that is not named."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Protocol

from blog.models import Ground, Update
from blog.models.limits import AGREED_CHARACTERS
from blog.newsroom.wording import check_choice, check_length, visible_line
from blog.translation import _


@dataclass(frozen=True)
class Rule:
    """A ground rule as it is checked."""

    ground: Ground = Ground.RECORD
    words: str = ""

    @property
    def names_nobody(self) -> bool:
        return self.ground is not Ground.RECORD

    def differs_from(self, update: Update) -> bool:
        return astuple(self) != (update.ground, update.agreed_words)

    def apply_to(self, update: Update) -> None:
        update.ground, update.agreed_words = self.ground, self.words
        if self.names_nobody:
            update.mailed_from = ""  # whoever mailed it may be who is not to be named


ON_RECORD = Rule()


class Typed(Protocol):
    """What is read of a post."""

    @property
    def ground(self) -> str: ...
    @property
    def agreed_words(self) -> str: ...


def check_ground(post: Typed, named: tuple[str, str], errors: dict[str, str], *, for_readers: bool) -> Rule:
    """Validates a ground rule as typed; adds a sentence to `errors` for each field that has an error.

    `named` are the keys of the person and of the side that are said to speak, each of which may be empty. Nobody is
    named together with one, also not in a draft: it would be kept who it is.
    """
    words = visible_line(post.agreed_words)
    check_length(errors, "agreed_words", _("The agreed wording"), words, AGREED_CHARACTERS)
    ground = check_choice(errors, "ground", Ground, post.ground, Ground.RECORD)
    if ground is Ground.RECORD:
        if words and "ground" not in errors:
            errors["agreed_words"] = _("On the record the speaker is named. Choose another ground rule, or clear this.")
        return ON_RECORD
    person, side = named
    if person:
        errors["speaker"] = _("A speaker is named only on the record. Take out the speaker, or change the ground rule.")
    elif side and ground is Ground.UNATTRIBUTED:
        errors["speaker"] = _("What is not for attribution names no side either. Take it out, or choose background.")
    if for_readers:
        check_agreed(errors, ground, words)
    return Rule(ground, words)


def check_agreed(errors: dict[str, str], ground: Ground, words: str) -> None:
    """Adds a sentence to `errors` if something is on background without agreed words."""
    if ground is Ground.BACKGROUND and not words:
        errors["agreed_words"] = _(
            "Write the words agreed with the source, such as “a senior official”: readers see them, and no name."
        )
