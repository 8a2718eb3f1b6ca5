"""A clock that is ahead for a while and is put back: times never run against the numbers of a visit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import State, Update
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings


def test_no_update_was_published_before_the_one_before_it(app: Flask, talks: SampleVisit) -> None:
    now = datetime.now(UTC)
    due = now + timedelta(minutes=5)
    newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("Later."), state=State.SCHEDULED, due_at=due)
    draft = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("A draft."))
    for leap in (timedelta(0), timedelta(hours=2), timedelta(seconds=-3), timedelta(minutes=1)):
        with as_of(now + leap):
            talks.publish(f"At {leap}.")
    newsroom.drafts.publish(talks.visit_id, talks.editor_id, draft, Post("A draft."), version=1)
    with as_of(due + timedelta(seconds=1)):
        newsroom.schedule.run_due()
    with as_of(now + timedelta(hours=3)):
        talks.publish("The clock is right again.")
    db.session.rollback()
    times = db.session.scalars(select(Update.published_at).order_by(Update.number)).all()
    assert len(times) == 7
    assert times == sorted(times)  # type: ignore[type-var]
    assert times[-1] == now + timedelta(hours=3)
