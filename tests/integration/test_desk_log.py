"""The log of a visit's desk: every act once, as a sentence, in the words of now, and only for whom it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from blog import newsroom
from blog.extensions import db
from blog.models import DeskEvent, DeskVerb, Event, Membership, State, Update, Verb
from blog.models.desk_event import FOLLOWED
from blog.models.visit import now
from blog.newsroom.commits import write_session
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import desk_log as queries
from blog.web.desk import log_sentences
from tests.action_context import ActionContext
from tests.actions import ACTIONS
from tests.desk import Desk
from tests.integration.test_desk_convergence import desk_actions
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

LOG = "/desk/visits/talks/log"
SECRET = "Wheels up at six."


def entries(page: Element) -> list[str]:
    """Sentences with their times left out, from the top."""
    return [words(entry).split(" ", 1)[1] for entry in page.cssselect(".log-entry")]


def read(desk: Desk, asked: str = "") -> list[str]:
    """All pages, one after the other."""
    address, found = f"{LOG}{asked}", list[str]()
    while address:
        answer = desk.get(address)
        assert answer.status_code == 200, address
        found += entries(parse(answer))
        earlier = parse(answer).cssselect("#log-earlier a")
        address = earlier[0].get("href") if earlier else ""
    return found


def hand_in(talks: SampleVisit, text: str, state: State = State.SUBMITTED) -> str:
    return newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post(text), state=state)


def test_every_verb_has_a_sentence_and_a_kind_or_is_told_by_the_readers_log() -> None:
    assert set(log_sentences.OF_READERS_LOG) == set(Verb)
    assert set(log_sentences.OF_DESKS_LOG) == set(DeskVerb)
    assert set(log_sentences.KINDS) == set(queries.KINDS)
    of_readers = [verb for kind in queries.KINDS.values() for verb in kind.readers]
    of_desk = [verb for kind in queries.KINDS.values() for verb in kind.desk]
    assert sorted(of_readers) == sorted(set(Verb) - {Verb.MOVE_ON})  # nobody lets time pass
    assert sorted(of_desk) == sorted(set(DeskVerb) - set(FOLLOWED.values()))


@pytest.mark.both_footings
def test_every_act_is_told_once_newest_first_by_who_did_it(
    desk: Desk, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [talks.publish(f"Update {number} of the talks.", stop="vienna") for number in range(2)]
    context = ActionContext(talks, old=ids[0], new=ids[-1])
    noted = talks.publish("An update that gets notes.")
    for _, act in [*ACTIONS, *desk_actions(context, noted)]:
        act(context)
    monkeypatch.setattr(queries, "ON_A_PAGE", 7)
    told = read(desk)
    # That time passes is nobody's act.
    acts = select(Event.verb).where(Event.visit_id == talks.visit_id, Event.verb != Verb.MOVE_ON)
    readers = db.session.scalars(acts).all()
    desks = db.session.scalars(select(DeskEvent).where(DeskEvent.visit_id == talks.visit_id)).all()
    of_updates = set(db.session.scalars(select(Update.public_id)))
    own = [event for event in desks if event.verb not in FOLLOWED.values() and not _goes_out(event, of_updates)]
    assert set(readers) == set(Verb) - {Verb.MOVE_ON}
    assert {event.verb for event in own} == set(DeskVerb) - set(FOLLOWED.values())
    assert len(told) == len(readers) + len([event for event in own if event.only_for_id in (None, talks.editor_id)])
    assert told[-1] == "Dateline opened the visit"
    assert all(line.startswith(("Dateline ", "An editor ", "An reporter ", "An admin ", "A reader ")) for line in told)
    assert not [line for line in told if "%" in line or "None" in line]
    by_kind = {kind: read(desk, f"?about={kind}") for kind in queries.KINDS}
    assert sorted(line for lines in by_kind.values() for line in lines) == sorted(told)
    assert all(by_kind.values())


def _goes_out(event: DeskEvent, of_updates: set[str]) -> bool:
    """Whether the readers' log tells of it: an update that is released, and nobody had to say why."""
    return event.verb is DeskVerb.RELEASE and event.subject in of_updates and not event.note


