"""What becomes due by the clock alone: a banner whose time is over, an update or a visit whose time has come."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy import select

from blog.extensions import db
from blog.models import Banner, State, Update, Visit
from blog.newsroom import banner, drafts, visits
from blog.newsroom.errors import NewsroomError
from blog.newsroom.transaction import current_time

logger = logging.getLogger(__name__)


def run_due() -> int:
    """Does all that has become due and returns how many things that were. Safe in every process at once."""
    moment = current_time()
    lapsed = db.session.scalars(select(Banner.visit_id).where(Banner.expires_at <= moment)).all()
    due = select(Update.visit_id, Update.public_id).where(Update.due_at <= moment, Update.state == State.SCHEDULED)
    ripe = [(visit_id, public_id) for visit_id, public_id in db.session.execute(due)]
    begun = db.session.scalars(select(Visit.id).where(Visit.live_from <= moment)).all()
    db.session.rollback()
    done = [_done(banner.expire, visit_id, None) for visit_id in lapsed]
    done += [_done(visits.go_live_if_due, visit_id, None) for visit_id in begun]
    done += [_done(drafts.publish_if_due, visit_id, None, public_id) for visit_id, public_id in ripe]
    return sum(done)


def _done(act: Callable[..., None], *args: int | str | None) -> bool:
    """Does one thing; one that cannot be done does not hold up the others."""
    try:
        act(*args)
    except NewsroomError as error:
        logger.warning("what is due cannot be done: %s", error)
        return False
    return True
