"""Takes the next number of a visit's two logs. The row of the visit stays locked until the commit."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from blog.models import Visit
from blog.newsroom.errors import NotFound
from blog.translation import _

_BY_ITSELF = {"synchronize_session": False}


def next_number(session: Session, visit_id: int) -> int:
    """The next number of the log that readers follow. Raises NotFound."""
    taken = update(Visit).where(Visit.id == visit_id).values(head=Visit.head + 1).returning(Visit.head)
    number = session.execute(taken.execution_options(**_BY_ITSELF)).scalar_one_or_none()
    if number is None:
        raise NotFound(_("There is no such visit."))
    return number


def give_back(session: Session, visit_id: int) -> None:
    """Gives the number back that this transaction has taken, because readers see no change."""
    given = update(Visit).where(Visit.id == visit_id).values(head=Visit.head - 1)
    session.execute(given.execution_options(**_BY_ITSELF))


def next_desk_number(session: Session, visit_id: int) -> int:
    """The next number of the log of the desk."""
    taken = update(Visit).where(Visit.id == visit_id).values(desk_head=Visit.desk_head + 1).returning(Visit.desk_head)
    return session.execute(taken.execution_options(**_BY_ITSELF)).scalar_one()
