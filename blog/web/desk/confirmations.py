"""Asks for confirmation before a possible mistake; the `sure` query parameter carries the answers."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from blog.models import Status
from blog.newsroom.duplicates import CLIENT_KEY_CHARACTERS
from blog.newsroom.errors import (
    BeingEdited,
    ChangesWhatReadersHave,
    Claimed,
    DeletesText,
    Duplicate,
    MovedOn,
    NamesSomebody,
    NeedsApproval,
    NeedsConfirmation,
    NotYetDue,
)
from blog.translation import _

PUBLISH_NOW, PUBLISH_AGAIN, PUBLISH_STILL = "now", "again", "still"
OVER_CLAIM, OVER_EDITING, DISCARD, MAY_NAME = "claim", "editing", "discard", "named"


@dataclass(frozen=True)
class Question:
    """A question, and the button that says yes: its label, its action, and the value of `sure` that it sends.

    `update_id` is the public id of the update that the question is about, if there is one to look at.
    """

    sentence: str
    label: str
    action: str
    sure: str
    update_id: str = ""


def is_confirmed(answer: str) -> bool:
    """Whether the reporter has already said yes to this question."""
    return answer in _answers()


def question(error: NeedsConfirmation) -> Question:
    """The question behind an error. Its button repeats the form's action, and keeps earlier answers.

    Only a text that has to be approved is handed in instead.
    """
    action = request.form.get("action", "publish")
    if isinstance(error, NeedsApproval):
        return Question(str(error), _("Hand in"), "submit", " ".join(_answers()))
    if isinstance(error, Duplicate):
        labels = {"publish": _("Publish as a new update"), "submit": _("Hand in as a new update")}
        label = labels.get(action, _("Save as a new update"))
        return Question(str(error), label, action, _answers_and(PUBLISH_AGAIN), error.public_id)
    if isinstance(error, MovedOn):
        label = _("Hand it in") if action == "submit" else _("Publish it")
        return Question(str(error), label, action, _answers_and(PUBLISH_STILL))
    if isinstance(error, ChangesWhatReadersHave):
        labels = {Status.ENDED: _("End the visit"), Status.HELD: _("Hold the visit")}
        return Question(str(error), labels.get(error.status, _("Release the visit")), action, error.status)
    if isinstance(error, NamesSomebody):
        return Question(str(error), _("Go on all the same"), action, _answers_and(MAY_NAME))
    if isinstance(error, BeingEdited):
        return Question(str(error), _("Publish it all the same"), action, _answers_and(OVER_EDITING))
    if isinstance(error, Claimed):
        return Question(str(error), _("Publish it all the same"), action, _answers_and(OVER_CLAIM))
    if isinstance(error, DeletesText):
        return Question(str(error), _("Discard it"), action, _answers_and(DISCARD))
    assert isinstance(error, NotYetDue)
    return Question(str(error), _("Publish now"), action, _answers_and(PUBLISH_NOW))


def client_key() -> str:
    """The form's idempotency key; a text that was confirmed as a new update gets a key of its own."""
    key = request.form.get("client_key", "")
    return f"{key}+"[-CLIENT_KEY_CHARACTERS:] if key and is_confirmed(PUBLISH_AGAIN) else key


def asks_about_repeats() -> bool:
    """Whether to ask about a text that was sent before: not programs, whose posts carry no key."""
    return bool(client_key()) and not is_confirmed(PUBLISH_AGAIN)


def _answers_and(answer: str) -> str:
    return " ".join(dict.fromkeys([*_answers(), answer]))


def _answers() -> list[str]:
    return request.values.get("sure", "").split()
