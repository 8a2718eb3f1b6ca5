"""What is not published yet: through no door does a reader see a word of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import Event, State, Update, Visit
from blog.models.visit import now
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import consistency
from tests.desk import Desk
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit

POST = "/desk/visits/talks/updates"
SECRET = "embargoed word"


def row(visit_id: int) -> Update:
    """The only update of a visit, read afresh."""
    db.session.rollback()
    return db.session.scalars(select(Update).where(Update.visit_id == visit_id)).one()


def numbers(talks: SampleVisit) -> tuple[int, int, int]:
    """The visit's head, its count of updates, and how many events its log has."""
    db.session.rollback()
    visit = db.session.get_one(Visit, talks.visit_id, populate_existing=True)
    events = db.session.scalars(select(Event).where(Event.visit_id == talks.visit_id)).all()
    return visit.head, visit.published, len(events)


def later_in(zone: str, **delta: int) -> tuple[datetime, str]:
    """A moment to come, and as a form of that place says it."""
    moment = (now() + timedelta(**delta)).replace(second=0)
    return moment, f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def everywhere(client: FlaskClient, public_id: str, cursor: str) -> str:
    """All that a reader can ask for."""
    addresses = [
        *(
            "/",
            "/live/talks",
            "/live/talks?key=1",
            "/live/talks?topic=trade",
            "/live/talks/embed",
            "/live/talks?page=1",
        ),
        *(f"/live/talks/updates/{public_id}", f"/live/talks/updates/{public_id}/history"),
        f"/live/talks/since/{cursor}",
    ]
    return "".join(client.get(address).text for address in addresses)


@pytest.mark.parametrize("action", ["draft", "submit", pytest.param("schedule", marks=pytest.mark.both_footings)])
def test_nothing_that_waits_is_seen_counted_or_logged(
    desk: Desk, client: FlaskClient, talks: SampleVisit, action: str
) -> None:
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    before = numbers(talks)
    fields = {"headline": SECRET, "topics": "trade", "key": "1", "publish_at": later_in("UTC", hours=2)[1]}
    assert desk.publish("talks", SECRET, action=action, **fields).status_code == 303
    update = row(talks.visit_id)
    assert update.state == {"draft": "draft", "submit": "submitted", "schedule": "scheduled"}[action]
    assert (update.number, update.published_at) == (None, None)
    assert numbers(talks) == before
    assert SECRET not in everywhere(client, update.public_id, cursor)
    assert client.get(f"/live/talks/updates/{update.public_id}").status_code == 404
    assert client.get(f"/live/talks/since/{cursor}").status_code == 204
    assert not consistency.check()[0].wrong

    change = {"body": f"{SECRET}, again", "version": "1", "action": "draft", "key": "1"}
    assert desk.post(f"{POST}/{update.public_id}", change).status_code == 303
    for verb in ("pin", "key", "unkey", "withdraw"):
        assert desk.post(f"{POST}/{update.public_id}/{verb}", {"note": "n"}).status_code == 422, verb
    assert numbers(talks) == before
    assert SECRET not in everywhere(client, update.public_id, cursor)