def test_it_tells_a_day_at_the_desk_in_the_time_of_the_place(desk: Desk, talks: SampleVisit) -> None:
    first = now().replace(hour=23, minute=30) - timedelta(days=2)  # the next day in Vienna
    with as_of(first):
        public_id = hand_in(talks, "China repeats its call.")
    with as_of(first + timedelta(minutes=5)):
        newsroom.claims.claim(talks.visit_id, talks.editor_id, public_id)
        newsroom.handins.approve(talks.visit_id, talks.editor_id, public_id, version=1)
    with as_of(first + timedelta(days=1)):
        talks.edit(public_id, "China repeats its call again.", version=2, reason="correction", note="It was wrong.")
        newsroom.itinerary.arrive(talks.visit_id, SYSTEM, "tokyo")
    newsroom.itinerary.take_back(talks.visit_id, SYSTEM, "tokyo")
    page = parse(desk.get(f"{LOG}?by=editor@example.org"))
    assert entries(page) == [
        "An editor corrected China repeats its call again.",
        "An editor published China repeats its call again.",
        "An editor claimed China repeats its call again.",
    ]
    assert [time.text[2:] for time in page.cssselect(".log-time")] == [".30", ".35", ".35"]
    days = page.cssselect(".log-day")
    assert len(days) == 2
    assert "Vienna time" in words(days[0])
    link = f"/desk/visits/talks/updates/{public_id}"
    assert {each.get("href") for each in page.cssselect(".log-title")} == {link}
    assert read(desk, "?about=queue")[-1] == "An reporter handed in China repeats its call again."
    assert "Dateline moved the visit to Tokyo" in read(desk, "?by=dateline&about=visit")
    assert words(one(parse(desk.get(f"{LOG}?about=notes")), ".empty")) == "Nothing of this kind has happened yet."


