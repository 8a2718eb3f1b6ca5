"""Counts for the itinerary page."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from blog.extensions import db
from blog.models import State, Stop, Update


def filed(visit_id: int) -> Mapping[str, int]:
    """The number of published updates filed from each stop, by the stop's key."""
    counted = (
        select(Stop.key, func.count())
        .select_from(Stop)
        .join(Update, Update.stop_id == Stop.id)
        .where(Stop.visit_id == visit_id, Update.state == State.PUBLISHED)
        .group_by(Stop.key)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}