@pytest.mark.both_footings
def test_releasing_a_draft_gives_it_its_number_and_its_event(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    talks.publish("Before.")
    desk.publish("talks", "First wording.", action="draft")
    draft_id = newsroom_waiting(talks)
    between = talks.publish("Between.")
    head, published, _ = numbers(talks)
    release = {"body": "Last wording.", "version": "1", "action": "publish", "stop": "tokyo"}
    assert desk.post(f"{POST}/{draft_id}", release).status_code == 303
    assert numbers(talks)[:2] == (head + 1, published + 1)
    page = parse(client.get("/live/talks"))
    assert shown(page)[:2] == [draft_id, between], "its place is that of its publication"
    article = one(page, f'[data-update="{draft_id}"]')
    assert article.get("data-number") == "3"
    assert "Last wording." in words(article)
    history = client.get(f"/live/talks/updates/{draft_id}/history").text
    assert "First wording." not in history
    assert not consistency.check()[0].wrong


def newsroom_waiting(talks: SampleVisit) -> str:
    """The public id of the only update that waits."""
    db.session.rollback()
    waiting = select(Update).where(Update.visit_id == talks.visit_id, Update.number.is_(None))
    return db.session.scalars(waiting).one().public_id


@pytest.mark.both_footings
def test_a_scheduled_update_ripens_at_its_time_by_the_clocks_of_its_dateline(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    due, typed = later_in("Asia/Tokyo", hours=3)
    answer = desk.publish("talks", "Ripe.", action="schedule", stop="tokyo", publish_at=typed)
    assert answer.status_code == 303
    assert row(talks.visit_id).due_at == due
    with as_of(due - timedelta(seconds=1)):
        assert newsroom.schedule.run_due() == 0
    assert shown(parse(client.get("/live/talks"))) == []
    with as_of(due + timedelta(seconds=20)):
        assert newsroom.schedule.run_due() == 1
        assert newsroom.schedule.run_due() == 0
    update = row(talks.visit_id)
    assert (update.state, update.number, update.due_at) == (State.PUBLISHED, 1, None)
    assert shown(parse(client.get("/live/talks"))) == [update.public_id]
    assert not consistency.check()[0].wrong


def test_what_was_scheduled_for_an_ended_visit_becomes_a_draft_again(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    due, typed = later_in("UTC", hours=1)
    desk.publish("talks", "Too late.", action="schedule", publish_at=typed)
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    with as_of(due + timedelta(minutes=1)):
        newsroom.schedule.run_due()
        assert newsroom.schedule.run_due() == 0
    assert row(talks.visit_id).state is State.DRAFT
    assert "Too late." not in client.get("/live/talks").text


def test_a_schedule_that_cannot_be_kept_is_refused_and_the_text_kept(desk: Desk, talks: SampleVisit) -> None:
    for typed in ("", "2010-03-04T16:20", "soon", "9999-12-31T23:59-10:00", "2026-13-01T00:00"):
        answer = desk.publish("talks", "My text.", action="schedule", publish_at=typed)
        assert answer.status_code == 422, typed
        form = one(parse(answer), "form#composer")
        assert one(form, "textarea[name=body]").text_content().strip() == "My text."
        assert "time" in words(one(form, "#new-publish_at-error"))
        assert one(form, "details.schedule").get("open") is not None


@pytest.mark.both_footings
def test_of_a_moment_that_the_clocks_show_twice_the_first_is_taken(desk: Desk, talks: SampleVisit) -> None:
    year = datetime.now(UTC).year + 1
    autumn = max(d for d in range(25, 32) if datetime(year, 10, d).weekday() == 6)
    desk.publish("talks", "Twice.", action="schedule", stop="vienna", publish_at=f"{year}-10-{autumn}T02:30")
    assert row(talks.visit_id).due_at == datetime(year, 10, autumn, 0, 30, tzinfo=UTC)


def test_only_an_editor_sets_an_update_for_a_time(app: Flask, talks: SampleVisit) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    answer = reporter.publish("talks", "My text.", action="schedule", publish_at=later_in("UTC", hours=1)[1])
    assert answer.status_code == 403
    assert "My text." in answer.text
    assert "editor" in answer.text
    reporter.publish("talks", "Handed in.", action="submit")
    assert row(talks.visit_id).state is State.SUBMITTED


def test_a_reporter_sees_the_drafts_of_nobody_else(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    desk.publish("talks", "The editor's draft.", action="draft")
    theirs = newsroom_waiting(talks)
    reporter.publish("talks", "The reporter's draft.", action="draft")
    seen_by_reporter = reporter.get("/desk/visits/talks").text
    assert "The reporter&#39;s draft." in seen_by_reporter
    assert "The editor&#39;s draft." not in seen_by_reporter
    seen_by_editor = words(one(parse(desk.get("/desk/visits/talks")), ".waiting"))
    assert "The editor's draft." in seen_by_editor
    assert "The reporter's draft." not in seen_by_editor, "a draft waits for nobody but its author"
    assert "The reporter&#39;s draft." in desk.get("/desk/visits/talks/search?state=draft").text
    assert reporter.get(f"{POST}/{theirs}").status_code == 403
    change = {"body": "Mine now.", "version": "1", "action": "publish"}
    assert reporter.post(f"{POST}/{theirs}", change).status_code == 403


@pytest.mark.both_footings
def test_a_draft_that_an_editor_released_is_not_overwritten_by_who_had_it_open(
    app: Flask, desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    reporter.publish("talks", "Rough words.", action="submit")
    draft_id = newsroom_waiting(talks)
    assert "Rough words." in reporter.get(f"{POST}/{draft_id}").text
    desk.post(f"{POST}/{draft_id}", {"body": "The editor's words.", "version": "1", "action": "publish"})
    mine = {"body": "My newer words.", "version": "1", "action": "draft", "change": "update"}
    answer = reporter.post(f"{POST}/{draft_id}", mine)
    assert answer.status_code == 409
    assert [text for text in ("My newer words.", "The editor&#39;s words.") if text not in answer.text] == []
    assert "My newer words." not in client.get("/live/talks").text


@pytest.mark.both_footings
def test_two_who_rework_the_same_draft_see_both_wordings(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    reporter.publish("talks", "Rough words.", action="draft")
    draft_id = newsroom_waiting(talks)
    desk.post(f"{POST}/{draft_id}", {"body": "The editor's words.", "version": "1", "action": "draft"})
    answer = reporter.post(f"{POST}/{draft_id}", {"body": "My words.", "version": "1", "action": "draft"})
    assert answer.status_code == 409
    (mine,), (theirs, _mine) = (parse(answer).cssselect(f".conflict .{name}") for name in ("wording", "wording-fold"))
    assert "The editor's words." in words(theirs)
    assert "withdrawn" not in words(theirs)
    assert "readers" not in words(one(theirs, "summary"))
    assert one(mine, "[name=version]").get("value") == "2"


def test_a_draft_is_not_taken_for_a_publication_when_the_page_behind_is_sent_again(
    desk: Desk, talks: SampleVisit
) -> None:
    assert desk.publish("talks", "My text.", action="draft", client_key="the same form").status_code == 303
    answer = desk.publish("talks", "My text.", action="publish", client_key="the same form")
    assert answer.status_code == 422
    assert "You already saved this text" in answer.text
    assert "My text." in answer.text


@pytest.mark.both_footings
def test_what_is_purged_before_anybody_saw_it_leaves_no_trace(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    admin = Desk.of(app).sign_in(talks.admin_email)
    admin.publish("talks", SECRET, action="draft", topics="trade")
    draft_id = newsroom_waiting(talks)
    before = numbers(talks)
    assert admin.post(f"{POST}/{draft_id}/purge", {"note": "By order."}).status_code == 303
    assert numbers(talks) == before
    assert db.session.scalar(select(Update.id).where(Update.public_id == draft_id)) is None
    assert client.get(f"/live/talks/updates/{draft_id}").status_code == 404
    assert not consistency.check()[0].wrong
