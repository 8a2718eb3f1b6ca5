"""Renders stored texts again after an upgrade of the renderer. Logs no event: the texts have not changed."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from blog.models import Revision, Update, Visit
from blog.newsroom import commits
from blog.newsroom.posts import search_text
from blog.text import markdown

# The write lock is released after each batch.
BATCH_SIZE = 50


def rerender_all() -> int:
    """Renders outdated updates with their revisions, and all states of play; returns the number of updates."""
    count = last = 0
    with commits.write_session() as session:
        _state_of_play(session)
    while True:
        with commits.write_session() as session:
            found = session.scalars(_older(last)).all()
            for update in found:
                _render(session, update)
        if not found:
            return count
        count, last = count + len(found), found[-1].id


def _older(last: int) -> Select[Update]:
    older = select(Update).where(Update.renderer < markdown.RENDERER, Update.id > last)
    return older.options(undefer(Update.words)).order_by(Update.id).limit(BATCH_SIZE).with_for_update(of=Update)


def _render(session: Session, update: Update) -> None:
    update.html, update.renderer = markdown.render(update.body), markdown.RENDERER
    if update.words:
        update.words = search_text(update)
    known = {update.body: update.html}
    for number, body in session.execute(select(Revision.id, Revision.body).where(Revision.update_id == update.id)):
        known.setdefault(body, markdown.render(body))
        session.get_one(Revision, number).html = known[body]


def _state_of_play(session: Session) -> None:
    for visit in session.scalars(select(Visit).where(Visit.state_of_play != "").with_for_update(of=Visit)):
        visit.state_of_play_html = markdown.render(visit.state_of_play)
