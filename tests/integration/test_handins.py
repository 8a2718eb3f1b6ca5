"""What is handed in: claimed, returned with a note, approved by an editor, or discarded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import dropwhile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import Autosave, DeskEvent, DeskVerb, Ended, State, Update, Visit
from blog.models.visit import now
from blog.newsroom.errors import Claimed, Conflict, DeletesText, Invalid, NotAllowed, NotFound, Refused, StaleForm
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import consistency
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

TEXT = Post("Rita's words.", headline="Handed in")
FIRST = (DeskVerb.SAVE, DeskVerb.HAND_IN)
NOTE = "Who says so? Name the source."
WITHOUT_SPEAKER = Post("We agree.", kind="statement")


def hand_in(talks: SampleVisit, post: Post = TEXT) -> str:
    return newsroom.drafts.save(talks.visit_id, talks.reporter_id, post, state=State.SUBMITTED)


def row(public_id: str) -> Update | None:
    """The update, read afresh."""
    db.session.rollback()
    return db.session.scalar(select(Update).where(Update.public_id == public_id))


def told(talks: SampleVisit) -> list[tuple[DeskVerb, int | None]]:
    """What the desk's log has from the first text on, and for whom alone."""
    db.session.rollback()
    events = select(DeskEvent).where(DeskEvent.visit_id == talks.visit_id).order_by(DeskEvent.seq)
    every = [(event.verb, event.only_for_id) for event in db.session.scalars(events)]
    return list(dropwhile(lambda event: event[0] not in FIRST, every))


def second_editor(talks: SampleVisit) -> int:
    return newsroom.reporters.add("bea@example.org", name="Bea", role="editor", password="long enough")


@pytest.mark.both_footings
def test_a_claim_is_one_editors_until_another_takes_it_over_knowingly(talks: SampleVisit) -> None:
    public_id, bea = hand_in(talks), second_editor(talks)
    newsroom.claims.claim(talks.visit_id, talks.editor_id, public_id)
    newsroom.claims.claim(talks.visit_id, talks.editor_id, public_id)
    update = row(public_id)
    assert update
    assert (update.claimed_by_id, update.state, update.version) == (talks.editor_id, State.SUBMITTED, 1)
    assert update.claimed_at
    with pytest.raises(Claimed, match="claimed this at"):
        newsroom.claims.claim(talks.visit_id, bea, public_id)
    with pytest.raises(Claimed):
        newsroom.handins.return_(talks.visit_id, bea, public_id, NOTE, over_claim=False)
    with pytest.raises(Claimed):
        newsroom.handins.approve(talks.visit_id, bea, public_id, version=1, over_claim=False)
    with pytest.raises(Claimed):
        newsroom.drafts.publish(talks.visit_id, bea, public_id, TEXT, version=1, over_claim=False)
    newsroom.claims.claim(talks.visit_id, bea, public_id, over_claim=True)
    with pytest.raises(Refused, match="Bea has taken it over"):
        newsroom.claims.unclaim(talks.visit_id, talks.editor_id, public_id)
    newsroom.claims.unclaim(talks.visit_id, bea, public_id)
    newsroom.claims.unclaim(talks.visit_id, bea, public_id)
    update = row(public_id)
    assert update
    assert (update.claimed_by_id, update.claimed_at) == (None, None)
    everybody = [DeskVerb.HAND_IN, DeskVerb.CLAIM, DeskVerb.CLAIM, DeskVerb.UNCLAIM]
    assert told(talks) == [(verb, None) for verb in everybody], "and what changes nothing tells nobody"


def test_its_author_goes_on_with_a_claimed_text(talks: SampleVisit) -> None:
    public_id = hand_in(talks)
    newsroom.claims.claim(talks.visit_id, talks.editor_id, public_id)
    edit = newsroom.drafts.edit
    edit(talks.visit_id, talks.reporter_id, public_id, Post("Better."), version=1, state=State.SUBMITTED)
    update = row(public_id)
    assert update
    assert (update.claimed_by_id, update.body) == (talks.editor_id, "Better.")
    edit(talks.visit_id, talks.reporter_id, public_id, Post("Not yet."), version=2, state=State.DRAFT)
    update = row(public_id)
    assert update
    assert (update.claimed_by_id, update.claimed_at) == (None, None), "a draft waits for no editor"
    assert told(talks)[-2:] == [(DeskVerb.SAVE, None), (DeskVerb.SAVE, None)], "who saw it must see it go"


