"""What is done with an update besides publishing it, and the sentences that say what became of it."""

from __future__ import annotations

from datetime import datetime

from flask import request

from blog.models import State, Update, Visit
from blog.newsroom import preview
from blog.newsroom.errors import Invalid, NotYetDue
from blog.newsroom.times import local_time
from blog.web.desk import forms
from blog.web.desk.auth import reporter
from blog.web.desk.confirmations import NOW, is_sure

LATER = {"draft": State.DRAFT, "submit": State.SUBMITTED, "schedule": State.SCHEDULED}
_DONE = {
    "publish": "Published. Readers have it.",
    "draft": "Kept as a draft. No reader sees it.",
    "submit": "Handed to the editors.",
}


def state_for(action: str) -> State:
    """The state in which an update waits. Raises Invalid for what is no action of the form."""
    if action not in LATER:
        raise Invalid(action="Choose to publish, to keep as a draft, to hand in or to schedule.")
    return LATER[action]


def due_at(visit: Visit, update: Update | None = None) -> datetime | None:
    """The time in the form's field, by the clocks of its dateline."""
    return forms.moment("publish_at", forms.place(visit), update.due_at if update else None)


def ask_about_time(visit: Visit, update: Update | None = None) -> None:
    """Raises NotYetDue when the form is to be published at once and a time is filled in, which contradict each other.

    The time at which an update is due anyway is the newsroom's to ask about.
    """
    typed = None if is_sure(NOW) else due_at(visit, update)
    if typed and not (update and typed == update.due_at):
        preview.new(visit, reporter(), forms.post(update))  # what cannot be published at all is said first
        raise NotYetDue(
            f"You filled in a time to publish it, {local_time(typed, forms.place(visit))}. Publish now all the same?"
        )


def scheduled_for(update: Update) -> str:
    """When an update is due, as a sentence names it; empty where it is not."""
    return local_time(update.due_at, update.stop) if update.due_at else ""


def done(visit: Visit, action: str, was_due: str = "") -> str:
    """What became of what was sent. `was_due` is when the update was due until now."""
    if action == "schedule":
        due = due_at(visit)
        return f"Scheduled for {local_time(due, forms.place(visit))}. No reader sees it before." if due else ""
    if action in LATER and was_due:
        return f"{_DONE[action]} It is no longer scheduled for {was_due}."
    if action in LATER and request.form.get("publish_at", "").strip():
        return f"{_DONE[action]} It is not scheduled: the time was not kept."
    return _DONE[action]
