"""Adds, changes, orders and removes a visit's ready-made texts. Readers see none of it, so no event is logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from blog.models import Kind, ReadyText, Standing
from blog.models.limits import HEADLINE_CHARACTERS, NAME_CHARACTERS, READY_TEXT_CHARACTERS
from blog.newsroom import merging
from blog.newsroom.errors import Invalid, NotFound, Refused, StaleForm
from blog.newsroom.merging import Groups, Loaded
from blog.newsroom.ordering import is_same_order
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.wording import check_length, visible, visible_line
from blog.permissions import may_set_up
from blog.text.cleaning import clean
from blog.text.slugs import fresh, slugify
from blog.translation import _

MOST_READY_TEXTS = 40
CHOICES: dict[str, type[StrEnum]] = {"kind": Kind, "standing": Standing}
# The fields of its form; each stands for itself.
GROUPS: Groups = (("name",), ("headline",), ("body",), *((field,) for field in CHOICES))


@verb(may_set_up)
def add(tx: Transaction, fields: Mapping[str, str]) -> str:
    """Adds a ready-made text at the end and returns its key. `fields` are those of its form, as typed."""
    texts = tx.visit.ready_texts
    if len(texts) >= MOST_READY_TEXTS:
        raise Refused(_("A visit can have %(most)s ready-made texts. Remove one first.", most=MOST_READY_TEXTS))
    checked = _checked(tx, fields)
    key = fresh(slugify(checked["name"], tx.visit.lang), [text.key for text in texts])
    position = max((text.position for text in texts), default=0) + 1
    tx.session.add(ReadyText(visit_id=tx.visit.id, key=key, position=position, **checked))
    tx.without_event = True
    tx.concern(key)
    return key


@verb(may_set_up)
def change(tx: Transaction, key: str, fields: Mapping[str, str], *, loaded: Loaded | None = None) -> None:
    """Changes a ready-made text; its key stays. Raises BothChanged."""
    text = get_ready_text(tx, key)
    if merging.merge(tx, text, _checked(tx, fields, text), GROUPS, loaded, (), key):
        tx.without_event = True
        tx.concern(key)


@verb(may_set_up)
def drop(tx: Transaction, key: str) -> None:
    """Removes a ready-made text. Updates that began with it stay as they are."""
    tx.session.delete(get_ready_text(tx, key))
    tx.without_event = True
    tx.concern(key)


@verb(may_set_up)
def order(tx: Transaction, keys: Sequence[str], *, loaded: Sequence[str] | None = None) -> None:
    """Orders the ready-made texts by their keys; those that are not named follow.

    `loaded` is the order that the form was loaded with. Raises StaleForm when it is another by now.
    """
    present = [text.key for text in tx.visit.ready_texts]
    if loaded is not None and not is_same_order(loaded, present):
        raise StaleForm(merging.who_changed(tx, ()))
    places = {key: place for place, key in enumerate(keys)}
    ordered = sorted(tx.visit.ready_texts, key=lambda text: (places.get(text.key, len(places)), text.position))
    for position, text in enumerate(ordered, 1):
        text.position = position
    tx.without_event = True
    tx.concern()


def get_ready_text(tx: Transaction, key: str) -> ReadyText:
    """The ready-made text of this key. Raises NotFound."""
    if found := next((text for text in tx.visit.ready_texts if text.key == key), None):
        return found
    raise NotFound(_("This ready-made text is no longer there. Reload the page."))


def _checked(tx: Transaction, fields: Mapping[str, str], text: ReadyText | None = None) -> dict[str, Any]:
    """The fields as they are stored; `text` is the one that they change. Raises Invalid."""
    errors: dict[str, str] = {}
    name, title = visible_line(fields.get("name", "")), visible_line(fields.get("headline", ""))
    words = visible(clean(fields.get("body", "")))
    if not name:
        errors["name"] = _("Enter a name by which reporters find this text.")
    elif any(name.casefold() == other.name.casefold() for other in tx.visit.ready_texts if other is not text):
        errors["name"] = _("The visit already has a ready-made text %(name)s.", name=name)
    if not title and not words:
        errors["body"] = _("Write the text, or its headline.")
    check_length(errors, "name", _("The name"), name, NAME_CHARACTERS)
    check_length(errors, "headline", _("The headline"), title, HEADLINE_CHARACTERS)
    check_length(errors, "body", _("The text"), words, READY_TEXT_CHARACTERS)
    chosen = {field: fields.get(field, "") for field in CHOICES}
    for field, value in chosen.items():
        if value not in tuple(CHOICES[field]):
            errors[field] = _("Choose one of %(words)s.", words=", ".join(CHOICES[field]))
    if errors:
        raise Invalid(**errors)
    return {"name": name, "headline": title, "body": words} | {
        field: CHOICES[field](value) for field, value in chosen.items()
    }
