"""How a visit stands: upcoming, live, paused or ended; when that changes by itself; and how long its pages are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.extensions import db
from blog.models import Status, Visit
from blog.models.visit import now
from blog.newsroom.errors import Invalid
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.wire import log
from tests.desk import Desk
from tests.markup import event, one, parse, words
from tests.sample_visit import SampleVisit

SOON, LATER = timedelta(hours=1), timedelta(hours=2)
STATUS = "/desk/visits/talks/status"


def visit() -> Visit:
    db.session.rollback()
    found = visits.by_slug("talks")
    assert found
    return found


def head_of(client: FlaskClient) -> str:
    return words(one(parse(client.get("/live/talks")), "#visit-head"))


@pytest.mark.parametrize("status", ["upcoming", "paused"])
def test_a_visit_goes_live_by_itself_at_its_time_and_open_pages_hear_of_it(
    client: FlaskClient, talks: SampleVisit, status: str
) -> None:
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, status, live_from=now() + SOON)
    page = parse(client.get("/live/talks"))
    assert one(page, ".countdown").get("data-until")
    assert newsroom.schedule.run_due() == 0, "not before its time"
    cursor = str(log.head(talks.visit_id))

    with as_of(now() + LATER):
        assert newsroom.schedule.run_due() == 1
        assert newsroom.schedule.run_due() == 0, "once"

    assert (visit().status, visit().live_from) == (Status.LIVE, None)
    pushed = client.get(f"/live/talks/since/{cursor}").json["content"]  # type: ignore[index]
    assert 'data-status="live"' in pushed
    assert not parse(client.get("/live/talks")).cssselect(".countdown")


def test_a_visit_that_was_ended_or_set_live_meanwhile_does_not_begin_again(talks: SampleVisit) -> None:
    for status in ("ended", "live"):
        newsroom.visits.set_status(talks.visit_id, SYSTEM, "upcoming", live_from=now() + SOON)
        newsroom.visits.set_status(talks.visit_id, SYSTEM, status)
        with as_of(now() + LATER):
            assert newsroom.schedule.run_due() == 0
        assert visit().status == status


def test_a_moment_that_is_over_is_no_time_to_begin(talks: SampleVisit) -> None:
    with pytest.raises(Invalid) as refused:
        newsroom.visits.set_status(talks.visit_id, SYSTEM, "paused", live_from=now() - SOON)
    assert "a time in the future" in refused.value.fields["live_from"]


def test_the_same_status_and_moment_again_is_no_change(talks: SampleVisit) -> None:
    moment = now() + SOON
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "paused", live_from=moment)
    before, since = log.head(talks.visit_id), visit().status_at
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "paused", live_from=moment)
    assert log.head(talks.visit_id) == before
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "paused", live_from=moment + SOON)
    assert log.head(talks.visit_id) != before
    assert visit().status_at == since, "it is paused since then all the same"


def test_the_desk_types_the_moment_by_the_clocks_of_where_they_are(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    desk.get("/desk/visits/talks")
    answer = desk.post(STATUS, {"status": "paused", "live_from": "2126-03-04T08:00"})
    assert answer.status_code == 303, answer.text
    assert visit().live_from.isoformat() == "2126-03-04T07:00:00+00:00"  # type: ignore[union-attr]
    assert "08.00 Vienna" in head_of(client)
    form = one(parse(desk.get("/desk/visits/talks")), "#status-form")
    assert one(form, "[name=live_from]").get("value") == "2126-03-04T08:00"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("moment", ["2001-03-04T08:00", "tomorrow"])
def test_a_status_that_cannot_be_taken_comes_back_with_what_was_chosen(
    desk: Desk, talks: SampleVisit, headers: dict[str, str], moment: str
) -> None:
    desk.get("/desk/visits/talks")
    answer = desk.post(STATUS, {"status": "paused", "live_from": moment}, headers=headers)
    assert answer.status_code == 422
    form = one(parse(answer), "#status-form")
    assert one(form, "[name=status][checked]").get("value") == "paused"
    assert one(form, "[name=live_from]").get("value") == moment
    assert one(form, "[name=live_from]").get("aria-invalid") == "true"
    assert visit().status is Status.LIVE


def test_the_page_of_an_ended_visit_is_kept_longer_and_never_past_what_changes_after_the_end(
    client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish("A secret.")
    live = client.get("/live/talks").headers["Cache-Control"]
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    ended = client.get("/live/talks").headers["Cache-Control"]
    assert "s-maxage=1," in live
    assert "s-maxage=10," in ended
    assert "max-age=0" in ended, "a browser asks each time"
    seconds = [int(part.rpartition("=")[2]) for part in ended.split(", ") if "=" in part]
    assert sum(seconds) <= 30, "a word that is withdrawn is gone within seconds"
    talks.withdraw(public_id)
    assert "secret" not in client.get("/live/talks").text


def test_an_ended_visit_says_when_it_ended_and_where_nobody_is_any_more(
    client: FlaskClient, talks: SampleVisit
) -> None:
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    assert "It ended at" in head_of(client)
    strip = one(parse(client.get("/live/talks")), "#itinerary")
    assert not strip.cssselect("[aria-current], .stop-now, .stop-clock")
    assert one(parse(client.get("/live/talks")), "#visit-status").get("data-status") == "ended"


def test_the_front_page_says_of_each_visit_when(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    for slug, hours in (("second", 30), ("first", 3)):
        visit_id = newsroom.visits.open_visit(slug, title=f"Talks, the {slug}", by_id=SYSTEM)
        newsroom.visits.set_status(visit_id, SYSTEM, "upcoming", live_from=now() + timedelta(hours=hours))
    for slug, days in (("old", 9), ("older", 90)):
        visit_id = newsroom.visits.open_visit(slug, title=f"Talks, {slug}", by_id=SYSTEM)
        with as_of(now() - timedelta(days=days)):
            newsroom.visits.set_status(visit_id, SYSTEM, "ended")
    entries = parse(client.get("/")).cssselect("article.entry")
    found = [one(entry, ".entry-title a").get("href").rpartition("/")[2] for entry in entries]
    assert found == ["talks", "first", "second", "old", "older"]
    since = [words(one(entry, ".entry-since")).split()[0] for entry in entries]
    assert since == ["since", "starts", "starts", "on", "on"]


def test_the_end_takes_the_banner_down_in_the_same_change(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.banner.set_banner(talks.visit_id, SYSTEM, "The talks are on.")
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "paused")
    assert "The talks are on." in words(one(parse(client.get("/live/talks")), "#banner"))
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    assert one(parse(client.get("/live/talks")), "#banner").get("role") is None
    told = client.get(f"/live/talks/since/{cursor}").json
    assert told is not None
    assert 'hx-target="#banner"' in told["content"], "open pages lose it too"
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "live")
    assert one(parse(client.get("/live/talks")), "#banner").get("role") is None, "it does not come back"


def test_whoever_ends_a_visit_is_told_that_its_banner_went_with_it(desk: Desk, talks: SampleVisit) -> None:
    newsroom.banner.set_banner(talks.visit_id, SYSTEM, "The talks are on.")
    said = [
        event(desk.post(f"{STATUS}?sure=end", {"status": status}, headers={"HX-Request": "true"}), "message")
        for status in ("paused", "ended", "live", "ended")
    ]
    assert ["banner" in sentence for sentence in said] == [False, True, False, False], said


def test_a_visit_that_has_begun_is_not_expected_to_open_even_if_it_is_set_upcoming_again(
    client: FlaskClient, talks: SampleVisit
) -> None:
    stop = visit().stops[0]
    newsroom.itinerary.take_back(talks.visit_id, SYSTEM, stop.key)
    newsroom.itinerary.change_stop(
        talks.visit_id, SYSTEM, stop.key, stop.city, zone=stop.zone, planned_from=now() - LATER
    )
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "upcoming")
    assert "expected to begin" in head_of(client)
    newsroom.itinerary.arrive(talks.visit_id, SYSTEM, stop.key)
    assert "Live coverage has not begun." in head_of(client)
    assert "expected to begin" not in head_of(client)


def test_a_visit_that_is_over_does_not_promise_key_events_and_open_pages_hear_of_it(
    client: FlaskClient, talks: SampleVisit
) -> None:
    assert "will be listed" in words(one(parse(client.get("/live/talks")), "#key-events"))
    cursor = str(log.head(talks.visit_id))

    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "ended")

    said = words(one(parse(client.get("/live/talks")), "#key-events"))
    assert "There were no key events" in said
    assert "There were no key events" in client.get(f"/live/talks/since/{cursor}").json["content"]  # type: ignore[index]
