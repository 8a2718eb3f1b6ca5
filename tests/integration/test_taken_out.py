"""Taking a text out of its embargo: before the end only an editor does it, and the desk's log says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import DeskEvent, DeskVerb, State
from blog.models.visit import now
from blog.newsroom.errors import NotAllowed
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from tests.desk import Desk
from tests.integration.test_embargoes import HOUR, Embargoed, states, update
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

VISIT = "/desk/visits/talks"


def taken_out(talks: SampleVisit) -> list[str]:
    """From which embargoes texts were taken out, in the order of the desk's log."""
    db.session.rollback()
    log = select(DeskEvent.note).where(DeskEvent.visit_id == talks.visit_id, DeskEvent.verb == DeskVerb.TAKE_OUT)
    return list(db.session.scalars(log.order_by(DeskEvent.seq)))


@pytest.mark.parametrize("until", [None, HOUR])
def test_only_an_editor_takes_a_text_out_before_the_embargo_ends(talks: SampleVisit, until: timedelta | None) -> None:
    embargo = Embargoed(talks, until and now() + until)
    reporter = (talks.visit_id, talks.reporter_id)
    held = newsroom.drafts.save(*reporter, Post("Mine."), state=State.HELD, embargo=embargo.id)
    ways: list[dict[str, Any]] = [{"state": State.DRAFT}, {"state": State.SUBMITTED}]
    ways.append({"state": State.HELD, "embargo": "Another one"})
    for way in ways:
        with pytest.raises(NotAllowed, match="only an editor can take it out"):
            newsroom.drafts.edit(*reporter, held, Post("Mine."), version=1, **way)
    assert (update(held).state, update(held).embargo_id) == (State.HELD, embargo.row.id)
    newsroom.drafts.edit(*reporter, held, Post("Better."), version=1, state=State.HELD, embargo=embargo.id)
    newsroom.drafts.edit(*embargo.by, held, Post("Better."), version=2, state=State.DRAFT)
    newsroom.drafts.publish(*reporter, held, Post("Better."), version=3)
    assert states(held) == [State.PUBLISHED]
    assert taken_out(talks) == ["When he speaks"]
    other = newsroom.drafts.save(*reporter, Post("Never."), state=State.HELD, embargo=embargo.id)
    newsroom.handins.discard(*reporter, other)


def test_its_author_takes_a_text_out_of_an_embargo_whose_time_has_come(talks: SampleVisit) -> None:
    embargo = Embargoed(talks, now() + HOUR)
    reporter = (talks.visit_id, talks.reporter_id)
    held = newsroom.drafts.save(*reporter, Post("Mine."), state=State.HELD, embargo=embargo.id)
    newsroom.visits.set_status(*embargo.by, "ended")
    with as_of(now() + 2 * HOUR):
        newsroom.schedule.run_due()
    newsroom.drafts.edit(*reporter, held, Post("Mine."), version=1, state=State.DRAFT)
    assert (update(held).state, update(held).embargo_id) == (State.DRAFT, None)


def test_an_editor_moves_a_text_to_another_embargo_which_takes_it_out_of_the_first(talks: SampleVisit) -> None:
    embargo = Embargoed(talks)
    held = embargo.hold("One.")
    newsroom.drafts.edit(*embargo.by, held, Post("One."), version=1, state=State.HELD, embargo="Another one")
    newsroom.drafts.edit(*embargo.by, held, Post("One."), version=2, state=State.DRAFT)
    assert taken_out(talks) == ["When he speaks", "Another one"]


def test_who_may_not_take_a_text_out_is_offered_only_to_keep_it_there(
    app: Flask, desk: Desk, talks: SampleVisit
) -> None:
    held = newsroom.drafts.save(
        talks.visit_id, talks.reporter_id, Post("It waits."), state=State.HELD, embargo="When he speaks"
    )
    address, reporter = f"{VISIT}/updates/{held}", Desk.of(app).sign_in(talks.reporter_email)
    ways = one(parse(reporter.get(address)), "#edit-ways")
    assert [button.get("value") for button in ways.cssselect("button")] == ["hold"]
    assert not ways.cssselect("select")
    assert "only an editor can take it out" in words(ways)
    answer = reporter.post(address, {"body": "Mine again.", "version": "1", "action": "draft"})
    assert answer.status_code == 403
    assert one(parse(answer), "#edit-body").text.lstrip("\n") == "Mine again."
    reporter.post(address, {"body": "It waits longer.", "version": "1", "action": "hold"})
    assert (update(held).state, update(held).body) == (State.HELD, "It waits longer.")
    newsroom.visits.demand_approval(talks.visit_id, talks.editor_id, True, loaded=None)
    ways = one(parse(reporter.get(address)), "#edit-ways")
    assert words(one(ways, "button")) == "Save as a new draft"
    offered = one(parse(desk.get(address)), "#edit-ways").cssselect("button")
    assert {"hold", "draft", "submit"} <= {button.get("value") for button in offered}
    desk.post(address, {"body": "It waits longer.", "version": "2", "action": "draft"})
    log = [words(entry) for entry in parse(desk.get(f"{VISIT}/log")).cssselect(".log-entry")]
    assert any("An editor took It waits longer. out of the embargo: When he speaks" in line for line in log), log
