"""What the sides say on each topic, passage by passage, and what one says and another leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from blog import work_queue
from blog.extensions import db
from blog.models import COMPARED, Delegation, Kind, Passage, State, Topic, Update, Visit, passage_topic
from blog.models.passage import Voice
from blog.queries import translations
from blog.text.passages import OwnWords, own_words, words_of

# What all sides, and no side, say on a topic; and what cannot be said yet.
ALL, NONE, OPEN = "both", "none", "open"


@dataclass(frozen=True)
class Said:
    """A passage on a topic, and its text in parts, each with whether the side alone uses these words."""

    passage: Passage
    update: Update
    words: OwnWords

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def reworded_at(self) -> datetime | None:
        return self.passage.reworded_at

    @property
    def said_at(self) -> datetime | None:
        return self.update.said_at

    @property
    def public_original(self) -> Update | None:
        return cast("Update | None", self.update.public_original)

    @property
    def translator(self) -> str:
        return self.update.translator

    @property
    def is_official(self) -> bool:
        return self.update.is_official

    @property
    def is_behind(self) -> bool:
        return self.update.is_behind


@dataclass(frozen=True)
class Cell:
    """What one side says on a topic. `is_reopened`: it has changed since an editor last looked."""

    side: Delegation
    voice: Voice
    said: Sequence[Said]
    is_reopened: bool

    @property
    def first_at(self) -> datetime | None:
        """When the side first said so."""
        return min((moment for one in self.said if (moment := one.said_at)), default=None)


@dataclass(frozen=True)
class Row:
    """A topic as each side treats it, in the order of the sides."""

    topic: Topic
    cells: Sequence[Cell]

    @property
    def is_open(self) -> bool:
        """Whether an editor has to look at it before readers are told who says it and who does not."""
        return any(cell.voice in (Voice.OPEN, Voice.SILENT) or cell.is_reopened for cell in self.cells)

    @property
    def who(self) -> str:
        """The key of the side that alone says it, or of those, with spaces; `both` for all sides, `none`, or `open`."""
        speaking = [cell.side.key for cell in self.cells if cell.voice is Voice.SAYS]
        if any(cell.is_reopened for cell in self.cells) or (self.is_open and len(speaking) < len(self.cells)):
            return OPEN
        return ALL if len(speaking) == len(self.cells) else " ".join(speaking) or NONE

    @property
    def in_order(self) -> Sequence[Cell]:
        """The sides that say it, by the time at which they first did."""
        speaking = [(cell.first_at, cell) for cell in self.cells if cell.first_at]
        return [cell for _, cell in sorted(speaking, key=lambda each: each[0])]


def rows(visit: Visit, sides: Sequence[Delegation], topics: Sequence[Topic]) -> list[Row]:
    """The topics that a side has said something on, or that all sides with a readout leave out."""
    said, checked_to = marked(visit.id), _checked_to(visit.id)
    words = _Words(said)
    found = [Row(topic, _cells(topic, sides, said, words, checked_to)) for topic in topics]
    return [row for row in found if any(cell.said or cell.is_reopened for cell in row.cells) or row.who == NONE]


Marked = Sequence[tuple[Passage, Update]]


class _Words:
    """The words that each side uses in each language, on any topic; each passage is split into words once."""

    def __init__(self, said: Marked) -> None:
        self._used: dict[tuple[str, int | None], set[str]] = {}
        for passage, update in work_queue.in_slices(said):
            self._used.setdefault((_language(update), update.delegation_id), set()).update(words_of(passage.text))

    def own_of(self, passage: Passage, update: Update) -> OwnWords:
        """The text in parts, with the words marked that no other side uses in a text of the same language."""
        spoken, side = _language(update), update.delegation_id
        others = [words for (lang, other), words in self._used.items() if lang == spoken and other != side]
        return own_words(passage.text, set().union(*others)) if others else [(passage.text, False)]


def _cells(
    topic: Topic, sides: Sequence[Delegation], said: Marked, words: _Words, checked_to: Mapping[int, int]
) -> list[Cell]:
    on_topic = [(passage, update) for passage, update in work_queue.in_slices(said) if topic in passage.about]
    compares = len({update.delegation_id for passage, update in on_topic if passage.position is not None}) > 1
    return [_cell(topic, side, on_topic, words if compares else None, checked_to.get(side.id)) for side in sides]


def _cell(topic: Topic, side: Delegation, on_topic: Marked, words: _Words | None, checked_to: int | None) -> Cell:
    own = [(passage, update) for passage, update in on_topic if update.delegation_id == side.id]
    said = [
        Said(passage, update, words.own_of(passage, update) if words else [(passage.text, False)])
        for passage, update in work_queue.in_slices(own)
        if passage.position is not None
    ]
    is_reopened = any(
        passage.checked_to is None and (passage.reworded_at or passage.position is None) for passage, _ in own
    )
    if said:
        voice = Voice.SAYS
    elif checked_to is None:
        voice = Voice.SILENT
    else:
        voice = Voice.OMITS if checked_to >= topic.id else Voice.OPEN
    return Cell(side, voice, said, is_reopened)


def _language(update: Update) -> str:
    return update.lang.partition("-")[0].lower()


def _public(visit_id: int) -> tuple[ColumnElement[bool], ...]:
    return Update.visit_id == visit_id, Update.state == State.PUBLISHED, Update.delegation_id.is_not(None)


def marked(visit_id: int) -> Marked:
    """The passages on any topic, in the order in which they were said."""
    # Searched from the few topics of the visit: a condition on its updates would lead through all of them.
    on_topics = select(passage_topic.c.passage_id).join(Topic, Topic.id == passage_topic.c.topic_id)
    wanted = select(Passage, Update).join(Update, Update.id == Passage.update_id)
    wanted = wanted.where(Passage.id.in_(on_topics.where(Topic.visit_id == visit_id)))
    wanted = wanted.where(Update.state == State.PUBLISHED, Update.delegation_id.is_not(None))
    related = (
        selectinload(Passage.about),
        joinedload(Update.stop),
        joinedload(Update.speaker),
        *translations.of_original(),
    )
    ordered = wanted.options(*related).order_by(Update.number, Passage.position)
    return [(passage, update) for passage, update in db.session.execute(ordered)]


@dataclass(frozen=True)
class Marking:
    """How far an update is marked. `is_complete`: an editor has declared that it is fully marked."""

    update: Update
    is_begun: bool
    is_complete: bool


def markings(visit_id: int, most: int = 40) -> list[Marking]:
    """The newest readouts and statements of a side, with how far each is marked."""
    newest = select(Update.id).where(*_public(visit_id), Update.kind.in_(COMPARED))
    newest = newest.order_by(Update.number.desc()).limit(most)
    is_begun = func.count(passage_topic.c.topic_id) > 0
    is_complete = func.min(func.coalesce(Passage.checked_to, 0)) > 0
    wanted = select(Update.id, is_begun, is_complete).outerjoin(Passage, Passage.update_id == Update.id)
    wanted = wanted.outerjoin(passage_topic, passage_topic.c.passage_id == Passage.id)
    wanted = wanted.where(Update.id.in_(newest)).group_by(Update.id, Update.number)
    states = db.session.execute(wanted.order_by(Update.number.desc())).all()
    named = select(Update).where(Update.id.in_([row[0] for row in states])).options(joinedload(Update.delegation))
    updates = {update.id: update for update in db.session.scalars(named.options(joinedload(Update.stop)))}
    return [Marking(updates[update_id], bool(begun), bool(complete)) for update_id, begun, complete in states]


def _checked_to(visit_id: int) -> dict[int, int]:
    """For each side with a readout the newest topic (its id) up to which all its readouts are declared fully marked.

    Of an original and its translations one is enough: they say the same.
    """
    least, text = func.min(func.coalesce(Passage.checked_to, 0)), func.coalesce(Update.original_id, Update.id)
    wanted = select(Update.delegation_id, text, least).outerjoin(Passage, Passage.update_id == Update.id)
    wanted = wanted.where(*_public(visit_id), Update.kind == Kind.READOUT)
    texts: dict[tuple[int | None, int], int] = {}
    for side_id, text_id, newest in db.session.execute(wanted.group_by(Update.delegation_id, Update.id)):
        texts[side_id, text_id] = max(newest, texts.get((side_id, text_id), 0))
    found: dict[int, int] = {}
    for (side_id, _text), newest in texts.items():
        if side_id is not None:
            found[side_id] = min(newest, found.get(side_id, newest))
    return found
