"""Where things stand: kept by the desk, changed in place, and never at the cost of somebody's words."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.models import Verb
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.wire import log
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

ADDRESS = "/desk/visits/talks/state-of-play"
HTMX = {"HX-Request": "true"}


def version_of(desk: Desk) -> str:
    return str(one(parse(desk.get("/desk/visits/talks")), "#stand-form [name=version]").get("value"))


def send(desk: Desk, text: str, version: str = "", headers: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    return desk.post(ADDRESS, {"state_of_play": text, "version": version or version_of(desk)}, headers=headers or {})


def test_readers_see_where_things_stand_with_the_time_and_city_of_the_last_change(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    assert one(parse(client.get("/live/talks")), "#state-of-play").get("hidden") is not None
    cursor = str(log.head(talks.visit_id))

    assert send(desk, "- They **agree** on lunch.\n- Dinner is open.").status_code == 303

    stand = one(parse(client.get("/live/talks")), "#state-of-play")
    assert stand.get("hidden") is None
    assert [words(point) for point in stand.cssselect("li")] == ["They agree on lunch.", "Dinner is open."]
    assert {time.get("data-zone") for time in stand.cssselect("time")} == {"Europe/Vienna"}
    assert "Vienna" in words(one(stand, ".stand-when"))
    pushed = client.get(f"/live/talks/since/{cursor}").json["content"]  # type: ignore[index]
    assert "#state-of-play" in pushed
    assert pushed.count("<hx-partial") == 1
    assert "aria-live" not in pushed


def test_it_is_timed_by_the_clocks_of_where_the_visitors_are(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.visits.sum_up(talks.visit_id, SYSTEM, "- Nothing yet.")
    newsroom.itinerary.leave(talks.visit_id, SYSTEM, "vienna")
    times = parse(client.get("/live/talks")).cssselect(".stand-when time")
    assert {time.get("data-zone") for time in times} == {"Asia/Tokyo"}


def test_an_empty_text_takes_it_from_the_page(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    send(desk, "- They agree.")
    send(desk, "  \n ")
    stand = one(parse(client.get("/live/talks")), "#state-of-play")
    assert stand.get("hidden") is not None
    assert "agree" not in client.get("/live/talks").text


def test_the_desk_is_invited_to_write_it_as_long_as_there_is_none(desk: Desk, talks: SampleVisit) -> None:
    assert "Three to five points" in words(one(parse(desk.get("/desk/visits/talks")), "#stand-form"))
    send(desk, "- They agree.")
    form = one(parse(desk.get("/desk/visits/talks")), "#stand-form")
    assert "Three to five points" not in words(form)
    assert one(form, "textarea[name=state_of_play]").text_content().strip() == "- They agree."


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_text_that_is_too_long_comes_back_whole_with_the_reason(
    desk: Desk, talks: SampleVisit, headers: dict[str, str]
) -> None:
    text = "x" * 2_001
    answer = send(desk, text, headers=headers)
    assert answer.status_code == 422
    form = one(parse(answer), "#stand-form")
    assert one(form, "textarea").text_content().strip() == text
    assert "1 character too long" in words(one(form, "#stand-state_of_play-error"))
    assert visits.by_slug("talks").state_of_play == ""  # type: ignore[union-attr]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_was_slower_sees_both_texts_and_overwrites_none(
    desk: Desk, talks: SampleVisit, headers: dict[str, str]
) -> None:
    before = version_of(desk)
    newsroom.visits.sum_up(talks.visit_id, talks.admin_id, "- The words of the faster.")

    answer = send(desk, "- The words of the slower.", before, headers)

    assert answer.status_code == 409
    form = one(parse(answer), "#stand-form")
    assert "The words of the faster." in words(one(form, ".quoted"))
    assert one(form, "textarea[name=state_of_play]").text_content().strip() == "- The words of the slower."
    assert visits.by_slug("talks").state_of_play == "- The words of the faster."  # type: ignore[union-attr]
    again = send(desk, "- Both.", one(form, "[name=version]").get("value"))
    assert again.status_code == 303, "having seen both, one may decide"


def test_the_same_text_again_is_no_change(talks: SampleVisit) -> None:
    newsroom.visits.sum_up(talks.visit_id, SYSTEM, "- They agree.")
    before = log.head(talks.visit_id)
    newsroom.visits.sum_up(talks.visit_id, SYSTEM, "- They agree.  ", version="of another wording")
    assert log.head(talks.visit_id) == before


def test_a_reporter_neither_sees_the_form_nor_may_send_it(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.reporter_email)
    assert not parse(desk.get("/desk/visits/talks")).cssselect("#stand-form, #banner-form, #status-form")
    assert desk.post(ADDRESS, {"state_of_play": "- Mine."}).status_code == 403
    assert visits.by_slug("talks").state_of_play == ""  # type: ignore[union-attr]


def test_what_is_written_is_sanitised(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    send(desk, "<script>alert(1)</script> [a](javascript:alert(1))")
    stand = one(parse(client.get("/live/talks")), "#state-of-play .stand-words")
    assert not stand.cssselect("script, a[href^=javascript]")


def test_the_audit_knows_of_the_event(talks: SampleVisit) -> None:
    cursor = log.head(talks.visit_id)
    assert cursor
    with as_of(visits.by_slug("talks").created_at):  # type: ignore[union-attr]
        newsroom.visits.sum_up(talks.visit_id, SYSTEM, "- They agree.")
    assert [event.verb for event in log.after(talks.visit_id, cursor.seq)] == [Verb.SUM_UP]
