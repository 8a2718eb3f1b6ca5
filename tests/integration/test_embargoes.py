"""An embargo: set with its terms, changed, and released with everything that lies under it, or refused as a whole."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import Banner, DeskEvent, DeskVerb, Embargo, Event, HeldBanner, Kind, State, Update, Verb
from blog.models.visit import now
from blog.newsroom.errors import BothChanged, Invalid, NotAllowed, Refused
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from tests.markup import parse, shown
from tests.sample_visit import SampleVisit

HOUR = timedelta(hours=1)
TOKYO = {"city": "Tokyo", "zone": "Asia/Tokyo"}


class Embargoed:
    """The talks with one embargo."""

    def __init__(self, talks: SampleVisit, until: datetime | None = None) -> None:
        self.talks = talks
        self.by = (talks.visit_id, talks.editor_id)
        place = TOKYO if until else {}
        self.id = newsroom.embargoes.set_embargo(*self.by, "When he speaks", until=until, **place)

    def hold(self, text: str, **kwargs: object) -> str:
        return newsroom.drafts.save(*self.by, Post(text), state=State.HELD, embargo=self.id, **kwargs)  # type: ignore[arg-type]

    def release(self, note: str = "") -> list[str]:
        return newsroom.embargoes.release(*self.by, self.id, note)

    @property
    def row(self) -> Embargo:
        db.session.rollback()
        return db.session.scalars(select(Embargo).where(Embargo.public_id == self.id)).one()


def update(public_id: str) -> Update:
    db.session.rollback()
    return db.session.scalars(select(Update).where(Update.public_id == public_id)).one()


def states(*public_ids: str) -> list[State]:
    return [update(each).state for each in public_ids]


def newest_note(talks: SampleVisit) -> tuple[DeskVerb, str]:
    db.session.rollback()
    event = db.session.scalars(
        select(DeskEvent).where(DeskEvent.visit_id == talks.visit_id).order_by(DeskEvent.seq.desc())
    ).first()
    assert event
    return event.verb, event.note


def published(talks: SampleVisit) -> list[str]:
    db.session.rollback()
    log = select(Event.subject).where(Event.visit_id == talks.visit_id, Event.verb == Verb.PUBLISH)
    return list(db.session.scalars(log.order_by(Event.seq)))


@pytest.mark.both_footings
def test_one_release_publishes_all_of_it_in_the_order_in_which_it_was_put_there(
    talks: SampleVisit, client: FlaskClient
) -> None:
    talks.publish("Public before.", headline="Before")
    embargo = Embargoed(talks)
    older = newsroom.drafts.save(*embargo.by, Post("Put there last."))
    ids = [embargo.hold(f"Held {number}.") for number in range(3)]
    with as_of(now() + timedelta(seconds=5)):
        newsroom.drafts.edit(
            *embargo.by, older, Post("Put there last."), version=1, state=State.HELD, embargo=embargo.id
        )
    newsroom.banner.set_banner(*embargo.by, "The banner of before")
    newsroom.banner.hold_banner(*embargo.by, embargo.id, "He spoke", level="alert", update=ids[0])
    assert len(shown(parse(client.get("/live/talks")))) == 1

    assert embargo.release() == [*ids, older]

    assert published(talks)[1:] == [*ids, older]
    assert states(*ids, older) == [State.PUBLISHED] * 4
    banner = db.session.scalars(select(Banner)).one()
    assert (banner.text, banner.level, banner.update and banner.update.public_id) == ("He spoke", "alert", ids[0])
    assert not db.session.scalars(select(HeldBanner)).all()
    assert (embargo.row.released_by_id, embargo.row.reason) == (talks.editor_id, "")
    assert len(shown(parse(client.get("/live/talks")))) == 5
    with pytest.raises(Refused, match="released at"):
        embargo.release()


def test_before_its_time_a_release_needs_a_reason_which_stays_at_the_desk(talks: SampleVisit) -> None:
    embargo = Embargoed(talks, now() + HOUR)
    first, second = embargo.hold("One."), embargo.hold("Two.")
    for act in (embargo.release, lambda: newsroom.embargoes.release_update(*embargo.by, first)):
        with pytest.raises(Invalid, match="Tokyo") as refusal:
            act()
        assert set(refusal.value.fields) == {"note"}
    newsroom.embargoes.release_update(*embargo.by, first, "Broken by an agency")
    assert states(first, second) == [State.PUBLISHED, State.HELD]
    assert newest_note(talks) == (DeskVerb.RELEASE, "Broken by an agency")
    assert embargo.release("All of it is out") == [second]
    assert newest_note(talks) == (DeskVerb.RELEASE, "All of it is out")
    assert embargo.row.reason == "All of it is out"
    with pytest.raises(Refused, match="not under embargo"):
        newsroom.embargoes.release_update(*embargo.by, second, "Again")


@pytest.mark.both_footings
def test_when_its_time_has_come_it_is_released_once(talks: SampleVisit) -> None:
    embargo = Embargoed(talks, now() + HOUR)
    held = embargo.hold("At its time.")
    newsroom.schedule.run_due()
    assert states(held) == [State.HELD]
    with as_of(embargo.row.until or now()):
        assert newsroom.schedule.run_due() == 1
        assert newsroom.schedule.run_due() == 0
        newsroom.embargoes.release_if_due(talks.visit_id, SYSTEM, embargo.id)
    assert published(talks) == [held]
    assert embargo.row.released_by_id is None
    assert embargo.row.released_at


def test_a_visit_that_has_ended_publishes_nothing_and_holds_up_no_other(
    talks: SampleVisit, caplog: pytest.LogCaptureFixture
) -> None:
    embargo = Embargoed(talks, now() + HOUR)
    held = embargo.hold("A secret of the ended visit.")
    newsroom.banner.hold_banner(*embargo.by, embargo.id, "A secret banner")
    elsewhere = newsroom.visits.open_visit("elsewhere", title="Elsewhere", by_id=SYSTEM)
    other = newsroom.embargoes.set_embargo(elsewhere, SYSTEM, "Later", until=now() + 2 * HOUR, **TOKYO)
    there = newsroom.drafts.save(elsewhere, SYSTEM, Post("Elsewhere."), state=State.HELD, embargo=other)
    newsroom.visits.set_status(*embargo.by, "ended")
    with pytest.raises(Refused, match="has ended"):
        embargo.release("A reason")
    with as_of(now() + 3 * HOUR):
        for _ in range(2):
            newsroom.schedule.run_due()
    assert states(held, there) == [State.HELD, State.PUBLISHED]
    assert embargo.row.refused_at
    assert newest_note(talks)[0] is DeskVerb.EMBARGO
    assert not db.session.scalars(select(Banner).where(Banner.visit_id == talks.visit_id)).all()
    assert "secret" not in caplog.text
    # It waits for an editor, who needs no reason any more.
    newsroom.visits.set_status(*embargo.by, "live")
    with as_of(now() + 3 * HOUR):
        assert newsroom.schedule.run_due() == 0
        assert embargo.release() == [held]


def test_what_is_unfinished_is_refused_in_words_and_nothing_else_goes_out(talks: SampleVisit) -> None:
    embargo = Embargoed(talks)
    with pytest.raises(Invalid, match="who made this statement"):
        newsroom.drafts.save(*embargo.by, Post("Said.", kind="statement"), state=State.HELD, embargo=embargo.id)
    held = embargo.hold("Finished.")
    broken = embargo.hold("Broken later.")
    row = update(broken)
    row.kind, row.headline = Kind.STATEMENT, "A statement"
    db.session.commit()
    with pytest.raises(Refused, match=r"A statement.*not finished.*Choose who made"):
        embargo.release()
    assert states(held, broken) == [State.HELD, State.HELD]


def test_a_sentence_makes_an_embargo_for_a_text_and_its_title_finds_it_again(talks: SampleVisit) -> None:
    by = (talks.visit_id, talks.editor_id)
    first = newsroom.drafts.save(*by, Post("One."), state=State.HELD, embargo="Wheels up", client_key="one")
    assert newsroom.drafts.save(*by, Post("One."), state=State.HELD, embargo="Wheels up", client_key="one") == first
    second = newsroom.drafts.save(*by, Post("Two."), state=State.HELD, embargo="wheels up")
    [embargo] = db.session.scalars(select(Embargo)).all()
    assert (embargo.title, embargo.until, embargo.set_by_id) == ("Wheels up", None, talks.editor_id)
    assert {update(each).embargo_id for each in (first, second)} == {embargo.id}
    with pytest.raises(Invalid, match="already an embargo"):
        newsroom.embargoes.set_embargo(*by, " Wheels  UP ")
    for nothing in ("", " ", "abcdefgh23"):
        with pytest.raises(Invalid) as refusal:
            newsroom.drafts.save(*by, Post("Three."), state=State.HELD, embargo=nothing)
        assert set(refusal.value.fields) == {"embargo"}
    newsroom.embargoes.release(*by, embargo.public_id)
    with pytest.raises(Invalid, match="has been released"):
        newsroom.drafts.save(*by, Post("Four."), state=State.HELD, embargo=embargo.public_id)


def test_what_is_held_is_edited_moved_and_taken_out_but_not_published(talks: SampleVisit) -> None:
    embargo = Embargoed(talks)
    held = embargo.hold("One.")
    edit = newsroom.drafts.edit
    edit(*embargo.by, held, Post("Better."), version=1, state=State.HELD)
    assert (update(held).body, update(held).embargo_id) == ("Better.", embargo.row.id)
    with pytest.raises(Refused, match="“When he speaks”, until an editor releases it"):
        newsroom.drafts.publish(*embargo.by, held, Post("Now."), version=2)
    edit(*embargo.by, held, Post("Better."), version=2, state=State.HELD, embargo="Another one")
    assert update(held).embargo_id != embargo.row.id
    edit(*embargo.by, held, Post("Better."), version=3, state=State.DRAFT)
    assert (update(held).state, update(held).embargo_id) == (State.DRAFT, None)
    assert embargo.release() == []
    discarded = newsroom.drafts.save(*embargo.by, Post("Never."), state=State.HELD, embargo="Another one")
    newsroom.handins.discard(*embargo.by, discarded)
    assert newsroom.schedule.run_due() == 0


def test_a_form_that_somebody_overtook_gets_both_terms(talks: SampleVisit) -> None:
    until = now() + HOUR
    embargo = Embargoed(talks, until)
    change = newsroom.embargoes.change_embargo
    change(*embargo.by, embargo.id, version=1, title="When she speaks", until=until, **TOKYO)
    with pytest.raises(BothChanged) as overtaken:
        change(*embargo.by, embargo.id, version=1, title="When they speak", until=None)
    assert overtaken.value.theirs == {
        "title": "When she speaks", "until": until, "city": "Tokyo", "zone": "Asia/Tokyo"
    }  # fmt: skip
    change(*embargo.by, embargo.id, version=2, title="When they speak", until=None, note_text="Nobody knows")
    now_is = embargo.row
    assert (now_is.title, now_is.until, now_is.city, now_is.version) == ("When they speak", None, "", 3)
    with pytest.raises(Invalid) as wrong:
        change(*embargo.by, embargo.id, version=3, title="", until=now() - HOUR, city="", zone="")
    assert set(wrong.value.fields) == {"title", "until", "city"}


def test_reporters_hold_what_they_may_publish_and_editors_release(talks: SampleVisit) -> None:
    reporter = (talks.visit_id, talks.reporter_id)
    set_by_reporter = newsroom.embargoes.set_embargo(*reporter, "When he speaks")
    held = newsroom.drafts.save(*reporter, Post("Mine."), state=State.HELD, embargo=set_by_reporter)
    acts = [
        lambda: newsroom.embargoes.release(*reporter, set_by_reporter),
        lambda: newsroom.embargoes.release_update(*reporter, held),
        lambda: newsroom.embargoes.change_embargo(*reporter, set_by_reporter, version=1, title="x"),
        lambda: newsroom.banner.hold_banner(*reporter, set_by_reporter, "x"),
    ]
    newsroom.visits.demand_approval(talks.visit_id, talks.editor_id, True, loaded=None)
    acts += [
        lambda: newsroom.embargoes.set_embargo(*reporter, "Another"),
        lambda: newsroom.drafts.save(*reporter, Post("Two."), state=State.HELD, embargo=set_by_reporter),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert states(held) == [State.HELD]
