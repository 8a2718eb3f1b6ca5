"""The schedule of a visit: its rules, its calendar, and what only colleagues may know of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.extensions import db
from blog.models import Engagement, Visit
from blog.models.visit import now
from blog.newsroom.engagements import Plan
from blog.newsroom.errors import BothChanged, Invalid, Refused, StaleForm
from blog.newsroom.merging import Loaded, values_of, version_of
from blog.newsroom.transaction import as_of
from blog.queries import engagements, visits
from tests.archives import exported
from tests.sample_visit import SampleVisit

NOON = datetime(2098, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PRIVATE = {"gathering": "Gather-at-the-gate", "note": "Only-for-colleagues", "call_at": NOON - timedelta(minutes=47)}
ICS = "/live/talks/itinerary.ics"


def plan(
    talks: SampleVisit, title: str = "Signing", at: datetime | None = NOON, stop: str = "tokyo", **more: object
) -> str:
    wanted = Plan(title, at, **{"ends_at": at and at + HOUR, "place": "Palace", **more})
    return newsroom.engagements.plan(talks.visit_id, talks.editor_id, stop, wanted)


def row(talks: SampleVisit, key: str) -> Engagement:
    db.session.rollback()
    return next(one for one in engagements.of_visit(talks.visit_id) if one.key == key)


def events(client: FlaskClient) -> dict[str, icalendar.Event]:
    text = client.get(ICS).get_data(as_text=True)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    # A second library reads the same.
    other = {each.uid.value: each.dtstart.value for each in vobject.readOne(text).vevent_list}
    found = {str(each["UID"]): each for each in icalendar.Calendar.from_ical(text).walk("VEVENT")}
    assert {uid: each["DTSTART"].dt for uid, each in found.items()} == other
    return found


def test_a_move_says_from_when_and_keeps_the_length_and_the_lead(talks: SampleVisit) -> None:
    by, key = (talks.visit_id, talks.editor_id), plan(talks, **PRIVATE)

    newsroom.engagements.reschedule(*by, key, NOON + HOUR)
    newsroom.engagements.reschedule(*by, key, NOON + 2 * HOUR)
    moved = row(talks, key)
    assert (moved.state, moved.moved_from, moved.ends_at) == ("moved", NOON, NOON + 3 * HOUR)
    assert moved.call_at == PRIVATE["call_at"] + 2 * HOUR

    newsroom.engagements.reschedule(*by, key, NOON)
    assert (row(talks, key).state, row(talks, key).moved_from) == ("planned", None)


def test_what_is_wrong_is_refused(talks: SampleVisit) -> None:
    by, key = (talks.visit_id, talks.editor_id), plan(talks)
    for wrong, name in (
        ({"title": " "}, "title"),
        ({"at": None, "ends_at": None}, "begins_at"),
        ({"ends_at": NOON - HOUR}, "ends_at"),
        ({"call_at": NOON + HOUR}, "call_at"),
        ({"access": "everybody"}, "access"),
        ({"covered_by": [10_000]}, "covered_by"),
    ):
        with pytest.raises(Invalid) as refused:
            plan(talks, **wrong)
        assert list(refused.value.fields) == [name]
    with pytest.raises(Refused, match="1 event in Tokyo"):
        newsroom.removal.drop_stop(*by, "tokyo")
    newsroom.engagements.begin(*by, key)
    with pytest.raises(Refused):
        newsroom.engagements.reschedule(*by, key, NOON)
    with pytest.raises(StaleForm, match="changed this"):
        newsroom.engagements.call_off(*by, key, seen="planned")


def test_two_editors_change_different_things_of_an_event(talks: SampleVisit) -> None:
    by, key = (talks.visit_id, talks.editor_id), plan(talks)
    loaded = Loaded(version_of(values_of(row(talks, key), newsroom.engagements.GROUPS)))

    newsroom.engagements.replan(*by, key, "tokyo", Plan("Signing of the treaty", NOON, NOON + HOUR, "Palace"))
    newsroom.engagements.replan(*by, key, "tokyo", Plan("Signing", NOON, NOON + HOUR, "Garden"), loaded=loaded)
    assert (row(talks, key).title, row(talks, key).place) == ("Signing of the treaty", "Garden")
    with pytest.raises(BothChanged):
        newsroom.engagements.replan(*by, key, "tokyo", Plan("Ceremony", NOON, NOON + HOUR, "Palace"), loaded=loaded)


def test_readers_are_shown_what_is_now_and_next_as_time_passes(talks: SampleVisit, client: FlaskClient) -> None:
    begins = now() + HOUR
    plan(talks, "Tea ceremony", begins)
    plan(talks, "Banquet", begins + 5 * HOUR)

    def strip() -> str:
        return client.get("/live/talks").get_data(as_text=True).split('id="schedule"')[1].split("</section>")[0]

    def titles(name: str) -> list[str]:
        return [part.split("</b>")[0] for part in strip().split('<b dir="auto">')[1:] if name in strip()]

    assert titles("Next") == ["Tea ceremony"]
    assert newsroom.schedule.run_due() == 0
    with as_of(begins):
        assert newsroom.schedule.run_due() == 1
    assert titles("Now") == ["Tea ceremony", "Banquet"]
    with as_of(begins + HOUR):
        assert newsroom.schedule.run_due() == 1
        assert newsroom.schedule.run_due() == 0
    assert titles("Next") == ["Banquet"]


def test_calendars_follow_every_change(talks: SampleVisit, client: FlaskClient) -> None:
    by, key = (talks.visit_id, talks.editor_id), plan(talks, "Talks, “first”; round\\two " + "会" * 60)
    uid = f"{key}.talks@localhost"
    first = events(client)[uid]
    assert str(first["SUMMARY"]) == "Talks, “first”; round\\two " + "会" * 60
    assert (first["DTSTART"].dt, first["DTEND"].dt, first["STATUS"]) == (NOON, NOON + HOUR, "CONFIRMED")
    assert "21.00–22.00 Tokyo (UTC+9)" in first["DESCRIPTION"]

    newsroom.engagements.reschedule(*by, key, NOON + HOUR)
    moved = events(client)[uid]
    newsroom.itinerary.change_stop(*by, "tokyo", "Kyoto", zone="Asia/Tokyo")
    renamed = events(client)[uid]
    newsroom.engagements.call_off(*by, key)
    cancelled = events(client)[uid]
    assert [int(each["SEQUENCE"]) for each in (first, moved, renamed, cancelled)] == [0, 1, 2, 3]
    assert (moved["DTSTART"].dt, cancelled["STATUS"]) == (NOON + HOUR, "CANCELLED")


@pytest.mark.parametrize(
    ("zone", "local", "hours"),
    [
        ("Europe/Vienna", "2026-03-29T01:30", 1),  # over the hour that clocks skip
        ("Europe/Vienna", "2026-10-25T02:30", 1),  # from the first pass through an hour that occurs twice
        ("Pacific/Kiritimati", "2026-03-05T00:30", 1),  # a day ahead of UTC
        ("Pacific/Pago_Pago", "2026-03-03T23:30", 1),  # nearly two days behind that
    ],
)
def test_calendars_are_right_across_changes_of_clocks_and_the_date_line(
    talks: SampleVisit, client: FlaskClient, zone: str, local: str, hours: int
) -> None:
    by = (talks.visit_id, talks.editor_id)
    newsroom.itinerary.add_stop(*by, "There", zone=zone, key="there")
    begins_at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    key = plan(talks, "Arrival", begins_at.astimezone(UTC), "there", ends_at=begins_at.astimezone(UTC) + hours * HOUR)

    event = events(client)[f"{key}.talks@localhost"]

    assert event["DTSTART"].dt.astimezone(ZoneInfo(zone)) == begins_at
    assert event["DTEND"].dt - event["DTSTART"].dt == hours * HOUR
    page = client.get("/live/talks/itinerary").get_data(as_text=True)
    assert f"{begins_at.day} {begins_at:%B} {begins_at.year}</h3>" in page


def test_what_is_for_colleagues_is_on_no_public_page_and_in_no_number(
    app: Flask, talks: SampleVisit, client: FlaskClient, tmp_path: Path
) -> None:
    by = (talks.visit_id, talks.editor_id)
    before = whole(talks).head
    key = plan(talks, covered_by=[talks.editor_id], **PRIVATE)
    newsroom.engagements.reschedule(*by, key, NOON + HOUR)
    head = whole(talks).head
    changed = Plan("Signing", NOON + HOUR, NOON + 2 * HOUR, "Palace", **{**PRIVATE, "note": "Only-for-colleagues-too"})
    shown = client.get(ICS).data
    newsroom.engagements.replan(*by, key, "tokyo", changed)
    # Readers' numbers do not say that the desk is busy.
    assert whole(talks).head == head == before + 2
    assert client.get(ICS).data == shown

    exported(app, "talks", tmp_path)
    archive = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    addresses = [
        "",
        "/itinerary",
        "/itinerary.ics",
        f"/since/{whole(talks).epoch}:1",
        "/embed",
        "/feed.atom",
        "/feed.json",
    ]
    public = [client.get(f"/live/talks{each}").data for each in addresses]
    public += [client.get(f"/api/v1/visits/talks{each}").data for each in ("", "/schedule", "/events")]
    assert all(b"Signing" in each for each in public[1:4])
    told = b"".join([*archive, *public])
    for secret in (
        b"Gather-at-the-gate",
        b"Only-for-colleagues",
        b"call_at",
        b"covered_by",
        b"20.13 Tokyo",
        b"21.13",
        b"T1113",
        b"T1213",
        b"T12:13",
    ):
        assert secret not in told


def whole(talks: SampleVisit) -> Visit:
    db.session.rollback()
    return visits.by_id(talks.visit_id) or pytest.fail("no visit")
