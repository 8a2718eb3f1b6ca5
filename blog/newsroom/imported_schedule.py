"""The schedule of an imported visit. An archive says nothing of what is for colleagues only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from blog.models import Engagement, Visit
from blog.newsroom import transaction


def add_schedule(session: Session, visit: Visit, given: Sequence[Mapping[str, Any]], stops: Mapping[str, int]) -> None:
    """Adds the events below the stops of these ids. What is now and next is as of the import."""
    for one in given:
        columns = {name: value for name, value in one.items() if name != "stop_key"}
        of_desk = {"desk_sequence": one["sequence"], "desk_changed_at": one["changed_at"]}
        session.add(Engagement(visit_id=visit.id, stop_id=stops[one["stop_key"]], **columns, **of_desk))
    if given:
        visit.schedule_at = visit.schedule_due = transaction.current_time()  # the scheduler goes on from here
