"""Keeps the text that a search looks through right when something changes that stands beside an update's words."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from blog.models import Update
from blog.newsroom.posts import search_text


def reindex(session: Session, *conditions: ColumnElement[bool]) -> None:
    """Writes the search text of some updates anew, without those whose text may not be shown."""
    session.flush()
    found = select(Update).where(*conditions, Update.words != "").options(*Update.with_what_is_beside())
    for update in session.scalars(found.execution_options(populate_existing=True)).all():
        update.words = search_text(update)
