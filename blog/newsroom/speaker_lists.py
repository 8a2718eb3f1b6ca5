"""Adds several speakers of a side at once, from pasted lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from blog.models import Delegation, Speaker, Verb
from blog.models.limits import NAME_CHARACTERS
from blog.newsroom import people
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import visible_line
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_up
from blog.text import name_lines
from blog.text.slugs import fresh, slugify
from blog.translation import _

MOST_LINES = 200


@dataclass(frozen=True)
class Added:
    """The names that were added, and those that the visit or an earlier line had already."""

    names: Sequence[str]
    skipped: Sequence[str]


@verb(may_set_up)
def add_speakers(tx: Transaction, delegation: str, text: str) -> Added:
    """Adds a speaker for each line `name, title`: all of them, or none. Raises Invalid, which names the wrong lines."""
    side = people.get_person(tx, Delegation, delegation)
    lines = _checked(text)
    rows = tx.session.execute(select(Speaker.key, Speaker.name).where(Speaker.visit_id == tx.visit.id)).all()
    keys, known = {row.key for row in rows}, {row.name.casefold() for row in rows}
    names, skipped = list[str](), list[str]()
    for name, title in lines:
        if name.casefold() in known:
            skipped.append(name)
            continue
        key = fresh(slugify(name), keys)
        keys.add(key)
        known.add(name.casefold())
        names.append(name)
        tx.session.add(Speaker(visit_id=tx.visit.id, delegation_id=side.id, key=key, name=name, title=title))
        tx.log(Verb.ADD_SPEAKER, key)
    return Added(names, skipped)


def _checked(text: str) -> list[tuple[str, str]]:
    lines = [(number, visible_line(name), visible_line(title)) for number, name, title in name_lines.parse(text)]
    errors = [sentence for line in lines if (sentence := _error(*line))]
    if not lines:
        errors = [_("Paste or write a line for each speaker: the name, a comma, the title.")]
    if len(lines) > MOST_LINES:
        errors = [_("These are too many lines (maximum %(most)s). Paste them in parts.", most=MOST_LINES)]
    if errors:
        raise Invalid(lines=" ".join(errors[:5]))
    return [(name, title) for _number, name, title in lines]


def _error(number: int, name: str, title: str) -> str:
    if not name:
        return _("Line %(number)s has no name.", number=number)
    if not title:
        return _(
            "Line %(number)s (%(name)s) has no title. Put a comma between the name and the title.",
            number=number,
            name=name[:60],
        )
    if max(len(name), len(title)) > NAME_CHARACTERS:
        return _(
            "Line %(number)s is too long (maximum %(most)s characters for a name or a title).",
            number=number,
            most=NAME_CHARACTERS,
        )
    return ""
