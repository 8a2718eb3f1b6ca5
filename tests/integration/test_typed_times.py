"""A time that is typed at the desk goes by the clocks of a named place, and one that these leave out is refused."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from blog.models import Stop
from blog.queries import visits
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.talks import Talks

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
    desk: Desk, talks: Talks, address: str, fields: dict[str, str], form: str, field: str, time: str
) -> None:
    desk.get(DESK)
    answer = desk.post(f"{DESK}/{address}", {**fields, field: time})
    assert answer.status_code == 422
    page = parse(answer)
    assert "There is no 02.30 on" in words(one(page, f"#{form}-{field}-error"))
    assert "Take 03.00 on" in words(one(page, f"#{form}-{field}-error"))
    assert one(page, f"#{form}-{field}").get("value") == time, "nothing is moved without a word"


def test_an_update_set_for_an_hour_that_comes_twice_says_which_one_was_taken(desk: Desk, talks: Talks) -> None:
    desk.get(DESK)
    fields = {"body": "Words.", "stop": "vienna", "action": "schedule", "publish_at": TWICE}
    answer = desk.post(f"{DESK}/updates", fields, headers={"HX-Request": "true"})
    assert answer.status_code == 201
    assert "Clocks show 02.30 on 27 October twice: the first one was taken, UTC+2." in unquote(
        answer.headers["X-Dateline-Said"]
    )


def test_a_stop_is_told_its_times_by_its_own_clocks_and_no_others(desk: Desk, talks: Talks) -> None:
    desk.get(DESK)
    desk.post(f"{DESK}/set-up/stops/tokyo", {"city": "Tokyo", "zone": "Asia/Tokyo", "planned_from": LEFT_OUT})
    assert _stop("tokyo").planned_from, "Tokyo has this hour"


def _stop(key: str) -> Stop:
    visit = visits.by_slug("talks")
    assert visit
    return next(stop for stop in visit.stops if stop.key == key)
