"""Pictures on their way through the desk: previewed, handed in, in both wordings of a conflict, and in the history."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import MediaFile, State, Update
from blog.newsroom.errors import NotFound
from blog.newsroom.posts import Post
from blog.queries import desk as desk_queries
from blog.web.desk import forms
from tests.desk import Desk
from tests.markup import parse, words
from tests.sample_visit import SampleVisit
from tests.shown_files import add_picture

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reporter(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.reporter_email)


def images(page: str) -> list[str]:
    return [image.get("src") for image in parse(page).cssselect(".update-media img")]


def test_a_preview_shows_what_only_the_team_may_see_yet(
    client: FlaskClient, reporter: Desk, talks: SampleVisit
) -> None:
    picture = add_picture(talks)
    fields = {"body": "They met.", "media": [picture]}
    seen = reporter.post("/desk/visits/talks/preview", fields, headers=HTMX)
    assert images(seen.text) == [f"/desk/visits/talks/media/{picture}/960.jpg"]
    assert reporter.get(images(seen.text)[0]).status_code == 200
    assert client.get(images(seen.text)[0]).status_code == 302
    assert client.get(f"/media/{picture}/960.jpg").status_code == 404
    db.session.rollback()
    assert db.session.scalars(select(MediaFile)).one().first_public_at is None


def test_a_held_visit_shows_its_pictures_to_its_team(reporter: Desk, talks: SampleVisit) -> None:
    picture = add_picture(talks)
    talks.publish("They met.", media=[picture])
    assert f"/media/{picture}/960.jpg" in images(reporter.get("/desk/visits/talks").text)
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "held")
    assert images(reporter.get("/desk/visits/talks").text) == [f"/desk/visits/talks/media/{picture}/960.jpg"]


def test_the_pages_of_another_visit_know_nothing_of_a_file(reporter: Desk, talks: SampleVisit) -> None:
    other = SampleVisit.open("others")
    picture = add_picture(talks, "Flags of this visit")
    assert "Flags of this visit" in reporter.get(f"/desk/visits/talks?media={picture}").text
    assert "Flags of this visit" not in reporter.get(f"/desk/visits/others?media={picture}").text
    for visit, status in (("talks", 200), ("others", 404)):
        assert reporter.get(f"/desk/visits/{visit}/media/{picture}/960.jpg").status_code == status
    with pytest.raises(NotFound):
        newsroom.media.describe_file(other.visit_id, talks.reporter_id, picture, {"alt": "Other words"})


def test_what_is_handed_in_keeps_its_pictures_until_it_is_published(talks: SampleVisit) -> None:
    picture, post = add_picture(talks), Post("They met.")
    by = talks.visit_id, talks.reporter_id
    public_id = newsroom.drafts.save(*by, Post("They met.", media=[picture]), state=State.SUBMITTED)
    newsroom.handins.return_(talks.visit_id, talks.editor_id, public_id, "Who?")
    newsroom.drafts.edit(*by, public_id, post, version=_row(public_id).version, state=State.SUBMITTED)
    version = _row(public_id).version
    newsroom.drafts.publish(talks.visit_id, talks.editor_id, public_id, post, version=version)
    assert _row(public_id).media_ids == [picture]


def test_a_conflict_names_the_pictures_of_both_and_keeps_those_that_only_they_changed(
    reporter: Desk, talks: SampleVisit
) -> None:
    first, theirs = add_picture(talks, name="first.jpg"), add_picture(talks, name="theirs.jpg")
    public_id = talks.publish("They met.", media=[first])
    post, by = Post("They met.", media=[first, theirs]), (talks.visit_id, talks.editor_id)
    newsroom.updates.edit(*by, public_id, post, version=1, reason="update")
    address = f"/desk/visits/talks/updates/{public_id}"
    reporter.get(address)
    mine = {"body": "They met twice.", "media": [first], "version": "1", "change": "correction", "note": "Twice."}
    answer = reporter.post(address, mine)
    assert answer.status_code == 409
    rows = [[words(cell) for cell in row.iter("th", "td")] for row in parse(answer).cssselect(".differing tbody tr")]
    assert ["Pictures and documents", "first.jpg, theirs.jpg", "first.jpg"] in rows
    assert _row(public_id).media_ids == [first, theirs]


def test_a_text_that_is_written_again_begins_with_its_pictures(app: Flask, talks: SampleVisit) -> None:
    picture = add_picture(talks)
    public_id = talks.publish("They met.", media=[picture])
    talks.withdraw(public_id)
    update = _row(public_id)
    form = forms.begun_again(update.visit, update)
    assert form
    assert form.values["media"] == [picture]


def test_the_history_says_that_a_picture_was_replaced_and_shows_none(client: FlaskClient, talks: SampleVisit) -> None:
    wrong, right = add_picture(talks, "The wrong man"), add_picture(talks, "The right man")
    public_id = talks.publish("They met.", media=[wrong])
    by, post = (talks.visit_id, talks.editor_id), Post("They met.", media=[right])
    newsroom.updates.edit(*by, public_id, post, version=1, reason="correction", note_text="It was another man.")
    page = client.get(f"/live/talks/updates/{public_id}/history").text
    assert "A picture or document was replaced." in page
    assert "It was another man." in page
    assert not parse(page).cssselect("main img")
    assert wrong not in page
    assert "The wrong man" not in page


def test_what_is_taken_back_takes_its_picture_with_it(client: FlaskClient, talks: SampleVisit) -> None:
    picture = add_picture(talks)
    public_id = talks.publish("They met.", media=[picture])
    newsroom.updates.take_back(talks.visit_id, talks.reporter_id, public_id)
    assert client.get(f"/media/{picture}/960.jpg").status_code == 410


def _row(public_id: str) -> Update:
    db.session.rollback()
    found = db.session.scalars(select(Update).where(Update.public_id == public_id)).one()
    return desk_queries.update(found.visit_id, public_id) or found
