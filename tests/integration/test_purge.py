"""Removing an update permanently: asked in two steps, by admins alone, and without a script."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.both_footings

SECRET = "A name that a court protects."


def address(public_id: str) -> str:
    return f"/desk/visits/talks/updates/{public_id}/purge"


@pytest.fixture
def admin(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.admin_email)


def test_an_admin_is_led_through_both_steps_and_the_words_are_gone(
    admin: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish(SECRET)
    edit = parse(admin.get(f"/desk/visits/talks/updates/{public_id}"))
    assert edit.cssselect(f'a[href="{address(public_id)}"]')
    first = parse(admin.get(address(public_id)))
    assert SECRET in words(one(first, "blockquote"))
    for part in ("What is removed", "What stays", "Existing backups"):
        assert part in words(one(first, "dl.consequences"))
    form = one(first, "main form")
    second = parse(admin.post(form.action, {"note": " A court  said so. "}))
    assert SECRET in client.get("/live/talks").text, "nothing was done yet"
    form = one(second, "main form")
    assert "A court said so." in words(form)
    done = admin.post(form.action, {"note": one(form, "[name=note]").get("value")})
    assert (done.status_code, done.location) == (303, f"/desk/visits/talks#u-{public_id}")
    assert "Removed permanently" in words(one(parse(admin.get("/desk/visits/talks")), "#said"))
    page = client.get("/live/talks").text
    assert SECRET not in page
    assert "A court said so." in page
    assert admin.get(address(public_id)).status_code == 404


@pytest.mark.parametrize("step", ["/sure", ""])
def test_a_removal_without_a_reason_is_asked_for_it_beside_the_field(
    admin: Desk, client: FlaskClient, talks: SampleVisit, step: str
) -> None:
    public_id = talks.publish(SECRET)
    admin.get(address(public_id))
    for note, sentence in ((" ", "Say why it is removed"), ("x" * 501, "1 character too long")):
        answer = admin.post(address(public_id) + step, {"note": note})
        assert answer.status_code == 422
        assert sentence in words(one(parse(answer), "#purge-note-error"))
    assert SECRET in client.get("/live/talks").text


def test_nobody_but_an_admin_gets_to_either_step(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish(SECRET)
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    for person in (desk, reporter):
        assert person.get(address(public_id)).status_code == 403
        for step in ("/sure", ""):
            assert person.post(address(public_id) + step, {"note": "By order."}).status_code == 403
        assert "purge" not in person.get(f"/desk/visits/talks/updates/{public_id}").text


def test_a_draft_is_removed_without_a_reason_because_nobody_would_read_it(admin: Desk, talks: SampleVisit) -> None:
    draft = newsroom.drafts.save(talks.visit_id, talks.admin_id, Post(SECRET))
    first = parse(admin.get(address(draft)))
    assert "no reader has seen it" in words(one(first, "dl.consequences"))
    second = parse(admin.post(one(first, "main form").action))
    assert admin.post(one(second, "main form").action, {"note": ""}).status_code == 303
    assert admin.get(address(draft)).status_code == 404
