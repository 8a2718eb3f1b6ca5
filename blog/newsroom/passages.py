"""Keeps the passages of readouts and statements in step with their texts, and their marks through every edit."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, selectinload

from blog.models import Passage, Update, passage_topic, update_topic
from blog.newsroom.transaction import Transaction
from blog.text.passages import aligned


def add(tx: Transaction, update: Update) -> None:
    """Cuts an update that was just published into passages."""
    for position, text in enumerate(update.passage_texts):
        tx.session.add(Passage(update_id=update.id, key=str(position + 1), position=position, text=text))


def follow(tx: Transaction, update: Update, *, is_typo: bool = False, has_any: bool) -> None:
    """Cuts the present wording of an update into passages. Those whose words are the same keep their marks.

    One that is reworded keeps its topics, but an editor has to look at it again, unless it was a typo (`is_typo`). One
    on a topic that was taken out stays, without words, until then. What is not compared has no passages, and `has_any`
    says whether this one has had any.
    """
    rows, texts = rows_of(tx.session, update) if has_any else [], update.passage_texts
    placed = [row for row in rows if row.position is not None]
    if [row.text for row in placed] == list(texts):
        return
    if not texts:
        delete_of(tx.session, update)
        return
    last_key = max((int(row.key) for row in rows), default=0)
    kept = aligned([row.text for row in placed], texts)
    for position, (text, number) in enumerate(zip(texts, kept, strict=True)):
        if number is None:
            last_key += 1
            tx.session.add(Passage(update_id=update.id, key=str(last_key), position=position, text=text))
            continue
        row = placed[number]
        if row.text != text and not is_typo:
            row.checked_to, row.reworded_at = None, tx.at if row.about else None
        row.position, row.text = position, text
    for number, row in enumerate(placed):
        if number not in kept:
            _take_out(tx.session, row)
    tie_topics(tx.session, update)


def rows_of(session: Session, update: Update) -> list[Passage]:
    """The kept passages of an update in order; at the end those that were taken out."""
    wanted = select(Passage).where(Passage.update_id == update.id).options(selectinload(Passage.about))
    return list(session.scalars(wanted.order_by(Passage.position.is_(None), Passage.position, Passage.id)))


def tie_topics(session: Session, update: Update) -> None:
    """Gives an update the topics of its passages, and takes from it those that it had only because of a passage."""
    session.flush()
    of_passages = select(passage_topic.c.topic_id).join(Passage, Passage.id == passage_topic.c.passage_id)
    wanted = set(session.scalars(of_passages.where(Passage.update_id == update.id, Passage.position.is_not(None))))
    tied = update_topic.c.update_id == update.id
    known = {row.topic_id: row.by_passage for row in session.execute(select(update_topic).where(tied))}
    if missing := wanted - known.keys():
        rows = [{"update_id": update.id, "topic_id": topic_id, "by_passage": True} for topic_id in sorted(missing)]
        session.execute(insert(update_topic), rows)
    if gone := {topic_id for topic_id, by_passage in known.items() if by_passage} - wanted:
        session.execute(delete(update_topic).where(tied, update_topic.c.topic_id.in_(gone)))
    session.expire(update, ["topics"])


def delete_of(session: Session, update: Update) -> None:
    """Deletes the passages of an update with their words."""
    session.execute(delete(Passage).where(Passage.update_id == update.id).execution_options(synchronize_session=False))


def _take_out(session: Session, row: Passage) -> None:
    if row.about:
        row.position, row.text, row.checked_to = None, "", None
    else:
        session.delete(row)