def test_a_returned_text_keeps_its_note_until_it_is_handed_in_again(talks: SampleVisit) -> None:
    public_id, before = hand_in(talks), now()
    newsroom.claims.claim(talks.visit_id, talks.editor_id, public_id)
    with pytest.raises(Invalid, match="Say what is missing"):
        newsroom.handins.return_(talks.visit_id, talks.editor_id, public_id, " ")
    newsroom.handins.return_(talks.visit_id, talks.editor_id, public_id, NOTE)
    update = row(public_id)
    assert update
    assert (update.state, update.desk_note, update.returned_by_id) == (State.RETURNED, NOTE, talks.editor_id)
    assert (update.claimed_by_id, update.waiting_since and update.waiting_since >= before) == (None, True)
    edit = newsroom.drafts.edit
    with pytest.raises(Conflict):  # a form from before does not show the note
        edit(talks.visit_id, talks.reporter_id, public_id, TEXT, version=1, state=State.SUBMITTED)
    edit(talks.visit_id, talks.reporter_id, public_id, Post("Ada Nord says so."), version=2, state=State.DRAFT)
    update = row(public_id)
    assert update
    assert (update.state, update.desk_note) == (State.RETURNED, NOTE)
    edit(talks.visit_id, talks.reporter_id, public_id, Post("Ada Nord says so."), version=3, state=State.SUBMITTED)
    update = row(public_id)
    assert update
    assert (update.state, update.desk_note, update.returned_by_id) == (State.SUBMITTED, NOTE, talks.editor_id)
    assert [verb for verb, _ in told(talks)][2:] == [DeskVerb.RETURN, DeskVerb.SAVE, DeskVerb.HAND_IN]


def test_an_approved_text_keeps_both_names_and_its_authors_by_line(talks: SampleVisit, client: FlaskClient) -> None:
    public_id = hand_in(talks)
    newsroom.claims.claim(talks.visit_id, talks.editor_id, public_id)
    with pytest.raises(StaleForm, match="Read it again"):
        newsroom.handins.approve(talks.visit_id, talks.editor_id, public_id, version=9)
    newsroom.handins.approve(talks.visit_id, talks.editor_id, public_id, version=1)
    update = row(public_id)
    assert update
    assert (update.state, update.number, update.version) == (State.PUBLISHED, 1, 2)
    assert (update.author_id, update.approved_by_id) == (talks.reporter_id, talks.editor_id)
    assert (update.claimed_by_id, update.claimed_at, update.waiting_since) == (None, None, None)
    article = words(one(parse(client.get("/live/talks")), f'[data-update="{public_id}"]'))
    assert update.author
    assert update.approved_by
    assert update.author.name in article
    assert update.approved_by.name not in article
    assert told(talks)[-1] == (DeskVerb.RELEASE, None)
    assert not consistency.check()[0].wrong


def test_what_an_editor_changes_or_schedules_is_approved_too_and_ones_own_is_not(talks: SampleVisit) -> None:
    changed, scheduled, own = hand_in(talks), hand_in(talks), hand_in(talks)
    newsroom.drafts.publish(talks.visit_id, talks.editor_id, changed, Post("Better."), version=1)
    due, state = now() + timedelta(hours=1), State.SCHEDULED
    newsroom.drafts.edit(talks.visit_id, talks.editor_id, scheduled, Post("Later."), version=1, state=state, due_at=due)
    with as_of(due):
        assert newsroom.schedule.run_due() == 1
    newsroom.drafts.publish(talks.visit_id, talks.reporter_id, own, Post("Mine."), version=1)
    found = [row(public_id) for public_id in (changed, scheduled, own)]
    assert [update and update.approved_by_id for update in found] == [talks.editor_id, talks.editor_id, None]
    assert [update and update.author_id for update in found] == [talks.reporter_id] * 3


def test_a_text_that_is_not_complete_is_not_approved(talks: SampleVisit) -> None:
    public_id = hand_in(talks, WITHOUT_SPEAKER)
    with pytest.raises(Invalid, match="who made this statement"):
        newsroom.handins.approve(talks.visit_id, talks.editor_id, public_id, version=1)
    update = row(public_id)
    assert update
    assert (update.state, update.version) == (State.SUBMITTED, 1)


