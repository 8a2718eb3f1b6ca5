"""What is said of a picture, and which part of it is shown, is changed at the desk; readers who see it are told."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.media.store import current_store
from blog.models import Event, MediaFile, Verb
from blog.models.visit import now
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.newsroom.unused_media import UNFINISHED
from tests.desk import Desk
from tests.markup import one, parse
from tests.media_files import JSON, UPLOADS, picture, uploaded
from tests.sample_visit import SampleVisit
from tests.shown_files import stored


def row(public_id: str) -> MediaFile:
    db.session.rollback()
    return db.session.scalars(select(MediaFile).where(MediaFile.public_id == public_id)).one()


def seen(desk: Desk, public_id: str, name: str) -> Image.Image:
    answer = desk.client.get(f"{UPLOADS}/{public_id}/{name}")
    assert answer.status_code == 200
    return Image.open(BytesIO(answer.data))


@pytest.mark.both_footings
def test_what_is_said_of_a_picture_is_saved_over_the_version_that_was_loaded(desk: Desk, talks: SampleVisit) -> None:
    public_id = uploaded(desk, alt="A flag.", credit="A. Nord")
    address = f"{UPLOADS}/{public_id}"
    fields = {"version": "1", "alt": "Two flags.", "pool": "1", "rights_until": "2031-03-04T16:20", "focus_x": "20"}
    answer = desk.post(address, fields, headers=JSON)
    assert (answer.status_code, (answer.json or {})["version"]) == (200, 2)
    file = row(public_id)
    assert (file.alt, file.credit, file.is_pool, file.focus_x, file.focus_y) == ("Two flags.", "A. Nord", True, 20, 50)
    assert file.rights_until is not None
    answer = desk.post(address, fields, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.mimetype) == (409, "text/plain")
    answer = desk.post(address, fields | {"version": "2", "focus_x": "101", "rights": "all"}, headers=JSON)
    assert answer.status_code == 422
    assert (answer.json or {})["errors"].keys() == {"focus_x", "rights"}
    answer = desk.post(address, {"version": "2", "alt": "A hall."}, headers={"HX-Request": "true"})
    assert one(parse(answer), "[name=media]").get("value") == public_id
    assert row(public_id).version == 3


def test_a_crop_has_sizes_of_its_own_and_nothing_that_was_kept_is_overwritten(desk: Desk, talks: SampleVisit) -> None:
    public_id = uploaded(desk, picture(1200, 800))
    whole = current_store().get(f"{public_id}/960.webp")
    answer = desk.post(f"{UPLOADS}/{public_id}", {"crop": "700 100 500 400"}, headers=JSON)
    assert answer.status_code == 200
    file = row(public_id)
    assert (file.crop, file.sizes, (file.width, file.height)) == ("700 100 500 400", [480], (1200, 800))
    image = seen(desk, public_id, "480.jpg").convert("RGB")
    assert image.size == (480, 384)
    red, _green, blue = image.getpixel((10, 200))  # type: ignore[misc]
    assert blue > red, "the blue half was chosen"
    assert current_store().get(f"{public_id}/960.webp") == whole
    assert seen(desk, public_id, "whole.webp").size == (960, 640)
    assert seen(desk, public_id, "original").size == (1200, 800)
    assert desk.client.get(f"{UPLOADS}/{public_id}/960.webp").status_code == 404
    assert stored(public_id) == [
        *(f"{public_id}/{name}" for name in ("700-100-500-400/480.jpg", "700-100-500-400/480.webp", "960.webp")),
        f"{public_id}/original",
    ], "the old sizes are gone, but for what the desk crops"
    desk.post(f"{UPLOADS}/{public_id}", {"crop": "0 0 5000 5000"}, headers=JSON)
    assert stored(public_id) == [
        f"{public_id}/{name}" for name in ("480.jpg", "480.webp", "960.jpg", "960.webp", "original")
    ]
    assert (row(public_id).crop, row(public_id).sizes) == ("", [480, 960])
    for wrong in ("1 2 3", "0 0 4 4", "-1 0 50 50", "a b c d"):
        assert desk.post(f"{UPLOADS}/{public_id}", {"crop": wrong}, headers=JSON).status_code == 422


def test_a_page_that_names_a_size_of_before_gets_the_nearest_one_of_what_is_shown_now(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = uploaded(desk, picture(1200, 800), alt="A flag.")
    talks.publish("They met.", media=[public_id])
    assert client.get(f"/media/{public_id}/960.jpg").status_code == 200
    desk.post(f"{UPLOADS}/{public_id}", {"crop": "700 100 500 400"}, headers=JSON)
    answer = client.get(f"/media/{public_id}/960.jpg")
    image = Image.open(BytesIO(answer.data)).convert("RGB")
    assert image.size == (480, 384)
    red, _green, blue = image.getpixel((10, 200))  # type: ignore[misc]
    assert blue > red, "and nothing that the crop hides"
    assert client.get(f"/media/{public_id}/1440.jpg").status_code == 404


def test_what_a_crop_left_that_was_not_finished_is_deleted_later(
    desk: Desk, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id = uploaded(desk, picture(1200, 800))
    before = stored(public_id)
    with monkeypatch.context() as patch:
        patch.setattr(newsroom.media, "_describe", _killed)
        with pytest.raises(KeyboardInterrupt):
            newsroom.media.describe_file(talks.visit_id, talks.editor_id, public_id, {"crop": "700 100 500 400"})
    assert stored(public_id) != before
    newsroom.unused_media.remove_unused()
    assert stored(public_id) != before, "it may still be in the making"
    with as_of(now() + timedelta(hours=3)):
        newsroom.unused_media.remove_unused()
    assert stored(public_id) == before
    assert list(current_store().keys(UNFINISHED)) == []


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_readers_who_see_a_picture_are_told_of_a_change_to_it(
    app: Flask, desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = uploaded(desk, alt="Two flags.")
    unused = uploaded(desk, alt="Nothing.")
    update = talks.publish("They met.", media=[public_id])
    desk.post(f"{UPLOADS}/{public_id}", {"caption": "In the hall."}, headers=JSON)
    desk.post(f"{UPLOADS}/{unused}", {"caption": "In the hall."}, headers=JSON)
    desk.post(f"{UPLOADS}/{public_id}", {"caption": "In the hall."}, headers=JSON)  # nothing new
    db.session.rollback()
    told = db.session.scalars(select(Event.subject).where(Event.verb == Verb.SHOW_MEDIA)).all()
    assert told == [update]
    answer = desk.post(f"{UPLOADS}/{public_id}", {"alt": ""}, headers=JSON)
    assert answer.status_code == 422
    assert "alt" in (answer.json or {})["errors"]
    assert row(public_id).alt == "Two flags."


def test_a_reporter_changes_no_picture_that_readers_see_in_the_update_of_a_colleague(
    app: Flask, desk: Desk, talks: SampleVisit
) -> None:
    public_id = uploaded(desk, alt="Two flags.")
    colleague = Desk.of(app).sign_in(talks.reporter_email)
    assert colleague.post(f"{UPLOADS}/{public_id}", {"alt": "Flags."}, headers=JSON).status_code == 200
    newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("They met.", media=[public_id]))
    assert colleague.post(f"{UPLOADS}/{public_id}", {"alt": "None."}, headers=JSON).status_code == 403
    assert row(public_id).alt == "Flags."
    assert desk.post(f"{UPLOADS}/{'0' * 32}", {"alt": "None."}, headers=JSON).status_code == 404
    with pytest.raises(Invalid):
        newsroom.media.describe_file(talks.visit_id, talks.editor_id, public_id, {"source_url": "javascript:alert(1)"})
