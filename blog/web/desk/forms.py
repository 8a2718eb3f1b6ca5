"""Forms as they were sent, with their errors: what a template needs to show every field again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest

from blog.models import Stop, Update, Visit
from blog.models.columns import public_id
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import Post
from blog.text import clock, zones
from blog.web.desk.confirmations import Question

# What the choice of who says so holds before the key of a side that speaks without a named person; no key has a colon.
SIDE = "side:"
# Fields that hold a time by the clocks of a place.
MOMENTS = ("publish_at", "issued_at", "expires_at", "live_from", "planned_from", "planned_to", "at")


@dataclass
class Form:
    """`values` by field name; `errors` by field name, each a sentence, with `form` for what concerns no one field.

    `done` is a message about what was sent with it before, `question` what is asked before it is done, and `preview`
    the update that it would make. `is_conflict` says that the update has changed since the form was loaded.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    done: str = ""
    question: Question | None = None
    preview: Update | None = None
    is_conflict: bool = False


def sent(errors: Mapping[str, str] | None = None) -> Form:
    """The form of this request, to be shown again."""
    values: dict[str, Any] = request.form.to_dict()
    values["topics"] = request.form.getlist("topics")
    values["key"] = "key" in request.form
    return Form(values, errors or {})


def empty(visit: Visit) -> Form:
    """A composer to begin with: at the stop where the visitors are, with a key that makes the post one post."""
    return Form({"client_key": public_id() + public_id(), "stop": visit.here_key, "lang": visit.lang})


def of(update: Update) -> Form:
    """The fields of an update as they stand."""
    return Form(
        {
            "headline": update.headline,
            "body": update.body,
            "kind": update.kind.value,
            "standing": update.standing.value,
            "stop": update.stop.key if update.stop else "",
            "speaker": _says_so(update),
            "topics": [topic.slug for topic in update.topics],
            "key": update.is_key,
            "lang": update.lang,
            "source": update.source,
            "source_url": update.source_url,
            "issued_at": _typed(update.issued_at, update.stop),
            "version": update.version,
            "publish_at": _typed(update.due_at, update.stop),
            "change": "update",
            "note": "",
        }
    )


def post(changed: Update | None = None) -> Post:
    """The post that was sent, which may change an update."""
    form = request.form
    said_by = form.get("speaker", "")
    issued_at = form.get("issued_at", "")
    kept = changed.issued_at if changed else None
    if kept and changed and _holds(issued_at, kept, place(changed.visit)):
        issued_at = clock.iso(kept)
    return Post(
        body=form.get("body", ""),
        headline=form.get("headline", ""),
        kind=form.get("kind", ""),
        standing=form.get("standing", ""),
        stop=form.get("stop", ""),
        speaker="" if said_by.startswith(SIDE) else said_by,
        delegation=said_by.removeprefix(SIDE) if said_by.startswith(SIDE) else "",
        topics=form.getlist("topics"),
        key=form.get("key", "").lower() not in ("", "0", "false"),
        lang=form.get("lang", ""),
        source=form.get("source", ""),
        source_url=form.get("source_url", ""),
        issued_at=issued_at,
    )


def _says_so(update: Update) -> str:
    if update.speaker:
        return update.speaker.key
    return SIDE + update.delegation.key if update.delegation else ""


def version() -> int:
    """The version that was loaded before it was edited."""
    text = request.form.get("version", "")
    if not text.isdecimal() or len(text) > 9:
        raise BadRequest("The form does not say which version it changes. Load the page again.")
    return int(text)


def twice(place: Stop | str | None, *kept: datetime | None) -> str:
    """Says which one was taken of times in this form that the clocks of a place show twice; empty without any.

    `kept` are the moments that stand in its fields: where that is the second one, it stayed.
    """
    texts = [request.form.get(name, "").strip() for name in MOMENTS]
    second = [moment for moment in kept if moment and clock.at(moment, _zone(place)).fold]
    said = [_first_of_two(text, _zone(place)) for text in texts if not any(_holds(text, one, place) for one in second)]
    return " ".join(sentence for sentence in said if sentence)


def _first_of_two(text: str, zone: str) -> str:
    try:
        local = clock.at(clock.parse(text, zone), zone)
    except ValueError:
        return ""
    if not clock.is_doubled(local):
        return ""
    first = f"{clock.clock(local)} on {clock.day(local)}"
    return f"Clocks show {first} twice: the first one was taken, {zones.offset(local, zone)}."


def moment(name: str, place: Stop | str | None, kept: datetime | None = None) -> datetime | None:
    """A moment typed into a form: with an offset, or by the clocks of a stop or a zone (UTC where there is none).

    `kept` is the moment that stood in the field: what still says the same means the same, the second of two as well.
    """
    text = request.form.get(name, "").strip()
    if not text:
        return None
    if kept and _holds(text, kept, place):
        return kept
    try:
        return clock.parse(text, _zone(place))
    except clock.NoSuchTime as error:
        raise Invalid(**{name: str(error)}) from error
    except ValueError as error:
        raise Invalid(**{name: "Write the time as 2010-03-04T16:20."}) from error


def _holds(text: str, moment: datetime, place: Stop | str | None) -> bool:
    """Whether a field that held a moment by the clocks of a place still does."""
    return text == _typed(moment, place)


def _typed(moment: datetime | None, place: Stop | str | None) -> str:
    """A moment as it would be typed into a form."""
    return clock.typed(clock.at(moment, _zone(place))) if moment else ""


def _zone(place: Stop | str | None) -> str:
    return place.zone if isinstance(place, Stop) else place or "UTC"


def place(visit: Visit) -> Stop | None:
    """The stop that was chosen as the dateline, by whose clocks times are typed."""
    return next((stop for stop in visit.stops if stop.key == request.form.get("stop")), None)
