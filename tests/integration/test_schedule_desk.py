"""The schedule at the desk: a pasted guidance becomes events, and what somebody covers has a private calendar."""

from __future__ import annotations

from datetime import UTC, datetime

import icalendar
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import CalendarAddress, Membership
from blog.newsroom.commits import write_session
from blog.newsroom.engagements import Plan
from blog.queries import engagements
from tests.desk import Desk
from tests.markup import one, parse
from tests.sample_visit import SampleVisit

SCHEDULE = "/desk/visits/talks/schedule"
GUIDANCE = """Press guidance, subject to change
Wednesday 4 March 2026
10:00–11:30 a.m. Meeting with the Chancellor at the Hofburg (pooled)
Pool call time 9:15 a.m., Ballhausplatz
2 p.m. Signing, open press
"""


def test_a_guidance_is_checked_and_corrected_in_one_form(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.editor_email)
    address = f"{SCHEDULE}/guidance"
    read = desk.post(address, {"stop": "vienna", "day": "2026-01-01", "text": GUIDANCE, "action": "read"})
    assert not engagements.of_visit(talks.visit_id)
    values = dict(one(parse(read), "form#guidance").form_values())
    notes = " ".join(value for name, value in values.items() if name.startswith("note-"))
    assert set(GUIDANCE.split()) <= set(notes.split())
    assert desk.post(address, {**values, "title-1": "", "action": "save"}).status_code == 422

    again = desk.post(address, {**values, "title-1": "Signing of the treaty", "action": "save"})
    assert again.status_code == 303

    db.session.rollback()
    meeting, signing = engagements.of_visit(talks.visit_id)
    assert (meeting.title, meeting.place, meeting.access) == ("Meeting with the Chancellor", "Hofburg", "pooled")
    assert (meeting.begins_at, meeting.ends_at) == (
        datetime(2026, 3, 4, 9, tzinfo=UTC),
        datetime(2026, 3, 4, 10, 30, tzinfo=UTC),
    )
    assert (meeting.call_at, meeting.gathering) == (datetime(2026, 3, 4, 8, 15, tzinfo=UTC), "Ballhausplatz")
    assert (signing.title, signing.access) == ("Signing of the treaty", "open")


def test_the_private_calendar_is_of_what_its_account_covers_until_it_ends(
    app: Flask, talks: SampleVisit, client: FlaskClient
) -> None:
    begins, call = datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 3, 4, 11, tzinfo=UTC)
    for title, whose in (("Mine", talks.reporter_id), ("Not mine", talks.editor_id)):
        wanted = Plan(title, begins, call_at=call, gathering="North gate", covered_by=[whose])
        newsroom.engagements.plan(talks.visit_id, talks.editor_id, "vienna", wanted)
    desk = Desk.of(app).sign_in(talks.reporter_email)

    def made() -> str:
        return (one(parse(desk.post("/desk/account/calendar")), "#calendar-address").text or "").strip()

    def read(address: str) -> list[icalendar.Event]:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
        return list(icalendar.Calendar.from_ical(answer.text).walk("VEVENT"))

    address = made()
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token not in db.session.scalars(select(CalendarAddress.digest)).one()
    assert token not in desk.get("/desk/account").text
    assert [(str(each["SUMMARY"]), each["DTSTART"].dt, str(each["LOCATION"])) for each in read(address)] == [
        ("Mine", call, "North gate")
    ]

    newer = made()
    assert client.get(address).status_code == 404
    with write_session() as session:
        session.delete(session.get_one(Membership, (talks.reporter_id, talks.visit_id)))
    assert read(newer) == []
    desk.post("/desk/account/calendar/end")
    assert client.get(newer).status_code == 404
