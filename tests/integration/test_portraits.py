"""Portraits of speakers: who may choose one, what it must say, and where its rights let it be seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.extensions import db
from blog.models import Rights
from blog.models.visit import now
from blog.newsroom.errors import Invalid, NotAllowed
from blog.newsroom.transaction import as_of
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.media_files import picture, upload
from tests.sample_visit import SampleVisit
from tests.shown_files import add_document, add_picture

HTML = {"Accept": "text/html,application/xhtml+xml,image/avif,image/webp,*/*;q=0.8"}  # as Chromium asks
PAGE = "/desk/visits/talks/set-up/speakers/ada-nord/portrait"
PLACES = ("/live/talks", "/live/talks/people", "/")


def portray(talks: SampleVisit, public_id: str, key: str = "ada-nord") -> None:
    newsroom.portraits.portray(talks.visit_id, talks.editor_id, key, public_id)


def shown(client: FlaskClient, path: str) -> list[str | None]:
    """What the portraits on a page say."""
    return [image.get("alt") for image in parse(client.get(path)).cssselect(".portrait-image")]


def test_an_editor_uploads_a_portrait_describes_it_anew_and_removes_it(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    for path in PLACES:
        assert shown(client, path) == []
    refused = upload(desk, picture(600, 750), portrait="ada-nord", credit="A. Photographer", headers=HTML)
    assert refused.status_code == 422
    page = parse(refused)
    assert words(one(page, "#upload-alt-error")) == "Describe the portrait for readers who cannot see it."
    assert one(page, "#upload-credit").get("value") == "A. Photographer"
    done = upload(desk, picture(600, 750), portrait="ada-nord", alt="She listens.", credit="A.", headers=HTML)
    assert (done.status_code, done.location) == (303, PAGE)
    for path in PLACES:
        assert shown(client, path) == ["She listens."], path
    file = one(parse(client.get("/live/talks")), ".portrait-image").get("src") or ""
    assert client.get(file).status_code == 200
    sides = client.get("/api/v1/visits/talks").get_json()["delegations"]
    assert sides[0]["speakers"][0]["portrait"]["alt"] == "She listens."

    version = one(parse(desk.client.get(PAGE)), "#words [name=version]").get("value")
    assert desk.post(PAGE, {"alt": "", "credit": "", "version": version}, headers=HTML).status_code == 422
    assert desk.post(PAGE, {"alt": "She speaks.", "credit": "", "version": version}, headers=HTML).status_code == 303
    assert shown(client, "/live/talks") == ["She speaks."]
    assert desk.post(PAGE, {"alt": "She waits.", "credit": "", "version": version}, headers=HTML).status_code == 409
    assert desk.post(f"{PAGE}/remove", {}, headers=HTML).status_code == 303
    for path in PLACES:
        assert shown(client, path) == []
    assert client.get(file).status_code == 410


def test_only_pictures_that_say_something_become_portraits_and_only_editors_choose_them(
    app: Flask, talks: SampleVisit
) -> None:
    for public_id in (add_document(talks), add_picture(talks, "", is_decorative=True)):
        with pytest.raises(Invalid):
            portray(talks, public_id)
    with pytest.raises(NotAllowed):
        newsroom.portraits.portray(talks.visit_id, talks.reporter_id, "ada-nord", add_picture(talks))
    portrait = add_picture(talks)
    portray(talks, portrait)
    with pytest.raises(NotAllowed):
        newsroom.media.describe_file(talks.visit_id, talks.reporter_id, portrait, {"alt": "Nobody"})
    with pytest.raises(Invalid):
        newsroom.media.describe_file(talks.visit_id, talks.editor_id, portrait, {"alt": ""})


def test_a_portrait_for_our_own_pages_leaves_the_house_nowhere_and_ends_with_its_rights(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    before = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    public_id = add_picture(talks, rights=Rights.OWN, rights_until=now() + timedelta(hours=1))
    portray(talks, public_id)
    own, framed = (client.get(f"/live/talks/{door}since/{before}").text for door in ("", "embed/"))
    assert public_id in own
    assert public_id not in framed
    assert public_id not in client.get("/live/talks/embed").text
    assert client.get("/api/v1/visits/talks").get_json()["delegations"][0]["speakers"][0]["portrait"] is None
    with as_of(now() + timedelta(hours=2)):
        newsroom.schedule.run_due()
    assert shown(client, "/live/talks") == []
    assert client.get(f"/media/{public_id}/480.jpg").status_code == 410


def test_a_picture_of_a_purged_update_stays_as_a_portrait(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    picture_id = add_picture(talks)
    portray(talks, picture_id)
    update = talks.publish("They met.", media=[picture_id])
    newsroom.updates.purge(talks.visit_id, talks.admin_id, update, "Private.")
    db.session.rollback()
    assert client.get(f"/media/{picture_id}/480.jpg").status_code == 200
