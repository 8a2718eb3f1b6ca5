"""Pictures and documents at the desk: uploaded, kept with their sizes, and shown to the team alone."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import delete, select

from blog import newsroom, work_queue
from blog.extensions import db
from blog.media.store import current_store
from blog.models import MediaFile, MediaKind, Membership, Rights
from blog.newsroom import commits
from tests.desk import Desk
from tests.markup import one, parse
from tests.media_files import JSON, picture, upload, uploaded
from tests.sample_visit import PASSWORD, SampleVisit


def row(public_id: str) -> MediaFile:
    db.session.rollback()
    return db.session.scalars(select(MediaFile).where(MediaFile.public_id == public_id)).one()


def opened(desk: Desk, address: str) -> Image.Image:
    answer = desk.client.get(address)
    assert answer.status_code == 200
    return Image.open(BytesIO(answer.data))


@pytest.mark.both_footings
def test_a_picture_is_kept_with_its_sizes_and_what_was_said_of_it(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    data = picture(1600, 1200)
    answer = upload(
        *(desk, data, "fotos/A day.JPEG"), alt="Two flags.", caption="In the hall.", credit="A. Nord", rights="own"
    )
    assert answer.status_code == 201
    told = answer.json or {}
    assert (told["width"], told["height"]) == (1600, 1200)
    assert told["url"] == f"/desk/visits/talks/media/{told['id']}/960.webp"
    file = row(told["id"])
    assert (file.kind, file.name, file.media_type) == (MediaKind.PICTURE, "A-day.jpg", "image/jpeg")
    assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (file.alt, file.caption, file.credit, file.rights) == ("Two flags.", "In the hall.", "A. Nord", Rights.OWN)
    assert file.sizes == [480, 960, 1440]
    assert file.colour.startswith("#")
    for width in file.sizes:
        for ending, format_name in (("webp", "WEBP"), ("jpg", "JPEG")):
            image = opened(desk, f"/desk/visits/talks/media/{told['id']}/{width}.{ending}")
            assert (image.format, image.size) == (format_name, (width, width * 3 // 4))
    assert current_store().get(f"{told['id']}/original") == data
    for name in ("A-day.jpg", "1920.webp", "480.png", "480", "../../dateline.sqlite"):
        assert desk.get(f"/desk/visits/talks/media/{told['id']}/{name}").status_code == 404


def test_a_file_is_shown_to_the_team_alone_and_can_run_nothing(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    address = f"/desk/visits/talks/media/{uploaded(desk)}/64.webp"
    answer = desk.client.get(address)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "image/webp"
    assert Desk.of(app).get(address).status_code == 302


def test_htmx_gets_the_row_of_the_composer_and_a_browser_without_scripts_its_way_back(
    desk: Desk, talks: SampleVisit
) -> None:
    answer = upload(desk, picture(), headers={"HX-Request": "true"}, alt="Flags.")
    assert answer.status_code == 201
    public_id = one(parse(answer), "input[name=media]").get("value")
    assert one(parse(answer), f"[name=alt-{public_id}]").text_content().strip() == "Flags."
    answer = upload(desk, picture(), headers={"Accept": "text/html"}, media=public_id)
    assert answer.status_code == 303
    assert answer.location.startswith(f"/desk/visits/talks?media={public_id}&media=")
    assert answer.location.endswith("#composer")


def test_a_refusal_is_one_sentence_for_whoever_asks(desk: Desk, talks: SampleVisit) -> None:
    said = "This file is empty. Choose it again, or export it once more."
    answer = upload(desk, b"")
    assert (answer.status_code, answer.json) == (422, {"sentence": said, "errors": {"file": said}})
    answer = upload(desk, b"", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (422, said)
    answer = upload(desk, b"", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert said in one(parse(answer), ".page-lead").text_content()
    answer = upload(desk, None, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (422, "Choose a picture or a document first.")
    assert db.session.scalars(select(MediaFile)).all() == []


def test_no_file_is_taken_without_its_token_or_its_membership(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    for wrong in ("", "forged"):
        assert upload(desk, picture(), csrf_token=wrong).status_code == 400
        assert upload(desk, picture(), csrf_token=wrong, headers=JSON | {"X-CSRFToken": "forged"}).status_code == 400
    answer = upload(desk, picture(), csrf_token="", headers=JSON | {"X-CSRFToken": desk.token})
    assert answer.status_code == 201
    account = newsroom.reporters.add("other@example.org", name="Another", role="reporter", password=PASSWORD)
    with commits.write_session() as session:
        session.execute(delete(Membership).where(Membership.reporter_id == account))
    stranger = Desk.of(app).sign_in("other@example.org")
    assert upload(stranger, picture()).status_code == 403
    assert stranger.get((answer.json or {})["url"]).status_code == 403


def test_only_an_upload_may_be_large(desk: Desk, talks: SampleVisit) -> None:
    large = b"\xff\xd8\xff" + bytes(16 * 1024 * 1024)
    answer = upload(desk, large)
    assert answer.status_code == 413
    assert "more than 15 MB" in (answer.json or {})["sentence"]
    answer = upload(desk, large[: 15 * 1024 * 1024 + 1])
    assert answer.status_code == 422
    assert "more than 15 MB" in (answer.json or {})["sentence"]
    assert desk.publish("talks", "x" * 70_000).status_code == 413


def test_nobody_waits_behind_an_upload(desk: Desk, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> None:
    held_up, add = list[bool](), newsroom.media.add_file

    def look(*args: Any) -> MediaFile:
        held_up.append(work_queue.has_urgent_work())
        return add(*args)

    monkeypatch.setattr(newsroom.media, "add_file", look)
    assert upload(desk, picture()).status_code == 201
    assert held_up == [False]


def test_a_line_end_may_be_anywhere_in_a_file(desk: Desk, talks: SampleVisit) -> None:
    """A part of a piece then waits for the next one, and that is not too much."""
    head = picture()
    for end in (b"\r\n", b"\n", b"\r"):
        data = head + end * ((1024 * 1024 - len(head)) // len(end))
        assert upload(desk, data).status_code == 201
