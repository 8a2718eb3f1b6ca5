"""Reads the fields of the desk's forms, and holds what a template needs to show a form with its errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from blog.models import Autosave, Reporter, Revision, State, Update, Visit
from blog.models.columns import public_id
from blog.models.ground import GROUND
from blog.models.people import SIDE
from blog.models.pool import POOL
from blog.models.update import WORDING, names_in
from blog.newsroom import prominence
from blog.newsroom.posts import TEXT_FIELDS, Post
from blog.permissions import may_set_banner
from blog.text import clock
from blog.text.cities import City
from blog.text.numbers import whole_number
from blog.translation import _
from blog.web.desk import bp, times
from blog.web.desk.confirmations import MAY_NAME, Question, is_confirmed

# Between the names of a byline in its field.
NAME_SEPARATOR = ", "
# Fields that a form sends once for each choice.
LISTS = ("topics", "also", "events", "scopes", "visits", "marks", "covered_by")
# What a picture is called until the server has it.
ON_THE_DEVICE = "local-"


@dataclass
class Form:
    """A form to be shown again.

    `values` holds its fields by name; `errors` a sentence for each field in error, under `form` for what concerns no
    one field; `message` confirms what was sent with it before, and `takes_focus` on a page that begins there;
    `question` must be answered before it is done; `preview` is the update that it would make; `is_conflict` says that
    someone else has since changed the update, `is_stale` that someone has changed what the form of a panel or of the
    set-up shows, and `theirs` has the present values of the fields that both have changed; `autosave_version` is the
    version of an unsent text that was asked for; `places` are the cities to choose from where several have the name;
    `way` is the address of the updates that stand in the way.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    takes_focus: bool = True
    question: Question | None = None
    preview: Update | None = None
    is_conflict: bool = False
    autosave_version: int = 0
    is_stale: bool = False
    theirs: Mapping[str, Any] = field(default_factory=dict)
    places: Sequence[City] = ()
    way: str = ""

    @property
    def holds_text(self) -> bool:
        """Whether there are words in it."""
        return any(self.values.get(name) for name in ("headline", "body"))


def submitted(errors: Mapping[str, str] | None = None) -> Form:
    """The form of this request, with every field as it was sent."""
    return Form(_values(request.form), errors or {})


def blank(visit: Visit) -> Form:
    """An empty composer, at the stop where the visitors are, with a new key that makes sending it idempotent."""
    return Form({"client_key": public_id() + public_id(), "stop": visit.here_key, "lang": visit.lang})


def begun_with(visit: Visit, key: str) -> Form | None:
    """A composer that holds a ready-made text of the visit; None where there is no such text."""
    text = next((text for text in visit.ready_texts if text.key == key), None)
    if text is None:
        return None
    begun = {"headline": text.headline, "body": text.body, "kind": text.kind.value, "standing": text.standing.value}
    return Form({**blank(visit).values, **begun})


def begun_again(visit: Visit, update: Update) -> Form | None:
    """A composer that holds the text of a withdrawn update, as a new one; None for any other update."""
    if update.state is not State.WITHDRAWN:
        return None
    ended = {"also": [], "key": False, "publish_at": "", "client_key": blank(visit).values["client_key"]}
    return Form({**of_update(update).values, **ended})


def begun_showing(visit: Visit, media: Sequence[str]) -> Form:
    """A composer without a text yet that shows these pictures and documents."""
    return Form({**blank(visit).values, "media": list(media)})


def of_update(update: Update) -> Form:
    """The form that edits an update, with its current fields."""
    return Form(
        {
            **{name: str(getattr(update, name)) for name in TEXT_FIELDS},
            "stop": update.stop.key if update.stop else "",
            "speaker": _speaker_value(update),
            "original": update.original.public_id if update.original else "",
            "official": update.is_official,
            "topics": [topic.slug for topic in update.topics],
            "by": NAME_SEPARATOR.join(names_in(update.byline)),
            "media": update.media_ids,
            "key": update.is_key,
            "also": prominence.chosen(update),
            "issued_at": times.local_text(update.issued_at, update.stop),
            "pool_number": update.pool_number or "",
            "version": update.version,
            "client_key": f"edit-{update.public_id}-{public_id()}",
            "publish_at": times.local_text(update.due_at, update.stop),
            "embargo": update.embargo.public_id if update.embargo and update.embargo.is_open else "",
            "change": "update",
            "note": "",
        }
    )