@pytest.mark.both_footings
def test_what_was_never_published_is_discarded_for_good(talks: SampleVisit) -> None:
    visit_id, reporter_id = talks.visit_id, talks.reporter_id
    draft = newsroom.drafts.save(visit_id, reporter_id, TEXT)
    handed_in = hand_in(talks)
    newsroom.autosaves.save(visit_id, reporter_id, f"edit-{handed_in}-x", {"body": "Rita's words."}, version=0)
    before = len(told(talks))
    with pytest.raises(DeletesText):
        newsroom.handins.discard(visit_id, reporter_id, draft, asks=True)
    assert row(draft)
    newsroom.handins.discard(visit_id, reporter_id, draft)
    newsroom.handins.discard(visit_id, talks.editor_id, handed_in)
    assert [row(draft), row(handed_in)] == [None, None]
    assert not db.session.scalars(select(Autosave).where(Autosave.ended == Ended.NO)).all()
    assert told(talks)[before:] == [(DeskVerb.DISCARD, reporter_id), (DeskVerb.DISCARD, None)]
    assert db.session.get_one(Visit, visit_id).published == 0
    assert not consistency.check()[0].wrong
    theirs = newsroom.drafts.save(visit_id, talks.editor_id, TEXT)
    with pytest.raises(NotAllowed):
        newsroom.handins.discard(visit_id, reporter_id, theirs)
    public = talks.publish("Read by many.")
    with pytest.raises(Refused, match="It has been published"):
        newsroom.handins.discard(visit_id, reporter_id, public)
    with pytest.raises(NotFound, match="it was discarded"):
        newsroom.handins.discard(visit_id, reporter_id, draft)


def test_nobody_but_editors_decides_on_what_is_handed_in(talks: SampleVisit) -> None:
    public_id = hand_in(talks)
    for act in DECISIONS.values():
        with pytest.raises(NotAllowed, match="Only editors"):
            act(talks, talks.reporter_id, public_id)


Act = Callable[[SampleVisit, int, str], object]
DECISIONS: dict[str, Act] = {
    "claim": lambda talks, by, public_id: newsroom.claims.claim(talks.visit_id, by, public_id),
    "unclaim": lambda talks, by, public_id: newsroom.claims.unclaim(talks.visit_id, by, public_id),
    "return": lambda talks, by, public_id: newsroom.handins.return_(talks.visit_id, by, public_id, NOTE),
    "approve": lambda talks, by, public_id: newsroom.handins.approve(talks.visit_id, by, public_id, version=1),
}


@pytest.mark.both_footings
def test_a_decision_that_comes_too_late_says_what_can_be_done_now(talks: SampleVisit) -> None:
    by, visit_id = talks.editor_id, talks.visit_id
    published, withdrawn, returned, back, scheduled, gone = (hand_in(talks) for _ in range(6))
    for public_id in (published, withdrawn):
        newsroom.handins.approve(visit_id, by, public_id, version=1)
    newsroom.updates.withdraw(visit_id, by, withdrawn, "Wrong.")
    newsroom.handins.return_(visit_id, by, returned, NOTE)
    newsroom.drafts.edit(visit_id, talks.reporter_id, back, TEXT, version=1, state=State.DRAFT)
    due = now() + timedelta(hours=1)
    newsroom.drafts.edit(visit_id, by, scheduled, TEXT, version=1, state=State.SCHEDULED, due_at=due)
    newsroom.handins.discard(visit_id, talks.reporter_id, gone)
    sentences = {
        published: "choose Edit",
        withdrawn: "write a new update",
        returned: "comes back when it is handed in again",
        back: "taken it back as a draft",
        scheduled: "open it under Scheduled",
        gone: "it was discarded",
    }
    before = told(talks)
    for act in DECISIONS.values():
        for public_id, sentence in sentences.items():
            with pytest.raises((Refused, NotFound), match=sentence):
                act(talks, by, public_id)
    assert told(talks) == before


def test_a_draft_is_told_to_its_author_alone(talks: SampleVisit) -> None:
    visit_id, author = talks.visit_id, talks.reporter_id
    draft = newsroom.drafts.save(visit_id, author, TEXT)
    newsroom.drafts.edit(visit_id, talks.editor_id, draft, TEXT, version=1, state=State.DRAFT)
    newsroom.drafts.publish(visit_id, author, draft, TEXT, version=2)
    assert told(talks) == [(DeskVerb.SAVE, author), (DeskVerb.SAVE, author), (DeskVerb.RELEASE, author)]
    due = now() + timedelta(hours=1)
    newsroom.drafts.save(visit_id, talks.editor_id, TEXT, state=State.SCHEDULED, due_at=due)
    newsroom.visits.set_status(visit_id, SYSTEM, "ended")
    with as_of(due):
        newsroom.schedule.run_due()
    expected = [(DeskVerb.SCHEDULE, None), (DeskVerb.CHANGE_STATUS, None), (DeskVerb.SAVE, None)]
    assert told(talks)[3:] == expected
    secret = newsroom.drafts.save(visit_id, author, TEXT)
    newsroom.updates.purge(visit_id, talks.admin_id, secret, "")
    assert told(talks)[-2:] == [(DeskVerb.SAVE, author), (DeskVerb.DISCARD, author)]
