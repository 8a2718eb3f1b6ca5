"""Takes the next numbers of a visit: of its two logs, and of its updates. Its row stays locked until the commit."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.orm import Session

from blog.models import Visit
from blog.newsroom.errors import NotFound
from blog.translation import _

READERS, DESK, UPDATES = "head", "desk_head", "published"
# Nearly every change is an event for readers and one for the desk: their numbers are taken with the lock, not later.
LOGS = (READERS, DESK)

_BY_ITSELF = {"synchronize_session": False}


class Numbers:
    """The numbers of a locked visit: first those that were taken with the lock, then the ones after them."""

    def __init__(self, visit: Visit, taken: Collection[str]) -> None:
        self._visit, self._taken = visit, set(taken)

    def last(self, column: str) -> int:
        """The last number that is in use."""
        return int(getattr(self._visit, column)) - (column in self._taken)

    def take(self, column: str) -> int:
        """The next number."""
        number = self.last(column) + 1
        self._taken.discard(column)
        setattr(self._visit, column, number)
        return number

    def restart(self, column: str) -> None:
        """Restarts at 1."""
        setattr(self._visit, column, 1)
        self._taken.add(column)

    def give_back(self) -> None:
        """Gives back what was taken with the lock and is not needed."""
        for column in self._taken:
            setattr(self._visit, column, self.last(column))
        self._taken.clear()


def locked_visit(session: Session, visit_id: int, taken: Collection[str]) -> Visit:
    """Locks a visit, takes these numbers, and loads it as it is then.

    One statement for all, and the first of its transaction: commits follow the order of the numbers. Raises NotFound.
    """
    next_numbers = {column: getattr(Visit, column) + 1 for column in taken}
    wanted = update(Visit).where(Visit.id == visit_id).values(next_numbers).returning(Visit)
    visit = session.scalar(wanted.execution_options(**_BY_ITSELF, populate_existing=True))
    if visit is None:
        raise NotFound(_("There is no such visit."))
    return visit


def next_desk_number(session: Session, visit_id: int) -> int:
    """The next number of the log of the desk, where the visit is not locked yet."""
    taken = update(Visit).where(Visit.id == visit_id).values(desk_head=Visit.desk_head + 1).returning(Visit.desk_head)
    return session.execute(taken.execution_options(**_BY_ITSELF)).scalar_one()
