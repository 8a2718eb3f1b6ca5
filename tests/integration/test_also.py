"""What happens in the same step as a publication: the banner is set, the update is pinned, it becomes a key event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db, visit_changed
from blog.models import Event, State, Update, Verb
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.posts import Post
from blog.queries import visits
from tests.desk import Desk
from tests.htmx import OpenPage, differences
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

ALL = ["banner", "pin", "key"]


def logged(talks: SampleVisit) -> list[Verb]:
    """The verbs of the log, without those that opened the visit."""
    db.session.rollback()
    verbs = list(db.session.scalars(select(Event.verb).where(Event.visit_id == talks.visit_id).order_by(Event.seq)))
    return verbs[verbs.index(Verb.SET_STATUS) + 1 :]


def test_one_step_publishes_pins_and_sets_the_banner(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    before = talks.publish("The one that was pinned.")
    newsroom.updates.pin(talks.visit_id, talks.editor_id, before)
    rings: list[int] = []
    with visit_changed.connected_to(rings.append):
        answer = desk.publish("talks", "They agreed. More soon.", also=ALL)
    assert answer.status_code == 303
    assert rings == [talks.visit_id], "one commit, and so one message"
    assert logged(talks)[-4:] == [Verb.PUBLISH, Verb.UNPIN, Verb.PIN, Verb.SET_BANNER]
    page = parse(client.get("/live/talks"))
    public_id = answer.location.rpartition("-")[2]
    assert one(page, "#pinned article").get("data-pinned") == public_id
    assert one(page, f'[data-update="{public_id}"]').get("data-key") == "1"
    banner = visits.banner_of(talks.visit_id)
    assert banner
    assert (banner.text, banner.level, banner.target and banner.target.public_id) == (
        "They agreed.",
        "breaking",
        public_id,
    )
    assert "The banner says it. It is pinned." in words(one(parse(desk.get("/desk/visits/talks")), "#said"))


def test_an_open_page_shows_all_of_it_by_one_message(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.updates.pin(talks.visit_id, talks.editor_id, talks.publish("The one that was pinned."))
    page = OpenPage(client.get("/live/talks").text)
    desk.publish("talks", "They agreed. More soon.", also=ALL)
    db.session.rollback()
    message = talks.replay(page.cursor)
    assert message
    page.apply(message)
    assert differences(page, OpenPage(client.get("/live/talks").text)) == ""


def test_the_banner_says_the_headline_and_at_most_280_characters(desk: Desk, talks: SampleVisit) -> None:
    desk.publish("talks", "The text.", headline="The headline", also="banner")
    banner = visits.banner_of(talks.visit_id)
    assert banner
    assert banner.text == "The headline"
    desk.publish("talks", "Long words " * 60, also="banner")
    db.session.rollback()
    banner = visits.banner_of(talks.visit_id)
    assert banner
    assert len(banner.text) <= 280
    assert banner.text.endswith("…")


@pytest.mark.parametrize("also", ["banner", "pin"])
def test_a_reporter_is_neither_offered_nor_allowed_what_is_the_editors(
    app: Flask, talks: SampleVisit, also: str
) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    assert not parse(reporter.get("/desk/visits/talks")).cssselect("[name=also]")
    refused = reporter.publish("talks", "Mine.", also=also)
    assert refused.status_code == 403
    assert "Only editors can" in refused.text
    assert "Mine." in refused.text, "the text is kept"
    assert not db.session.scalars(select(Update)).all()
    assert reporter.publish("talks", "Mine.", also="key").status_code == 303, "whoever writes it decides that"


def test_an_unknown_wish_is_refused_in_words(desk: Desk) -> None:
    refused = desk.publish("talks", "They met.", also="siren")
    assert refused.status_code == 422
    assert "Choose banner, pin or key" in refused.text


def test_a_scheduled_update_does_it_when_it_goes_out(desk: Desk, talks: SampleVisit) -> None:
    due = (now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    desk.publish("talks", "They land.", action="schedule", stop="", publish_at=due, also=ALL)
    assert visits.banner_of(talks.visit_id) is None
    assert logged(talks) == []
    address = f"/desk/visits/talks/updates/{row().public_id}"
    chosen = parse(desk.get(address)).cssselect("[name=also][checked]")
    assert [field.get("value") for field in chosen] == ["banner", "pin"]
    with transaction.as_of(now() + timedelta(days=2)):
        newsroom.schedule.run_due()
    assert logged(talks) == [Verb.PUBLISH, Verb.PIN, Verb.SET_BANNER]
    assert (row().is_pinned, row().is_key, row().also) == (True, True, "")


def test_what_an_editor_chose_outlasts_a_reporters_edit_but_is_not_the_reporters_to_do(
    app: Flask, desk: Desk, talks: SampleVisit
) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    handed_in = reporter.publish("talks", "Rough.", action="submit")
    address = f"/desk/visits/talks/updates/{handed_in.location.rpartition('-')[2]}"
    desk.post(address, {"body": "Better.", "version": "1", "action": "submit", "also": ALL})
    reporter.post(address, {"body": "Best.", "version": "2", "action": "submit", "key": "1"})
    assert (row().also, row().version) == ("banner pin", 3)
    assert reporter.post(address, {"body": "Best.", "version": "3", "action": "publish"}).status_code == 303
    assert row().state is State.PUBLISHED
    assert (row().is_pinned, visits.banner_of(talks.visit_id)) == (False, None)


def test_an_editor_takes_the_choice_off_again(desk: Desk, talks: SampleVisit) -> None:
    draft = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("Words."), also=["banner"])
    desk.post(f"/desk/visits/talks/updates/{draft}", {"body": "Words.", "version": "1", "action": "publish"})
    assert visits.banner_of(talks.visit_id) is None


def row() -> Update:
    """The only update, read afresh."""
    db.session.rollback()
    return db.session.scalars(select(Update)).one()
