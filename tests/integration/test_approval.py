"""A visit that demands approval: reporters hand in, and editors publish."""

from __future__ import annotations

import pytest

from blog import newsroom
from blog.models import DeskVerb, State
from blog.newsroom.errors import NotAllowed
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.integration.test_handins import TEXT, told
from tests.sample_visit import SampleVisit


def test_with_approval_a_reporter_hands_in_and_an_editor_publishes(talks: SampleVisit) -> None:
    visit_id, by = talks.visit_id, talks.reporter_id
    published, draft = talks.publish("From before."), newsroom.drafts.save(visit_id, by, TEXT)
    newsroom.visits.demand_approval(visit_id, talks.editor_id, True)
    newsroom.visits.demand_approval(visit_id, talks.editor_id, True)
    assert told(talks)[-1:] == [(DeskVerb.SET_UP, None)]
    seen = len(told(talks))
    with pytest.raises(NotAllowed, match="Hand it in instead"):
        newsroom.updates.publish(visit_id, by, TEXT)
    with pytest.raises(NotAllowed, match="Hand it in instead"):
        newsroom.drafts.publish(visit_id, by, draft, TEXT, version=1)
    for reason in ("typo", "update", "correction"):
        with pytest.raises(NotAllowed, match="Ask one to make it"):
            newsroom.updates.edit(visit_id, by, published, TEXT, version=1, reason=reason, note_text="Wrong.")
    assert len(told(talks)) == seen
    newsroom.updates.withdraw(visit_id, by, published, "Wrong."), "what is wrong can be taken down at once"
    newsroom.drafts.edit(visit_id, by, draft, TEXT, version=1, state=State.SUBMITTED)
    newsroom.handins.approve(visit_id, talks.editor_id, draft, version=2)
    newsroom.updates.publish(visit_id, talks.editor_id, Post("The editor's own."))
    newsroom.updates.publish(visit_id, SYSTEM, Post("From a terminal."))
    with pytest.raises(NotAllowed):
        newsroom.visits.demand_approval(visit_id, by, False)
    newsroom.visits.demand_approval(visit_id, talks.editor_id, False)
    newsroom.updates.publish(visit_id, by, Post("By itself again."))
