"""A time that is typed at the desk goes by the clocks of a named place, and one that these leave out is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from blog import newsroom
from blog.extensions import db
from blog.models import Stop
from blog.permissions import SYSTEM
from blog.queries import desk as queries
from blog.queries import visits
from tests.desk import Desk
from tests.markup import event, one, parse, words
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"
# Vienna's clocks go from 02.00 to 03.00 in this night, and show the hour before 03.00 twice in the other.
LEFT_OUT, TWICE = "2126-03-31T02:30", "2126-10-27T02:30"
LEFT_OUT_BEFORE = "2026-03-29T02:30"
STOP = {"city": "Vienna", "zone": "Europe/Vienna"}

FORMS = [
    ("updates", {"body": "Words.", "stop": "vienna", "action": "schedule"}, "new", "publish_at", LEFT_OUT),
    ("updates", {"body": "Words.", "stop": "vienna"}, "new", "issued_at", LEFT_OUT_BEFORE),
    ("banner", {"text": "Words."}, "banner", "expires_at", LEFT_OUT),
    ("status", {"status": "paused"}, "status", "live_from", LEFT_OUT),
    ("set-up/stops", STOP, "new-stop", "planned_from", LEFT_OUT),
    ("set-up/stops/vienna", STOP, "stop-vienna", "planned_to", LEFT_OUT),
    ("set-up/stops/vienna/left", {}, "at-vienna", "at", LEFT_OUT_BEFORE),
]


@pytest.mark.parametrize(("address", "fields", "form", "field", "time"), FORMS)
def test_a_time_that_the_clocks_leave_out_is_refused_beside_its_field_in_every_form(
    desk: Desk, talks: SampleVisit, address: str, fields: dict[str, str], form: str, field: str, time: str
) -> None:
    desk.get(DESK)
    answer = desk.post(f"{DESK}/{address}", {**fields, field: time})
    assert answer.status_code == 422
    page = parse(answer)
    assert "There is no 02.30 on" in words(one(page, f"#{form}-{field}-error"))
    assert "Use 03.00 on" in words(one(page, f"#{form}-{field}-error"))
    assert one(page, f"#{form}-{field}").get("value") == time, "nothing is moved without a word"


@pytest.mark.parametrize(("address", "fields", "form", "field", "time"), FORMS[1:])
def test_a_year_in_which_nobody_visits_anybody_is_refused_beside_its_field(
    desk: Desk, talks: SampleVisit, address: str, fields: dict[str, str], form: str, field: str, time: str
) -> None:
    desk.get(DESK)
    for year in ("0010", "1789", *(["2999"] if time == LEFT_OUT else [])):
        answer = desk.post(f"{DESK}/{address}", {**fields, field: f"{year}-07-14T10:00"})
        assert answer.status_code == 422
        assert "Give a year from 1900" in words(one(parse(answer), f"#{form}-{field}-error")), year


@pytest.mark.both_footings
def test_an_update_set_for_an_hour_that_comes_twice_says_which_one_was_taken(desk: Desk, talks: SampleVisit) -> None:
    desk.get(DESK)
    fields = {"body": "Words.", "stop": "vienna", "action": "schedule", "publish_at": TWICE}
    answer = desk.post(f"{DESK}/updates", fields, headers={"HX-Request": "true"})
    assert answer.status_code == 201
    said = event(answer, "message")
    assert "02.30 on 27 October occurs twice because clocks go back; the first one was used (UTC+2)." in said


@pytest.mark.both_footings
def test_a_stop_is_told_its_times_by_its_own_clocks_and_no_others(desk: Desk, talks: SampleVisit) -> None:
    desk.get(DESK)
    desk.post(f"{DESK}/set-up/stops/tokyo", {"city": "Tokyo", "zone": "Asia/Tokyo", "planned_from": LEFT_OUT})
    assert _stop("tokyo").planned_from, "Tokyo has this hour"


def _stop(key: str) -> Stop:
    visit = visits.by_slug("talks")
    assert visit
    return next(stop for stop in visit.stops if stop.key == key)


# 01.30 UTC is the second 02.30 of Vienna in the night in which its clocks are set back.
SECOND = datetime(2126, 10, 27, 1, 30, tzinfo=UTC)
SECOND_BEFORE = datetime(2025, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.both_footings
def test_a_time_of_issue_in_an_hour_that_comes_twice_stays_when_the_form_is_saved_as_it_was(
    desk: Desk, talks: SampleVisit
) -> None:
    issued = {"source": "Its record", "issued_at": SECOND_BEFORE.isoformat()}
    public_id = talks.publish("Words.", kind="readout", speaker="ada-nord", stop="vienna", **issued)
    address = f"{DESK}/updates/{public_id}"
    field = one(parse(desk.get(address)), "#edit-issued_at").get("value")
    assert field == "2025-10-26T02:30", "a field cannot say which of the two it is"
    fields = {"kind": "readout", "speaker": "ada-nord", "stop": "vienna", "source": "Its record", "issued_at": field}
    answer = _sent(desk, address, {**fields, "body": "More words.", "version": "1", "change": "update"})
    assert _issued(talks, public_id) == SECOND_BEFORE
    assert "twice" not in answer

    fields |= {"issued_at": "2025-10-26T02:31", "body": "Words.", "version": "2", "change": "update"}
    answer = _sent(desk, address, fields)
    assert _issued(talks, public_id) == SECOND_BEFORE - timedelta(minutes=59), "another time is the first of two"
    assert "02.31 on 26 October occurs twice because clocks go back; the first one was used" in answer


@pytest.mark.both_footings
def test_what_is_planned_and_what_lapses_in_such_an_hour_stays_too(desk: Desk, talks: SampleVisit) -> None:
    visit = talks.visit_id
    newsroom.itinerary.change_stop(visit, SYSTEM, "vienna", "Vienna", zone="Europe/Vienna", planned_to=SECOND)
    newsroom.banner.set_banner(visit, SYSTEM, "Words.", expires_at=SECOND)
    newsroom.visits.set_status(visit, SYSTEM, "paused", live_from=SECOND)
    set_up, page = parse(desk.get(f"{DESK}/set-up")), parse(desk.get(DESK))
    fields = {name: one(set_up, f"#stop-vienna-{name}").get("value") for name in ("city", "zone", "planned_to")}
    assert "twice" not in _sent(desk, f"{DESK}/set-up/stops/vienna", fields)
    lapses = one(page, "#banner-expires_at").get("value")
    assert "twice" not in _sent(desk, f"{DESK}/banner", {"text": "Other words.", "expires_at": lapses})
    goes_live = one(page, "#status-live_from").get("value")
    assert "twice" not in _sent(desk, f"{DESK}/status", {"status": "paused", "live_from": goes_live})
    assert {fields["planned_to"], lapses, goes_live} == {TWICE}
    db.session.rollback()
    found, banner = visits.by_slug("talks"), visits.banner_of(visit)
    assert found
    assert banner
    assert (_stop("vienna").planned_to, banner.expires_at, found.live_from) == (SECOND, SECOND, SECOND)


def _sent(desk: Desk, address: str, fields: dict[str, str]) -> str:
    """Sends a form, and returns what the page says that one is led to."""
    answer = desk.post(address, fields)
    assert answer.status_code == 303, answer.text
    return words(one(parse(desk.get(answer.location)), "body"))


def _issued(talks: SampleVisit, public_id: str) -> datetime | None:
    db.session.rollback()
    update = queries.update(talks.visit_id, public_id)
    assert update
    return update.issued_at
