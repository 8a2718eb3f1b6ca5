"""The passages of imported updates, cut from their texts anew: of the file only the marks are believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from blog.models import COMPARED, Passage, State, passage_topic
from blog.text.passages import cut

Entry = Mapping[str, Any]
Row = dict[str, Any]


def write(
    session: Session,
    updates: Iterable[Entry],
    wordings: Mapping[str, Entry],
    ids: Mapping[str, int],
    topics: Mapping[str, int],
) -> None:
    """Writes the passages of these updates, in two statements.

    `wordings` are the last revisions and `ids` the ids of the updates by public id; `topics` are ids by slug.
    """
    newest = max(topics.values(), default=0)
    rows, marks = list[Row](), list[list[int]]()
    for update in updates:
        if update["state"] is State.PUBLISHED and update["kind"] in COMPARED:
            public_id = update["public_id"]
            for row, slugs in _passages(update, wordings[public_id], newest):
                rows.append({**row, "update_id": ids[public_id]})
                marks.append([topics[slug] for slug in dict.fromkeys(slugs)])
    if not rows:
        return
    made = session.scalars(insert(Passage).returning(Passage.id, sort_by_parameter_order=True), rows)
    pairs = [(passage_id, topic_id) for passage_id, wanted in zip(made, marks, strict=True) for topic_id in wanted]
    if pairs:
        columns = [{"passage_id": passage_id, "topic_id": topic_id} for passage_id, topic_id in pairs]
        session.execute(insert(passage_topic), columns)


def _passages(update: Entry, wording: Entry, newest: int) -> Iterator[tuple[Row, Iterable[str]]]:
    """The rows of an update's passages, each with the slugs of its topics."""
    given = {passage["text"]: passage for passage in update.get("passages", ())}
    for position, text in enumerate(cut(wording["html"]) or filter(None, [wording["headline"]])):
        known = given.get(text, {})
        row = {"key": str(position + 1), "position": position, "text": text, "reworded_at": known.get("reworded_at")}
        row["checked_to"] = newest if known.get("checked") else None
        yield row, known.get("topics", ())
