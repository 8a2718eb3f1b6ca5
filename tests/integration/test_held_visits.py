"""A visit that is held: for readers it does not exist, for the desk it is whole, and a release is one step."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import Status, Visit
from blog.models.visit import now
from blog.newsroom.errors import ChangesWhatReadersHave, NotAllowed
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.wire import log
from blog.wire.streams import Audience
from tests.desk import Desk
from tests.integration.test_commands import flask as terminal
from tests.integration.test_roles import outsider
from tests.markup import event, one, parse, words
from tests.opened_form import HTMX
from tests.sample_visit import SampleVisit
from tests.wire_harness import WireHarness

STATUS = "/desk/visits/talks/status"


@pytest.fixture
def held(talks: SampleVisit) -> SampleVisit:
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "held")
    return talks


def status_of(talks: SampleVisit) -> Status:
    db.session.rollback()
    return db.session.get_one(Visit, talks.visit_id, populate_existing=True).status


def test_a_release_shows_at_once_what_was_published_under_the_numbers_that_it_has(
    client: FlaskClient, held: SampleVisit
) -> None:
    kept, taken_back = held.publish("Rehearsed, and right."), held.publish("Rehearsed, and wrong.")
    held.withdraw(taken_back, "It was a rehearsal.")
    assert client.get("/live/talks").status_code == 404
    newsroom.visits.set_status(held.visit_id, held.editor_id, "live")
    page = client.get("/live/talks").text
    assert "Rehearsed, and right." in page
    assert "Rehearsed, and wrong." not in page
    assert client.get(f"/live/talks/updates/{kept}").status_code == 200
    events = client.get("/api/v1/visits/talks/events?limit=100").json["events"]  # type: ignore[index]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert kept in client.get("/live/talks/feed.json").text


def test_what_readers_held_of_a_visit_is_gone_at_once_from_every_cache(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish("Public until now.")
    warm = [
        "/live/talks",
        "/",
        "/api/v1/visits",
        "/live/talks/feed.atom",
        f"/live/talks/since/{log.head(talks.visit_id)}",
    ]
    for _ in range(2):
        tags = {address: client.get(address).headers.get("ETag", "") for address in warm}
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "held")
    for address in warm:
        for headers in ({}, {"If-None-Match": tags[address]}):
            answer = client.get(address, headers=headers)
            assert answer.status_code == (404 if "talks" in address else 200), address
            assert "talks" not in answer.text.lower()
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "live")
    assert all(client.get(address).status_code in (200, 204) for address in warm)


def test_no_time_releases_a_visit(held: SampleVisit) -> None:
    soon, later = now() + timedelta(hours=1), now() + timedelta(hours=2)
    newsroom.visits.set_status(held.visit_id, held.editor_id, "upcoming", live_from=soon)
    newsroom.visits.set_status(held.visit_id, held.editor_id, "held", live_from=soon)
    with as_of(later):
        newsroom.schedule.run_due()
    assert status_of(held) is Status.HELD


def test_a_rehearsal_that_is_cleared_stays_held(held: SampleVisit) -> None:
    newsroom.visits.reset(held.visit_id, held.admin_id)
    assert status_of(held) is Status.HELD


def test_only_editors_hold_and_release(held: SampleVisit) -> None:
    for status in ("live", "upcoming"):
        with pytest.raises(NotAllowed):
            newsroom.visits.set_status(held.visit_id, held.reporter_id, status)
    assert status_of(held) is Status.HELD


@pytest.mark.parametrize("before", ["held", "live"])
def test_the_form_asks_before_a_visit_is_held_or_released(desk: Desk, talks: SampleVisit, before: str) -> None:
    after, label = ("live", "Release the visit") if before == "held" else ("held", "Hold the visit")
    newsroom.visits.set_status(talks.visit_id, SYSTEM, before)
    with pytest.raises(ChangesWhatReadersHave):
        newsroom.visits.set_status(talks.visit_id, SYSTEM, after, ask_first=True)
    desk.get("/desk/visits/talks")
    form = {"status": after, "asks": "1"}
    asked = desk.post(STATUS, form)
    assert asked.status_code == 422
    yes = one(parse(asked), ".form-question button")
    assert words(yes) == label
    assert status_of(talks) == before
    other = "paused" if before == "held" else "ended"
    assert desk.post(yes.get("formaction"), {**form, "status": other}).status_code == 422, "a yes to something else"
    assert desk.post(yes.get("formaction"), form).status_code == 303
    assert status_of(talks) == after


def test_no_message_at_the_desk_says_that_readers_see_a_rehearsal(desk: Desk, held: SampleVisit) -> None:
    done = desk.post("/desk/visits/talks/updates", {"body": "Rehearsed.", "action": "publish"}, headers=HTMX)
    assert event(done, "message") == "Published. Only the desk can see it while the visit is held."
    public_id = held.publish("Rehearsed, too.")
    pinned = desk.post(f"/desk/visits/talks/updates/{public_id}/pin", headers=HTMX)
    assert event(pinned, "message") == "Pinned. It stands at the top of the desk."


def test_the_desk_says_that_a_visit_is_held(desk: Desk, held: SampleVisit) -> None:
    public_id = held.publish("Rehearsed, and key.", key=True)
    newsroom.updates.pin(held.visit_id, SYSTEM, public_id)
    newsroom.banner.set_banner(held.visit_id, SYSTEM, "Rehearsed, too", update=public_id)
    page = parse(desk.get("/desk/visits/talks"))
    assert words(one(page, "#visit-state")) == "Only the desk can see this visit."
    assert one(page, "[name=status][checked]").get("value") == "held"
    for address in (
        "",
        f"/updates/{public_id}",
        "/log",
        "/numbers",
        "/search?q=rehearsed",
        "/set-up",
        "/rehearsal",
        "/rehearsal?key=1",
    ):
        links = parse(desk.get(f"/desk/visits/talks{address}")).cssselect("a")
        assert not [link for link in links if link.get("href", "").startswith("/live/talks")], "it leads nowhere"
    state = words(one(parse(desk.get(f"/desk/visits/talks/updates/{public_id}")), "#state"))
    assert "Only the desk can see it while the visit is held." in state
    assert "Readers" not in state
    assert "only the desk can see it" in words(one(parse(desk.get("/desk")), "main"))
    assert "Held: only the desk can see this visit." in desk.get("/desk/visits/talks/set-up").text


def test_of_a_held_visit_only_its_team_learns_that_it_exists(app: Flask, held: SampleVisit) -> None:
    stranger = outsider(app, "editor")

    def facts(answer: TestResponse) -> tuple[int, str]:
        return answer.status_code, answer.text.replace("talks", "qqqqq")

    for below in ("", "/set-up", "/search", "/tools", "/since/a:1", "/rehearsal/since/a:1", "/rehearsal"):
        assert facts(stranger.get(f"/desk/visits/talks{below}")) == facts(stranger.get(f"/desk/visits/qqqqq{below}"))
    assert "Talks" not in stranger.get("/desk").text


def test_a_new_visit_may_be_created_held(client: FlaskClient, desk: Desk) -> None:
    desk.get("/desk/visits/new")
    form = {"slug": "secret", "title": "A secret trip", "zone": "Asia/Tokyo", "city": "Tokyo", "held": "1"}
    answer = desk.post("/desk/visits/new", form)
    assert answer.status_code == 303
    assert "only the desk can see it" in desk.get(answer.location).text
    assert client.get("/live/secret").status_code == 404
    assert visits.by_slug("secret") is None
    assert desk.get("/desk/visits/secret").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_readers_sockets_close_and_no_late_handshake_hears_of_the_rehearsal(app: Flask, talks: SampleVisit) -> None:
    with closing(WireHarness(app, talks)) as harness:
        before = harness.head()
        open_page = harness.admit()
        newsroom.visits.set_status(talks.visit_id, SYSTEM, "held")
        harness.wake()
        assert not open_page.read()
        assert open_page.close_code == 1008
        talks.publish("Of the rehearsal.")
        at_the_rehearsal = log.head(talks.visit_id, Audience.REHEARSAL)
        for after in (before, at_the_rehearsal):  # the handshake of a process that has not heard the bell yet
            late = harness.admit(after, head=before)
            harness.sweep()
            late.read()
            assert "Of the rehearsal." not in str(late.messages)
            assert late.close_code == 1008


def test_from_a_terminal_a_visit_is_created_held_and_a_held_one_is_not_exported(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    made = terminal(app, "visit", "new", "secret", "--title", "A secret trip", "--zone", "Asia/Tokyo", "--held")
    assert made.stdout.startswith("Readers: http://localhost:8000/live/secret (when it is released)\n")
    assert client.get("/live/secret").status_code == 404
    refused = terminal(app, "visit", "export", "secret", str(tmp_path / "archive"))
    assert refused.exit_code == 1
    assert refused.stderr == "Error: secret is held. Release it first: an archive is for readers.\n"
    assert not (tmp_path / "archive").exists()


def test_a_hub_of_feeds_is_told_of_a_visit_when_it_is_released(held: SampleVisit) -> None:
    assert visits.slugs([held.visit_id]) == []
    newsroom.visits.set_status(held.visit_id, SYSTEM, "upcoming")
    assert visits.slugs([held.visit_id]) == ["talks"]
