"""Adds several speakers of a side at once, from pasted lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from blog.models import Delegation, Speaker, Verb
from blog.models.limits import NAME_CHARACTERS
from blog.newsroom import people
from blog.newsroom.errors import Invalid
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.wording import visible_line
from blog.permissions import may_set_up
from blog.text import name_lines
from blog.text.excerpt import shortened
from blog.text.slugs import fresh, slugify
from blog.translation import _

MOST_LINES = 200
# How much of a name a sentence about its line shows.
SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class WrongLine:
    """A line that names no speaker, as it was pasted, and the sentence that says what to do."""

    text: str
    sentence: str


@dataclass(frozen=True)
class Added:
    """The names that were added, those that the visit or an earlier line had already, and the lines that are wrong."""

    names: Sequence[str]
    skipped: Sequence[str]
    wrong: Sequence[WrongLine]


@verb(may_set_up)
def add_speakers(tx: Transaction, delegation: str, text: str) -> Added:
    """Adds a speaker for each line `name, title` that is right, and returns the others.

    Raises Invalid for no lines or too many.
    """
    side = people.get_person(tx, Delegation, delegation)
    lines, wrong = _checked(text)
    rows = tx.session.execute(select(Speaker.key, Speaker.name).where(Speaker.visit_id == tx.visit.id)).all()
    keys, known = {row.key for row in rows}, {row.name.casefold() for row in rows}
    names, skipped = list[str](), list[str]()
    for name, title in lines:
        if name.casefold() in known:
            skipped.append(name)
            continue
        key = fresh(slugify(name, tx.visit.lang), keys)
        keys.add(key)
        known.add(name.casefold())
        names.append(name)
        tx.session.add(Speaker(visit_id=tx.visit.id, delegation_id=side.id, key=key, name=name, title=title))
        tx.log(Verb.ADD_SPEAKER, key)
    return Added(names, skipped, wrong)


def _checked(text: str) -> tuple[list[tuple[str, str]], list[WrongLine]]:
    """The name and title of every right line, and the wrong lines, which are numbered among themselves."""
    lines = list(name_lines.parse(text))
    if not lines:
        raise Invalid(lines=_("Paste or write a line for each speaker: the name, a comma, the title."))
    if len(lines) > MOST_LINES:
        raise Invalid(lines=_("These are too many lines (maximum %(most)s). Paste them in parts.", most=MOST_LINES))
    right, wrong = list[tuple[str, str]](), list[WrongLine]()
    for line, typed_name, typed_title in lines:
        name, title = visible_line(typed_name), visible_line(typed_title)
        if sentence := _error(len(wrong) + 1, name, title):
            wrong.append(WrongLine(line, sentence))
        else:
            right.append((name, title))
    return right, wrong


def _error(number: int, name: str, title: str) -> str:
    if not name:
        return _("Line %(number)s has no name. Write it before the title.", number=number)
    if not title:
        return _(
            "Line %(number)s (%(name)s) has no title. Put a comma between the name and the title.",
            number=number,
            name=shortened(name, SHOWN_CHARACTERS),
        )
    if max(len(name), len(title)) > NAME_CHARACTERS:
        return _(
            "Line %(number)s (%(name)s) is too long. Shorten its name or title (maximum %(most)s characters each).",
            number=number,
            name=shortened(name, SHOWN_CHARACTERS),
            most=NAME_CHARACTERS,
        )
    return ""
