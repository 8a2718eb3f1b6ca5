"""What the desk asks before it does what may not be meant; `sure` in the address of the form is the answer."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from blog.newsroom.errors import Early, Unconfirmed


@dataclass(frozen=True)
class Question:
    """A question, and the button that says yes: its words, what it does, and the word in `sure` that answers it."""

    sentence: str
    yes: str
    action: str
    sure: str


def is_sure(word: str) -> bool:
    """Whether the question of this word was asked and answered."""
    return word in _answered()


def question(error: Unconfirmed, action: str) -> Question:
    """What an error asks. The button keeps what was answered before."""
    word, yes = _YES[type(error)]
    return Question(str(error), yes, action, " ".join([*_answered(), word]))


_YES: dict[type[Unconfirmed], tuple[str, str]] = {
    Early: ("now", "Publish now"),
}


def _answered() -> list[str]:
    return request.values.get("sure", "").split()
