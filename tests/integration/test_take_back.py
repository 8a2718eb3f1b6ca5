"""Taking back what was published by mistake: one step within a minute, by the server's clock."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.extensions import db
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.posts import Post
from blog.queries import desk as desk_queries
from blog.queries import visits
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

HTMX = {"HX-Request": "true"}


def published(talks: SampleVisit, seconds_ago: int = 0) -> str:
    with transaction.as_of(now() - timedelta(seconds=seconds_ago)):
        return talks.publish("A slip of the hand.")


def address_of(public_id: str) -> str:
    return f"/desk/visits/talks/updates/{public_id}/take-back"


def test_one_step_leaves_the_quiet_line(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    public_id = published(talks)
    assert reporter.post(address_of(public_id)).status_code == 303
    article = one(parse(client.get("/live/talks")), f'[data-update="{public_id}"]')
    assert words(article).endswith(": Published by mistake")
    assert "slip of the hand" not in client.get("/live/talks").text
    assert "Published by mistake" in words(one(parse(reporter.get("/desk/visits/talks")), "#said"))


def test_it_is_possible_for_a_minute_by_the_servers_clock(talks: SampleVisit) -> None:
    update = desk_queries.update(talks.visit_id, published(talks))
    assert update
    assert update.published_at
    for seconds, left in ((-5, 60), (0, 60), (10, 50), (59, 1), (60, 0), (3600, 0)):
        moment = update.published_at + timedelta(seconds=seconds)
        assert newsroom.updates.seconds_to_take_back(update, moment) == left


def test_after_a_minute_the_server_refuses_and_says_how_to_withdraw(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = published(talks, seconds_ago=60)
    for headers in ({}, HTMX):
        refused = desk.post(address_of(public_id), headers=headers)
        assert refused.status_code == 422
        assert "Choose “Withdraw” and give readers a reason" in refused.text
    assert "slip of the hand" in client.get("/live/talks").text


def test_the_page_offers_it_for_a_minute_without_scripts(desk: Desk, talks: SampleVisit) -> None:
    old, new = published(talks, seconds_ago=60), published(talks)
    page = parse(desk.get("/desk/visits/talks"))
    assert not page.cssselect(f'.tools[data-for="{old}"] form.take-back')
    assert one(page, f'.tools[data-for="{new}"] form.take-back').get("data-take-back") is not None


def test_the_answer_to_the_composer_offers_it_beside_its_message(desk: Desk) -> None:
    answer = desk.post("/desk/visits/talks/updates", {"body": "A slip.", "action": "publish"}, headers=HTMX)
    offered = one(parse(answer), "#just-published form.take-back")
    assert offered.get("action") == offered.get("hx-post")
    assert desk.post(offered.get("action"), headers=HTMX).status_code == 204
    draft = desk.post("/desk/visits/talks/updates", {"body": "A draft.", "action": "draft"}, headers=HTMX)
    assert not parse(draft).cssselect("form.take-back")


def test_nobody_takes_back_what_is_anothers_but_an_editor(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    theirs = newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("The editor's."))
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    assert not parse(reporter.get("/desk/visits/talks")).cssselect(f'form[action="{address_of(theirs)}"]')
    assert reporter.post(address_of(theirs)).status_code == 403
    assert desk.post(address_of(talks.publish("The reporter's."))).status_code == 303


def test_the_banner_that_was_set_with_it_goes_too(desk: Desk, talks: SampleVisit) -> None:
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "Another banner")
    desk.post(address_of(talks.publish("Unrelated.")))
    assert visits.banner_of(talks.visit_id), "a banner about something else stays"
    answer = desk.publish("talks", "A slip.", also="banner")
    db.session.rollback()
    desk.post(address_of(answer.location.rpartition("-")[2]))
    db.session.rollback()
    assert visits.banner_of(talks.visit_id) is None
