"""A visit that demands approval: reporters hand in, and editors publish."""

from __future__ import annotations

import pytest

from blog import newsroom
from blog.models import DeskVerb, State
from blog.newsroom.errors import NotAllowed
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.integration.test_handins import TEXT, told
from tests.markup import event, one, parse
from tests.opened_form import HTMX, PAGE, Opened
from tests.sample_visit import SampleVisit


def test_with_approval_a_reporter_hands_in_and_an_editor_publishes(talks: SampleVisit) -> None:
    visit_id, by = talks.visit_id, talks.reporter_id
    published, draft = talks.publish("From before."), newsroom.drafts.save(visit_id, by, TEXT)
    newsroom.visits.demand_approval(visit_id, talks.editor_id, True)
    newsroom.visits.demand_approval(visit_id, talks.editor_id, True)
    assert told(talks)[-1:] == [(DeskVerb.DEMAND_APPROVAL, None)]
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


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_whoever_saves_an_older_page_undoes_nobodys_choice(
    desk: Desk, talks: SampleVisit, headers: dict[str, str]
) -> None:
    opened = Opened(desk, "approval")
    newsroom.visits.demand_approval(talks.visit_id, talks.admin_id, True)
    answer = opened.save(headers)
    assert answer.status_code == (200 if headers else 303)
    box = one(parse(desk.get(PAGE)), "#approval [name=approval]")
    assert box.get("checked") is not None
    if headers:
        assert event(answer, "message") == "Saved. Reporters hand in now."
    again = Opened(desk, "approval")
    del again.fields["approval"]
    again.save(headers)
    assert one(parse(desk.get(PAGE)), "#approval [name=approval]").get("checked") is None
