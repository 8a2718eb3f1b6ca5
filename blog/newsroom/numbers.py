"""Takes the next numbers of a visit's two logs. The row of the visit stays locked until the commit."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from blog.models import Visit
from blog.newsroom.errors import NotFound
from blog.translation import _

_BY_ITSELF = {"synchronize_session": False}


def locked_visit(session: Session, visit_id: int) -> Visit:
    """Locks a visit and loads it as it is then; its `head` is the next number of the log for readers.

    One statement for both, and the first of its transaction: commits follow the order of the numbers. Raises NotFound.
    """
    taken = update(Visit).where(Visit.id == visit_id).values(head=Visit.head + 1).returning(Visit)
    visit = session.scalar(taken.execution_options(**_BY_ITSELF, populate_existing=True))
    if visit is None:
        raise NotFound(_("There is no such visit."))
    return visit


def next_desk_number(session: Session, visit_id: int) -> int:
    """The next number of the log of the desk, where the visit is not locked yet."""
    taken = update(Visit).where(Visit.id == visit_id).values(desk_head=Visit.desk_head + 1).returning(Visit.desk_head)
    return session.execute(taken.execution_options(**_BY_ITSELF)).scalar_one()
