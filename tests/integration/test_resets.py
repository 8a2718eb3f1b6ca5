"""Links to a new password: an hour, once, and every session of the account ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from blog import newsroom
from blog.models.visit import now
from blog.newsroom.errors import NotAllowed, NotFound
from blog.newsroom.transaction import as_of
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

NEW = "quite another password"


def made(talks: SampleVisit) -> str:
    return f"/desk/reset/{newsroom.resets.make(talks.admin_id, talks.reporter_id)}"


@pytest.mark.both_footings
def test_a_link_sets_a_password_once_and_ends_every_session(app: Flask, talks: SampleVisit) -> None:
    link, rita, visitor = made(talks), Desk.of(app).sign_in(talks.reporter_email), Desk.of(app)
    page = visitor.get(link)
    assert one(parse(page), "#email").get("value") == talks.reporter_email
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert visitor.post(link, {"password": "short"}).status_code == 422
    assert rita.get("/desk").status_code == 200
    assert visitor.post(link, {"password": NEW}).status_code == 200
    assert rita.get("/desk").status_code == 302
    assert visitor.post(link, {"password": "a third password"}).status_code == 404
    Desk.of(app).sign_in(talks.reporter_email, NEW)


def test_a_link_ends_with_its_hour_a_newer_one_and_any_new_password(app: Flask, talks: SampleVisit) -> None:
    with as_of(now() - timedelta(hours=1)):
        old = made(talks)
    assert Desk.of(app).get(old).status_code == 404
    replaced, last = made(talks), made(talks)
    newsroom.reporters.set_password(talks.reporter_email, NEW)
    pages = set()
    for link in (old, replaced, last, "/desk/reset/nonsense"):
        visitor = Desk.of(app)
        visitor.get("/desk/sign-in")
        for answer in (visitor.get(link), visitor.post(link, {"password": "a third password"})):
            assert answer.status_code == 404, link
            pages.add(words(one(parse(answer), "main")))
    assert len(pages) == 1
    with pytest.raises(NotFound):
        newsroom.resets.choose(last.rpartition("/")[2], NEW)
    Desk.of(app).sign_in(talks.reporter_email, NEW)


def test_only_admins_make_links_for_others(talks: SampleVisit) -> None:
    for by_id in (talks.reporter_id, talks.editor_id):
        with pytest.raises(NotAllowed):
            newsroom.resets.make(by_id, talks.admin_id)
