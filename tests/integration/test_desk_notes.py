"""Notes to the desk: who may write and read them, whom they mention, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from blog import newsroom
from blog.extensions import db
from blog.models import DeskEvent, DeskNote, DeskVerb, Membership, State, Update, Visit
from blog.models.visit import now
from blog.newsroom.commits import write_session
from blog.newsroom.errors import Invalid, NotAllowed, NotFound, Refused
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from tests.sample_visit import PASSWORD, SampleVisit

notes, save = newsroom.notes, newsroom.drafts.save


def rows() -> Sequence[DeskNote]:
    db.session.rollback()
    return db.session.scalars(select(DeskNote).order_by(DeskNote.id)).all()


def told(talks: SampleVisit) -> list[tuple[DeskVerb, int | None]]:
    """What the log of the desk says of notes, and to whom alone."""
    db.session.rollback()
    about = (DeskVerb.NOTE, DeskVerb.RESOLVE, DeskVerb.REOPEN, DeskVerb.DELETE_NOTE, DeskVerb.RELEASE)
    wanted = select(DeskEvent).where(DeskEvent.visit_id == talks.visit_id, DeskEvent.verb.in_(about))
    return [(each.verb, each.only_for_id) for each in db.session.scalars(wanted.order_by(DeskEvent.seq))]


def add(email: str, name: str, role: str = "reporter") -> int:
    return newsroom.reporters.add(email, name=name, role=role, password=PASSWORD)


def leave(*account_ids: int) -> None:
    """Takes accounts out of every team."""
    with write_session() as session:
        session.execute(delete(Membership).where(Membership.reporter_id.in_(account_ids)))


@pytest.mark.both_footings
def test_a_note_is_written_resolved_reopened_and_deleted(talks: SampleVisit) -> None:
    rita, ed = (talks.visit_id, talks.reporter_id), (talks.visit_id, talks.editor_id)
    head = db.session.get_one(Visit, talks.visit_id).head
    written = notes.write(*rita, "  Who is at\nthe airport? ")
    [note] = rows()
    assert (note.text, note.author_id, note.update_id) == ("Who is at the airport?", talks.reporter_id, None)
    notes.resolve(*ed, written.note_id)
    notes.resolve(*rita, written.note_id)  # nothing left to do
    assert rows()[0].resolved_by_id == talks.editor_id
    notes.reopen(*rita, written.note_id)
    assert (rows()[0].resolved_by_id, rows()[0].resolved_at) == (None, None)
    with pytest.raises(NotAllowed, match="Resolve it instead"):
        notes.remove(*ed, written.note_id)
    notes.remove(*rita, written.note_id)
    assert not rows()
    verbs = [verb for verb, only in told(talks) if only is None]
    assert verbs == [DeskVerb.NOTE, DeskVerb.RESOLVE, DeskVerb.REOPEN, DeskVerb.DELETE_NOTE]
    assert db.session.get_one(Visit, talks.visit_id, populate_existing=True).head == head, "readers were told"
    with pytest.raises(NotFound, match="it was deleted"):
        notes.resolve(*ed, written.note_id)


@pytest.mark.parametrize(("text", "sentence"), [(" \u200b", "Write what"), ("x" * 501, "1 character too long")])
def test_a_note_says_something_within_its_limit(talks: SampleVisit, text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        notes.write(talks.visit_id, talks.reporter_id, text)
    assert set(refused.value.fields) == {"text"}
    assert not rows()


def test_a_note_that_is_sent_twice_is_one_note(talks: SampleVisit) -> None:
    rita, moment = (talks.visit_id, talks.reporter_id), now()
    for seconds in (0, 30, 61):
        with as_of(moment + timedelta(seconds=seconds)):
            notes.write(*rita, "The pool has left.")
    with as_of(moment + timedelta(seconds=62)):
        notes.write(talks.visit_id, talks.editor_id, "The pool has left.")
    assert [note.author_id for note in rows()] == [talks.reporter_id, talks.reporter_id, talks.editor_id]


def test_names_are_looked_up_in_the_team_alone(talks: SampleVisit) -> None:
    ada, other = add("ada@example.org", "Ada Lovelace"), add("byron@example.org", "Ada Byron")
    boss = add("chief@example.org", "Chief Admin", "admin")
    gone, stranger = add("gone@example.org", "Gone Girl"), add("stranger@example.org", "Stranger Danger")
    newsroom.reporters.switch_off("gone@example.org")
    leave(boss, stranger)  # an admin needs no membership
    text = "@Ada Lovelace @byron @chief @gone @stranger @ada look, not ada@example.org"
    written = notes.write(talks.visit_id, talks.editor_id, text)
    assert {one.id for one in rows()[0].mentions} == {ada, other, boss}
    assert (written.unknown, written.ambiguous) == (["@gone", "@stranger"], ["@ada"])
    assert gone not in {one.id for one in rows()[0].mentions}


def test_a_note_on_a_text_that_waits_is_for_those_who_may_see_it(talks: SampleVisit) -> None:
    rita, ed = (talks.visit_id, talks.reporter_id), (talks.visit_id, talks.editor_id)
    colleague = add("rob@example.org", "Rob Roy")
    draft = save(*rita, Post("A word."))
    for state in (State.DRAFT, State.SUBMITTED):
        newsroom.drafts.edit(*rita, draft, Post("A word."), version=1 if state is State.DRAFT else 2, state=state)
        with pytest.raises(NotAllowed, match="not published yet"):
            notes.write(talks.visit_id, colleague, "May I?", about=draft)
    written = notes.write(*ed, "@Rob Roy and @rita, who says so?", about=draft)
    assert written.unreached == ["Rob Roy"]
    with pytest.raises(NotAllowed):
        notes.resolve(talks.visit_id, colleague, written.note_id)
    newsroom.handins.approve(*ed, draft, version=3)
    notes.resolve(talks.visit_id, colleague, written.note_id)


def test_a_note_on_a_draft_is_told_to_its_author_its_writer_and_whom_it_mentions(talks: SampleVisit) -> None:
    rita, ed = (talks.visit_id, talks.reporter_id), (talks.visit_id, talks.editor_id)
    eve = add("eve@example.org", "Eve Moore", "editor")
    draft = save(*rita, Post("A word."))
    notes.write(*rita, "Too soon?", about=draft)
    notes.write(*ed, "Yes, @eve.", about=draft)
    only = [account_id for _verb, account_id in told(talks)]
    assert only == [talks.reporter_id, talks.reporter_id, talks.editor_id, eve]
    newsroom.drafts.publish(*rita, draft, Post("A word."), version=1)
    assert told(talks)[-1] == (DeskVerb.RELEASE, None), "the notes are now for the whole team"


@pytest.mark.both_footings
def test_what_goes_takes_its_notes_along_and_an_account_leaves_them(talks: SampleVisit) -> None:
    rita, ed = (talks.visit_id, talks.reporter_id), (talks.visit_id, talks.editor_id)
    published, withdrawn, draft = talks.publish(), talks.publish("A slip."), save(*rita, Post("A word."))
    for about in (published, withdrawn, draft, ""):
        notes.write(*rita, "Says who? @editor", about=about)
    talks.withdraw(withdrawn)
    newsroom.updates.purge(talks.visit_id, talks.admin_id, published, "A court said so.")
    newsroom.handins.discard(*rita, draft)
    assert [note.update and note.update.public_id for note in rows()] == [withdrawn, None]
    with pytest.raises(Refused, match="removed permanently"):
        notes.write(*ed, "And now?", about=published)
    newsroom.reporters.erase(talks.reporter_email)
    newsroom.reporters.erase(talks.editor_email)
    assert [(note.author_id, len(note.mentions)) for note in rows()] == [(None, 0), (None, 0)]
    newsroom.visits.reset(talks.visit_id, talks.admin_id)
    assert not rows()
    assert db.session.scalar(select(Update.id)) is None


def test_strangers_and_other_visits_have_no_part_in_it(talks: SampleVisit) -> None:
    stranger = add("stranger@example.org", "Stranger Danger")
    leave(stranger)
    written = notes.write(talks.visit_id, talks.reporter_id, "For us.")
    with pytest.raises(NotAllowed):
        notes.write(talks.visit_id, stranger, "For you?")
    with pytest.raises(NotAllowed):
        notes.resolve(talks.visit_id, stranger, written.note_id)
    other = newsroom.visits.open_visit("other", title="Other", summary="", by_id=talks.admin_id)
    with pytest.raises(NotFound):
        notes.resolve(other, talks.admin_id, written.note_id)
    with pytest.raises(NotFound):
        notes.write(other, talks.admin_id, "Whose?", about=talks.publish())
