"""What becomes due by the clock alone: a banner whose time is over, an update whose time has come."""

from __future__ import annotations

from sqlalchemy import select

from blog.extensions import db
from blog.models import Banner, State, Update
from blog.newsroom import banner, drafts
from blog.newsroom.record import present


def settle() -> int:
    """Does all that has become due and returns how many things that were. Safe in every process at once."""
    moment = present()
    lapsed = db.session.scalars(select(Banner.visit_id).where(Banner.expires_at <= moment)).all()
    due = select(Update.visit_id, Update.public_id).where(Update.due_at <= moment, Update.state == State.SCHEDULED)
    ripe = [(visit_id, public_id) for visit_id, public_id in db.session.execute(due)]
    db.session.rollback()
    for visit_id in lapsed:
        banner.lapse(visit_id, None)
    for visit_id, public_id in ripe:
        drafts.ripen(visit_id, None, public_id)
    return len(lapsed) + len(ripe)