def in_common(update: Update) -> dict[str, Any]:
    """The fields of an update that its translations begin with."""
    same = of_update(update).values
    names = ("kind", "standing", "stop", "speaker", "topics", "issued_at", "source", "source_url", *GROUND, *POOL)
    return {name: same[name] for name in names}


def of_autosave(visit: Visit, saved: Autosave, update: Update | None = None) -> Form:
    """The form with a text that was left unsent, as its device last saved it: for a new update, or a changed one."""
    empty = of_update(update) if update else blank(visit)
    fields = _values(MultiDict(saved.fields))
    if update:
        fields["version"] = whole_number(fields.pop("base", "")) or update.version
    return Form({**empty.values, **fields, "client_key": saved.client_key}, autosave_version=saved.version)


def of_revision(revision: Revision) -> dict[str, Any]:
    """The fields of a form that an earlier version of an update is known to have had."""
    texts = {name: str(getattr(revision, name)) for name in WORDING if name in TEXT_FIELDS}
    issued_at = times.local_text(revision.issued_at, revision.update.stop)
    return texts | {"issued_at": issued_at, "media": revision.media_ids.split()}


def post(changed: Update | None = None) -> Post:
    """The post in this request's form; `changed` is the update that it edits, if it edits one."""
    form = request.form
    speaker = form.get("speaker", "")
    texts: dict[str, Any] = {name: form.get(name, "") for name in TEXT_FIELDS}
    if not form.get("original"):
        texts["translator"] = ""  # chosen in every form, and meant only with an original
    return Post(
        **texts,
        original=form.get("original", ""),
        official="official" in form and bool(form.get("original")),
        stop=form.get("stop", ""),
        speaker="" if speaker.startswith(SIDE) else speaker,
        delegation=speaker.removeprefix(SIDE) if speaker.startswith(SIDE) else "",
        topics=form.getlist("topics"),
        key=form.get("key", "").lower() not in ("", "0", "false") or "key" in form.getlist("also"),
        issued_at=_issued_at(changed),
        pool_number=form.get("pool_number", ""),
        unnamed=form.get("unnamed", ""),
        may_name=is_confirmed(MAY_NAME),
        by=form.getlist("by"),
        media=_media(),
        described=None,
    )


def _media() -> list[str] | None:
    """The pictures and documents of the text; what only the device has follows later."""
    chosen = request.form.getlist("media")
    return [each for each in chosen if not each.startswith(ON_THE_DEVICE)] if chosen else None


def also(visit: Visit, reporter: Reporter) -> list[str] | None:
    """What else is to happen with the publication; None where the form does not offer the choice to the account."""
    chosen = request.form.getlist("also")
    return chosen if chosen or may_set_banner(reporter, visit) else None


@bp.app_template_global()
def loaded_version(update: Update) -> int:
    """The version that a form without other fields of the update is loaded with."""
    return update.version


def version() -> int:
    """The version of the update that the form was loaded from."""
    number = whole_number(request.form.get("version", ""))
    if number is None:
        raise BadRequest(_("This form is incomplete. Copy your text, then reload the page."))
    return number


def loaded_times(update: Update) -> tuple[datetime | None, ...]:
    """The times that the form was loaded with."""
    return update.issued_at, update.due_at


def _values(fields: MultiDict[str, str]) -> dict[str, Any]:
    """The fields of a form as templates want them."""
    values: dict[str, Any] = fields.to_dict()
    values |= {name: fields.getlist(name) for name in LISTS}
    values.pop("unnamed", None)  # it is forgotten with the answer
    values["by"] = NAME_SEPARATOR.join(fields.getlist("by"))
    if "media" in fields:
        values["media"] = list(filter(None, fields.getlist("media")))
    values["key"] = "key" in fields or "key" in values["also"]
    values["official"] = "official" in fields
    if not values.get("original"):
        values["translator"] = ""  # chosen in every form, and meant only with an original
    return values


def _issued_at(changed: Update | None) -> str:
    """The field as it was typed; with its offset, where it still shows the time that it was loaded with."""
    text = request.form.get("issued_at", "")
    loaded = changed.issued_at if changed else None
    if changed and loaded and times.is_unchanged(text, loaded, times.dateline(changed.visit)):
        return clock.iso(loaded)
    return text


def _speaker_value(update: Update) -> str:
    if update.speaker:
        return update.speaker.key
    return SIDE + update.delegation.key if update.delegation else ""
