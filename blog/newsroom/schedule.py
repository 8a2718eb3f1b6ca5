"""Runs what is due: banners, updates, embargoes, rights to pictures, the beginning of visits, and their schedules."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy import func, select

from blog import metrics
from blog.extensions import db
from blog.models import Banner, Embargo, MediaFile, State, Status, Update, Visit
from blog.newsroom import attachments, banner, drafts, embargoes, passing, visits
from blog.newsroom.errors import NewsroomError
from blog.newsroom.transaction import current_time
from blog.permissions import SYSTEM, System

logger = logging.getLogger(__name__)


def run_due() -> int:
    """Runs everything that is due and returns the number of tasks done. Several processes may call it at once."""
    moment = current_time()
    expired = db.session.scalars(select(Banner.visit_id).where(Banner.expires_at <= moment)).all()
    due = select(Update.visit_id, Update.public_id).where(Update.due_at <= moment, Update.state == State.SCHEDULED)
    updates = [(visit_id, public_id) for visit_id, public_id in db.session.execute(due)]
    starting = db.session.scalars(select(Visit.id).where(Visit.live_from <= moment)).all()
    passed = select(Visit.id).where(Visit.schedule_due <= moment, Visit.status != Status.ENDED)
    moving_on = db.session.scalars(passed).all()
    over = select(Embargo.visit_id, Embargo.public_id).where(
        Embargo.until <= moment, Embargo.released_at.is_(None), Embargo.refused_at.is_(None)
    )
    ending = [(visit_id, public_id) for visit_id, public_id in db.session.execute(over.order_by(Embargo.until))]
    rights = select(MediaFile.visit_id, MediaFile.public_id).where(
        MediaFile.rights_until <= moment, MediaFile.rights_ended_at.is_(None)
    )
    outdated = [(visit_id, public_id) for visit_id, public_id in db.session.execute(rights)]
    refused = select(func.count()).where(Embargo.refused_at.is_not(None), Embargo.released_at.is_(None))
    waiting_for_an_editor = db.session.scalar(refused) or 0
    db.session.rollback()
    done = [_run(banner.expire, visit_id, SYSTEM) for visit_id in expired]
    done += [_run(visits.go_live_if_due, visit_id, SYSTEM) for visit_id in starting]
    done += [_run(drafts.publish_if_due, visit_id, SYSTEM, public_id) for visit_id, public_id in updates]
    done += [_run(embargoes.release_if_due, visit_id, SYSTEM, public_id) for visit_id, public_id in ending]
    done += [_run(attachments.end_rights_if_due, visit_id, SYSTEM, public_id) for visit_id, public_id in outdated]
    done += [_run(passing.move_on, visit_id, SYSTEM) for visit_id in moving_on]
    metrics.OVERDUE.set(len(done) - sum(done) + waiting_for_an_editor)
    return sum(done)


def _run(act: Callable[..., None], *args: int | str | System) -> bool:
    """Runs one task; a refusal does not hold up the others."""
    try:
        act(*args)
    except NewsroomError as error:
        logger.warning("a scheduled change was refused: %s", error)
        return False
    return True