def test_nobody_reads_in_it_what_is_not_theirs(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    own = Desk.of(app).sign_in(talks.reporter_email)
    email = "second@example.org"
    second = newsroom.reporters.add(email, name="Second", role="reporter", password="a plain long password")
    other = Desk.of(app).sign_in(email, "a plain long password")
    draft, handed_in = hand_in(talks, SECRET, State.DRAFT), hand_in(talks, "Handed in by Rita.")
    assert f"An reporter saved {SECRET}" in read(own)
    assert not [line for desk_of in (desk, other) for line in read(desk_of) if SECRET in line]
    assert "An reporter handed in Handed in by Rita." in read(desk)
    assert not [line for line in read(other) if "handed in" in line]
    newsroom.handins.approve(talks.visit_id, talks.editor_id, handed_in, version=1)
    assert "An reporter handed in Handed in by Rita." in read(other)
    newsroom.handins.discard(talks.visit_id, talks.reporter_id, draft)
    assert read(own)[:1] == ["An reporter discarded a text"]
    assert not [line for desk_of in (desk, other) for line in read(desk_of) if "discarded" in line]

    with write_session() as session:
        session.execute(delete(Membership).where(Membership.reporter_id == second))
    assert other.get(LOG).status_code == 403
    assert Desk.of(app).get(LOG).status_code == 302


def test_an_embargo_is_told_with_its_name_and_the_reason_for_lifting_it_early(
    app: Flask, desk: Desk, talks: SampleVisit
) -> None:
    who, until = (talks.visit_id, talks.editor_id), now() + timedelta(hours=1)
    embargo = newsroom.embargoes.set_embargo(*who, "When he speaks", until=until, city="Tokyo", zone="Asia/Tokyo")
    first, _ = (
        newsroom.drafts.save(*who, Post(text), state=State.HELD, embargo=embargo) for text in ("First.", "Second.")
    )
    newsroom.embargoes.release_update(*who, first, "It is on the wires.")
    newsroom.embargoes.release(*who, embargo, "He has spoken.")
    told = [
        "An editor lifted the embargo When he speaks: He has spoken.",
        "An editor released First. from its embargo: It is on the wires.",
        "An editor put Second. under embargo",
        "An editor put First. under embargo",
        "An editor set or changed the embargo When he speaks or its banner",
    ]
    assert read(desk, "?about=queue") == told
    assert read(desk, "?about=updates") == ["An editor published Second.", "An editor published First."]
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    assert read(reporter, "?about=queue") == told


def test_changed_terms_and_the_rule_of_approval_are_told_as_they_were_and_are(desk: Desk, talks: SampleVisit) -> None:
    who = talks.visit_id, talks.editor_id
    until = now().replace(hour=3, minute=10) + timedelta(days=400)  # 12.10 in Tokyo
    terms = {"city": "Tokyo", "zone": "Asia/Tokyo"}
    embargo = newsroom.embargoes.set_embargo(*who, "When he speaks", until=until, **terms)
    change = newsroom.embargoes.change_embargo
    earlier = until - timedelta(hours=1)
    change(*who, embargo, version=1, title="Dinner", until=earlier, note_text="He eats sooner.", **terms)
    newsroom.visits.demand_approval(*who, True, loaded=None)
    newsroom.visits.demand_approval(*who, False, loaded=None)
    day = f"{until.day} {until:%B %Y}"
    assert read(desk, "?about=queue")[0] == (
        f"An editor changed the terms of an embargo from “When he speaks, until 12.10 Tokyo, {day}” "
        f"to “Dinner, until 11.10 Tokyo, {day}”: He eats sooner."
    )
    assert read(desk, "?about=set-up")[:2] == [
        "An editor decided that reporters publish without approval",
        "An editor decided that an editor approves every text",
    ]


def test_words_that_were_taken_down_are_not_in_it(desk: Desk, talks: SampleVisit) -> None:
    withdrawn, purged = talks.publish(SECRET), talks.publish(SECRET)
    talks.withdraw(withdrawn)
    newsroom.updates.purge(talks.visit_id, talks.admin_id, purged, "A court said so.")
    newsroom.removal.drop_topic(talks.visit_id, talks.editor_id, "trade")
    told = read(desk)
    assert told[:5] == [
        "An editor removed a topic",
        "An admin purged an update",
        "An editor withdrew an update",
        "An reporter published an update that was purged",
        "An reporter published an update that was withdrawn",
    ]
    assert "Dateline added the topic a topic that was removed" in told
    assert SECRET not in desk.get(LOG).text


def test_earlier_and_newer_entries_are_asked_for_by_position(
    desk: Desk, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "ON_A_PAGE", 5)
    page = parse(desk.get(LOG))
    newer, earlier = one(page, "#log-newer"), one(page, "#log-earlier a")
    by_htmx = {"HX-Request": "true"}
    assert words(newer) == ""
    assert desk.client.get(newer.get("hx-get"), headers=by_htmx).status_code == 204
    before = read(desk)
    talks.publish("One more.")
    hand_in(talks, "Another.")
    fragment = desk.client.get(newer.get("hx-get"), headers=by_htmx)
    assert words(parse(fragment)) == "2 newer"
    more = parse(desk.client.get(earlier.get("hx-get"), headers=by_htmx))
    assert entries(more) == before[5:10]
    assert not more.cssselect(".log-day")  # it is the same day
    assert not more.cssselect("main")
    assert entries(parse(desk.get(earlier.get("href")))) == before[5:10]
    for wrong in ("before=x", "before=1", "before=-1.2", "after=1.2.3"):
        assert desk.get(f"{LOG}?{wrong}").status_code == 404
    assert read(desk, "?by=nobody@example.org") == read(desk, "?about=nothing") == []
