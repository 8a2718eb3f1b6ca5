"""The log of a visit is 1, 2, 3 … in commit order, whoever writes; and the check sees when it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from blog import newsroom
from blog.extensions import db
from blog.models import Banner, DeskEvent, Event, Revision, State, Update, Verb, Visit
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import Post
from blog.queries import consistency
from blog.settings import ROOT
from blog.wire import log
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings

PROCESSES, WRITERS, TURNS = 2, 4, 3
TAIL_SECONDS = 0.003


def test_many_writers_leave_no_gap_and_a_reader_that_tails_the_log_misses_nothing(
    app: Flask, talks: SampleVisit, database_url: str, tmp_path: Path
) -> None:
    began = _head(talks)
    writing = [_start_writers(talks, database_url, tmp_path) for _ in range(PROCESSES)]
    seen = _tail(talks, began, lambda: any(process.poll() is None for process in writing))

    for process in writing:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    events = log.after(talks.visit_id, 0)
    assert [event.seq for event in events] == list(range(1, _head(talks) + 1))
    assert [event.seq for event in seen] == list(range(began + 1, _head(talks) + 1))
    assert sum(event.verb is Verb.PUBLISH for event in events) == PROCESSES * WRITERS * TURNS, "not all have written"
    assert consistency.check(talks.visit_id)[0].wrong == []


def test_what_was_refused_or_changed_nothing_leaves_no_trace_in_the_log(app: Flask, talks: SampleVisit) -> None:
    public_id = talks.publish(key=True)
    before = _head(talks)

    with pytest.raises(Invalid):
        talks.publish("")
    newsroom.updates.key(talks.visit_id, talks.editor_id, public_id)
    newsroom.updates.unpin(talks.visit_id, talks.editor_id, public_id)
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "live")
    newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("Not yet."))
    assert _head(talks) == before

    talks.publish("The next one.")
    assert [event.seq for event in log.after(talks.visit_id, before)] == [before + 1]
    assert consistency.check(talks.visit_id)[0].wrong == []


BREAKS: dict[str, tuple[Callable[[SampleVisit, str], object], str]] = {}


def damage(says: str) -> Callable[[Callable[[SampleVisit, str], object]], Callable[[SampleVisit, str], object]]:
    """A way to break the data by hand, and what the check must then say."""

    def add(act: Callable[[SampleVisit, str], object]) -> Callable[[SampleVisit, str], object]:
        BREAKS[act.__name__] = act, says
        return act

    return add


@damage("the log has no event 12")
def an_event_was_deleted(talks: SampleVisit, public_id: str) -> object:
    return delete(Event).where(Event.visit_id == talks.visit_id, Event.seq == 12)


@damage("the log has no event")
def the_newest_event_was_deleted(talks: SampleVisit, public_id: str) -> object:
    return delete(Event).where(Event.visit_id == talks.visit_id, Event.seq == _head(talks))


@damage("the log has no event")
def the_head_was_moved_on(talks: SampleVisit, public_id: str) -> object:
    return update(Visit).values(head=Visit.head + 1)


@damage("past its head")
def the_head_was_moved_back(talks: SampleVisit, public_id: str) -> object:
    return update(Visit).values(head=Visit.head - 1)


@damage("names event 9999, which did not publish it")
def a_revision_names_an_event_that_is_not_there(talks: SampleVisit, public_id: str) -> object:
    return update(Revision).where(Revision.number == 2).values(seq=9999)


@damage("the desk's log has no event 2")
def an_event_of_the_desk_was_deleted(talks: SampleVisit, public_id: str) -> object:
    return delete(DeskEvent).where(DeskEvent.visit_id == talks.visit_id, DeskEvent.seq == 2)


@damage("the desk's log goes on to")
def the_counter_of_the_desk_was_set_back(talks: SampleVisit, public_id: str) -> object:
    return update(Visit).where(Visit.id == talks.visit_id).values(desk_head=Visit.desk_head - 1)


@damage("published a revision of update {public_id} that does not exist")
def a_revision_was_deleted(talks: SampleVisit, public_id: str) -> object:
    return delete(Revision).where(Revision.number == 2)


@damage("update {public_id} has no publish event")
def the_publication_was_turned_into_something_else(talks: SampleVisit, public_id: str) -> object:
    return update(Event).where(Event.verb == Verb.PUBLISH, Event.subject == public_id).values(verb=Verb.KEY)


@damage("which does not exist")
def a_published_update_became_a_draft(talks: SampleVisit, public_id: str) -> object:
    return update(Update).where(Update.public_id == public_id).values(state=State.DRAFT)


@damage("update {public_id} is withdrawn without an event that says so")
def an_update_was_withdrawn_by_hand(talks: SampleVisit, public_id: str) -> object:
    return update(Update).where(Update.public_id == public_id).values(state=State.WITHDRAWN)


@damage("the updates are not numbered from 1 to 2")
def an_update_lost_its_number(talks: SampleVisit, public_id: str) -> object:
    return update(Update).where(Update.public_id == public_id).values(number=7)


@damage("the pinned update is not the one that the log pinned last")
def the_pin_was_moved_by_hand(talks: SampleVisit, public_id: str) -> object:
    return update(Update).where(Update.public_id == public_id).values(is_pinned=False)


@damage("the banner is not the one that the log set last")
def the_banner_was_deleted(talks: SampleVisit, public_id: str) -> object:
    return delete(Banner)


@damage("the banner is not the one that the log set last")
def the_banner_is_of_another_event(talks: SampleVisit, public_id: str) -> object:
    return update(Banner).values(seq=3)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", BREAKS)
def test_the_check_names_what_is_wrong(app: Flask, talks: SampleVisit, name: str) -> None:
    public_id = talks.publish("First.", key=True)
    talks.publish("Second.")
    talks.edit(public_id, "First, and more.", version=1)
    newsroom.updates.pin(talks.visit_id, talks.editor_id, public_id)
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "The talks are on.", update=public_id)
    assert consistency.check(talks.visit_id)[0].wrong == [], "the set-up is not sound"

    act, says = BREAKS[name]
    db.session.execute(act(talks, public_id))  # type: ignore[call-overload]
    db.session.commit()

    wrong = "; ".join(consistency.check(talks.visit_id)[0].wrong)
    assert says.format(public_id=public_id) in wrong
    answer = app.test_cli_runner().invoke(args=["log", "check", talks.slug])
    assert answer.exit_code == 1
    assert says.format(public_id=public_id) in answer.output


def _start_writers(talks: SampleVisit, database_url: str, folder: Path) -> subprocess.Popen[str]:
    settings = {
        "DATELINE_ENV": "test",
        "DATABASE_URL": database_url,
        "INSTANCE_DIR": str(folder),
        "SECRET_KEY": "x" * 32,
    }
    numbers = [str(number) for number in (talks.visit_id, talks.editor_id, WRITERS, TURNS)]
    command = [sys.executable, "-m", "tests.writers", *numbers]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stderr=subprocess.PIPE, text=True)


def _tail(talks: SampleVisit, position: int, goes_on: Callable[[], bool]) -> list[Event]:
    """Reads what comes after its position again and again, as a pump does, and once more at the end."""
    seen: list[Event] = []
    while True:
        last_time = not goes_on()
        db.session.rollback()
        for event in log.after(talks.visit_id, position):
            seen.append(event)
            position = event.seq
        if last_time:
            return seen
        sleep(TAIL_SECONDS)


def _head(talks: SampleVisit) -> int:
    db.session.rollback()
    return db.session.scalars(select(Visit.head).where(Visit.id == talks.visit_id)).one()
