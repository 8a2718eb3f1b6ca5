"""What the desk asks before it does what may not be meant; `sure` in the address of the form is the answer."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from blog.newsroom.duplicates import CLIENT_KEY_CHARACTERS
from blog.newsroom.errors import Duplicate, NeedsConfirmation, NotYetDue

NOW, AGAIN = "now", "again"


@dataclass(frozen=True)
class Question:
    """A question, and the button that says yes: its words, what it does, and the word in `sure` that answers it.

    `stands` is the public id of the update that is asked about, if there is one to look at.
    """

    sentence: str
    yes: str
    action: str
    sure: str
    stands: str = ""


def is_sure(word: str) -> bool:
    """Whether the question of this word was asked and answered."""
    return word in _answered()


def question(error: NeedsConfirmation) -> Question:
    """What an error asks. The button repeats the form's action, and keeps what was answered before."""
    action = request.form.get("action", "publish")
    if isinstance(error, Duplicate):
        yes = {"publish": "Publish as a new update", "submit": "Hand in as a new one"}
        return Question(str(error), yes.get(action, "Yes, as a new one"), action, _with(AGAIN), error.public_id)
    assert isinstance(error, NotYetDue)
    return Question(str(error), "Publish now", action, _with(NOW))


def client_key() -> str:
    """The key by which a second sending of this form is known; what is meant as a new update has one of its own."""
    key = request.form.get("client_key", "")
    return f"{key}+"[-CLIENT_KEY_CHARACTERS:] if key and is_sure(AGAIN) else key


def asks() -> bool:
    """Whether words that were sent from elsewhere are asked about: a form has a key, and what has none is a program."""
    return bool(client_key()) and not is_sure(AGAIN)


def _with(word: str) -> str:
    return " ".join(dict.fromkeys([*_answered(), word]))


def _answered() -> list[str]:
    return request.values.get("sure", "").split()
