"""The pictures of visits and updates: named by every page, never saying more than the page does now."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from blog import newsroom
from blog.permissions import SYSTEM
from blog.web.syndication.preview import drawing
from tests.markup import one, parse
from tests.sample_visit import SampleVisit


def test_a_visit_and_an_update_have_pictures_that_say_what_they_are(client: FlaskClient, talks: SampleVisit) -> None:
    by = {"headline": "They agree at last", "standing": "official", "speaker": "ada-nord", "stop": "vienna"}
    public_id = talks.publish("The words.", **by)

    visit = said(client.get(f"/live/{talks.slug}/preview.png"))
    assert "Talks in Vienna" in visit
    assert "Two sides, one table" in visit
    update = said(client.get(f"/live/{talks.slug}/updates/{public_id}/preview.png"))
    assert "They agree at last" in update
    assert "Official · Ada Nord, Spokesperson · Talks in Vienna" in update
    assert "Live coverage" in said(client.get("/preview.png"))


def test_a_picture_names_the_speaker_with_the_title_of_that_day(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("The words.", speaker="ada-nord")
    newsroom.people.change_speaker(talks.visit_id, SYSTEM, "ada-nord", title="Minister")
    assert "Ada Nord, Spokesperson" in said(client.get(f"/live/{talks.slug}/updates/{public_id}/preview.png"))


def test_every_page_of_a_visit_names_a_picture_and_what_it_says(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They met.", headline="A headline")
    for path in ("", "/itinerary", "/people", "/readouts", "/corrections", "?key=1"):
        assert urlsplit(picture(client, f"/live/{talks.slug}{path}")).path == f"/live/{talks.slug}/preview.png"
    own = picture(client, f"/live/{talks.slug}/updates/{public_id}")
    assert urlsplit(own).path == f"/live/{talks.slug}/updates/{public_id}/preview.png"
    assert urlsplit(picture(client, "/")).path == "/preview.png"
    page = parse(client.get(f"/live/{talks.slug}/updates/{public_id}"))
    assert one(page, 'meta[property="og:image:alt"]').get("content").startswith("A headline")
    answer = client.get(own)
    size = tuple(int(one(page, f'meta[property="og:image:{side}"]').get("content")) for side in ("width", "height"))
    assert Image.open(BytesIO(answer.data)).size == size


def test_a_correction_is_in_the_next_picture_and_at_another_address(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They met for three-days.")
    path = f"/live/{talks.slug}/updates/{public_id}"
    before, address = client.get(f"{path}/preview.png"), picture(client, path)
    assert "three-days" in said(before)

    talks.edit(public_id, "They met for two days.", version=1, reason="correction", note="Two.")

    after = client.get(f"{path}/preview.png", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.data != before.data
    assert "three-days" not in said(after)
    assert "two days" in said(after)
    assert "corrected" in said(after)
    assert picture(client, path) != address
    assert client.get(address).data == after.data, "the address of before shows what is true now"


def test_of_a_withdrawn_update_the_visit_s_picture_is_left(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A secret.", headline="The secret")
    path = f"/live/{talks.slug}/updates/{public_id}"
    before = client.get(f"{path}/preview.png")
    assert "secret" in said(before)

    talks.withdraw(public_id)

    after = client.get(f"{path}/preview.png", headers={"If-None-Match": before.headers["ETag"]})
    visit = client.get(f"/live/{talks.slug}/preview.png")
    assert after.data == visit.data
    assert "secret" not in said(after)
    assert urlsplit(picture(client, path)).path == f"/live/{talks.slug}/preview.png"


def test_words_that_no_letter_of_ours_can_write_are_not_drawn_as_boxes(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("会談は二日間だった。", lang="ja", stop="vienna", kind="readout")
    shown = said(client.get(f"/live/{talks.slug}/updates/{public_id}/preview.png"))
    assert "Readout from Vienna" in shown
    assert "会" not in shown


def test_a_picture_is_drawn_once_for_its_words(
    app: Flask, client: FlaskClient, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(f"/live/{talks.slug}/preview.png")
    monkeypatch.setattr(drawing, "draw", lambda card: pytest.fail("it was drawn already"))
    talks.publish("Something else happens.")
    for question in ("", "?v=1", "?v=2&utm=x"):
        assert client.get(f"/live/{talks.slug}/preview.png{question}").status_code == 200


def test_a_picture_that_did_not_change_is_not_sent_again(client: FlaskClient, talks: SampleVisit) -> None:
    first = client.get(f"/live/{talks.slug}/preview.png")
    again = client.get(f"/live/{talks.slug}/preview.png", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "Set-Cookie" not in first.headers


@pytest.mark.parametrize("path", ["/live/nowhere/preview.png", "/live/talks/updates/nothing/preview.png"])
def test_what_does_not_exist_has_no_picture(client: FlaskClient, talks: SampleVisit, path: str) -> None:
    assert client.get(path).status_code == 404


def said(answer: TestResponse) -> str:
    """What a picture says of itself."""
    assert answer.status_code == 200
    assert answer.mimetype == "image/png"
    return str(Image.open(BytesIO(answer.data)).text["Description"])  # type: ignore[attr-defined]


def picture(client: FlaskClient, path: str) -> str:
    """The address of the picture that a page names."""
    return str(one(parse(client.get(path)), 'meta[property="og:image"]').get("content"))
