"""Handover notes: one shift of a desk tells the next."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from blog import newsroom
from blog.extensions import db
from blog.models import DeskEvent, DeskVerb, Handover, HandoverRead, Membership
from blog.newsroom.commits import write_session
from blog.newsroom.errors import Invalid, NotAllowed
from tests.sample_visit import SampleVisit

handovers = newsroom.handovers


def read(talks: SampleVisit) -> dict[int, int]:
    """Up to which handover note each account has read."""
    db.session.rollback()
    return {each.reporter_id: each.handover_id for each in db.session.scalars(select(HandoverRead))}


@pytest.mark.both_footings
def test_a_shift_hands_over_and_each_account_dismisses_it_for_itself(talks: SampleVisit) -> None:
    rita, ed = (talks.visit_id, talks.reporter_id), (talks.visit_id, talks.editor_id)
    first = handovers.hand_over(*rita, who_is_on=" Ed and Ada ", what_waits="Two hand-ins.\n\nOne draft.")
    second = handovers.hand_over(*ed, promised="A call at six.")
    assert read(talks) == {talks.reporter_id: first, talks.editor_id: second}, "one has read what one has written"
    handovers.dismiss(*rita, second)
    handovers.dismiss(*rita, first)  # from a page that was left open
    assert read(talks) == {talks.reporter_id: second, talks.editor_id: second}
    kept = db.session.scalars(select(Handover).order_by(Handover.id)).all()
    assert [(each.who_is_on, each.what_waits, each.promised) for each in kept] == [
        ("Ed and Ada", "Two hand-ins.\n\nOne draft.", ""),
        ("", "", "A call at six."),
    ]
    verbs = select(DeskEvent.subject).where(DeskEvent.verb == DeskVerb.HAND_OVER).order_by(DeskEvent.seq)
    assert db.session.scalars(verbs).all() == [str(first), str(second)]
    read_by = select(DeskEvent.only_for_id).where(DeskEvent.verb == DeskVerb.READ_HANDOVER)
    assert db.session.scalars(read_by).all() == [talks.reporter_id], "once, and nobody else hears of it"
    newsroom.reporters.erase(talks.reporter_email)
    assert set(read(talks)) == {talks.editor_id}
    assert db.session.get_one(Handover, first).author_id is None
    newsroom.visits.reset(talks.visit_id, talks.admin_id)
    assert not read(talks)


def test_a_handover_note_says_something_within_its_limits(talks: SampleVisit) -> None:
    with pytest.raises(Invalid) as refused:
        handovers.hand_over(talks.visit_id, talks.editor_id, who_is_on=" ", what_waits="\u200b", promised="")
    assert set(refused.value.fields) == {"promised"}
    with pytest.raises(Invalid, match="“What waits” is 1 character too long"):
        handovers.hand_over(talks.visit_id, talks.editor_id, what_waits="x" * 1001)


def test_another_visits_handover_note_is_not_dismissed(talks: SampleVisit) -> None:
    other = newsroom.visits.open_visit("other", title="Other", summary="", by_id=talks.admin_id)
    theirs = handovers.hand_over(other, talks.admin_id, promised="Tea.")
    handovers.dismiss(talks.visit_id, talks.reporter_id, theirs)
    assert talks.reporter_id not in read(talks)
    with write_session() as session:
        session.execute(delete(Membership).where(Membership.reporter_id == talks.reporter_id))
    with pytest.raises(NotAllowed):
        handovers.hand_over(other, talks.reporter_id, promised="Tea.")
