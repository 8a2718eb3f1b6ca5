"""What the page of a conflict shows: what both changed, and a form with mine, theirs, or both merged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from blog import work_queue
from blog.models import State, Update
from blog.queries import public_media, revisions
from blog.text.diff import Paragraph, changed, compare
from blog.text.merge import has_two_wordings, merge, merge_without_base
from blog.text.numbers import whole_number
from blog.web.desk import forms
from blog.web.desk.forms import Form

MINE, THEIRS, MERGED = "mine", "theirs", "merged"
TEXTS = ("headline", "body")
# What a form sends besides the fields of an update.
_OF_THE_CONFLICT = {"version", "loaded", "mine", "take", "taken"}
_NO_FIELDS = {*_OF_THE_CONFLICT, "action", "change", "note", "sure", "client_key", "csrf_token"}
# Not compared: the texts have their differences marked, and the others are about the publication.
_NOT_COMPARED = {*TEXTS, "also", "publish_at", "embargo"} | _NO_FIELDS
# My wording goes along in the form, so that it can be taken again; not where that would exceed the limit of a form.
MOST_BYTES = 16_000


@dataclass(frozen=True)
class Side:
    """What one of the two changed in the headline and the text."""

    headline: tuple[Paragraph, ...]
    body: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Conflict:
    """Two wordings of an update, and what the form holds of them.

    `loaded` is the version from which mine began, and `current` the one that is saved now. `theirs` and `mine` are what
    both changed in it; where no reader has seen it, `theirs` is None and `mine` is what differs from their wording.
    `differing` are other fields in which they differ: name, their value, my value. `own_headline` and `own_body` are my
    wording. `taken` is what is in the form, and
    `is_clean` whether it is ready to be sent.
    """

    loaded: int
    current: int
    theirs: Side | None
    mine: Side
    differing: tuple[tuple[str, Any, Any], ...]
    own_headline: str
    own_body: str
    carried: str
    taken: str
    is_clean: bool


def asked_for() -> str:
    """Which wording the form of a conflict is to be filled with; empty where the form does something else."""
    return request.form.get("take", "")


def taking(update: Update) -> tuple[Form, Conflict]:
    """The form of a conflict, filled with the wording that was asked for. Nothing is saved."""
    mine, theirs = _mine(), forms.of_update(update).values
    values, is_clean = dict(mine), True
    if asked_for() == THEIRS:
        values |= theirs
    elif asked_for() == MERGED:
        merged, is_clean = _merged(_base(update), mine, theirs)
        values |= merged
    # A text that was not published when its form was opened has no kind of change yet: then the form's own holds.
    kept = {name: value for name in ("change", "note", "client_key") if (value := request.form.get(name))}
    return Form(values | kept), of(update, mine, taken=asked_for(), is_clean=is_clean)


def going_on(update: Update, form: Form) -> Conflict | None:
    """The conflict of a form that was sent from its page and comes back, so that both wordings stay in reach."""
    if "loaded" not in request.form or update.state in (State.WITHDRAWN, State.PURGED):
        return None
    is_clean = not any(has_two_wordings(_text(form.values.get(name))) for name in TEXTS)
    return of(update, _mine(), taken=request.form.get("taken", MINE), is_clean=is_clean)


def of(update: Update, mine: Mapping[str, Any], *, taken: str = MINE, is_clean: bool = True) -> Conflict:
    """Compares my wording, which is not saved, with the update as it is now."""
    theirs, base = forms.of_update(update).values, _base(update)
    before = base or theirs
    carried = json.dumps({name: value for name, value in mine.items() if name not in _NO_FIELDS}, ensure_ascii=False)
    return Conflict(
        loaded=_loaded(),
        current=theirs["version"],
        theirs=_side(before, theirs) if base else None,
        mine=_side(before, mine),
        differing=tuple(
            (name, _named(update, name, theirs[name]), _named(update, name, mine[name]))
            for name in theirs
            if name in mine and name not in _NOT_COMPARED and _plain(name, theirs[name]) != _plain(name, mine[name])
        ),
        own_headline=_text(mine.get("headline")),
        own_body=_text(mine.get("body")),
        carried=carried if len(carried.encode()) <= MOST_BYTES else "",
        taken=taken,
        is_clean=is_clean,
    )


def _mine() -> dict[str, Any]:
    """My wording: what the form carries along or, at first, what it holds."""
    try:
        carried = json.loads(request.form.get("mine", ""))
    except ValueError:
        carried = None
    if not isinstance(carried, dict):
        return dict(forms.submitted().values)
    return {name: value for name, value in carried.items() if isinstance(value, str | bool) or _is_words(value)}


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _loaded() -> int:
    """The version that my wording began with."""
    return whole_number(request.form.get("loaded", "")) or forms.version()


def _base(update: Update) -> dict[str, Any] | None:
    """The fields of the version that mine began with, as far as they are known; None where no reader has seen it."""
    revision = revisions.numbered(update, _loaded())
    return forms.of_revision(revision) if revision else None


def _merged(
    base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], bool]:
    """The fields that a merge changes in mine, and whether no place needs a choice."""
    values: dict[str, Any] = {}
    is_clean = True
    for name in TEXTS:
        pair = _text(mine.get(name)), _text(theirs.get(name))
        # Two long texts that differ throughout take a tenth of a second.
        work, texts = (merge, (_text(base[name]), *pair)) if base else (merge_without_base, pair)
        merged = work_queue.run_in_threadpool(work, *texts)
        values[name], is_clean = merged.text, is_clean and merged.is_clean
    known = (base or {}).items()
    untouched = [name for name, was in known if name not in TEXTS and _plain(name, mine.get(name)) == _plain(name, was)]
    return values | {name: theirs[name] for name in untouched}, is_clean


def _side(before: Mapping[str, Any], after: Mapping[str, Any]) -> Side:
    pairs = {
        name: work_queue.run_in_threadpool(compare, _text(before.get(name)), _text(after.get(name))) for name in TEXTS
    }
    return Side(**{name: changed(paragraphs) for name, paragraphs in pairs.items()})


def _text(value: Any) -> str:
    return str(value or "").replace("\r\n", "\n").strip()


def _plain(name: str, value: Any) -> Any:
    """A value to be compared; only pictures and documents have an order."""
    if isinstance(value, list):
        return value if name == "media" else sorted(value)
    return [] if name == "media" else _text(value)


def _named(update: Update, name: str, value: Any) -> Any:
    return public_media.names(update.visit_id, value) if name == "media" else value
