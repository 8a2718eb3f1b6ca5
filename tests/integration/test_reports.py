"""Errors that readers report: without an account or a cookie, limited, and for the desk alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import DeskEvent, DeskNote, DeskVerb, ReaderReport, Visit
from blog.models.visit import now
from blog.newsroom.errors import NotAllowed, NotFound, Refused
from blog.newsroom.posts import Post
from blog.newsroom.reports import MOST_OPEN
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.web.reader import reports
from tests.desk import Desk
from tests.sample_visit import SampleVisit

WORDS, MAIL = "The minister came on Tuesday,\nnot on Monday.", "reader@example.net"


@pytest.fixture
def path(talks: SampleVisit) -> str:
    """The address of the form for an update."""
    return f"/live/talks/updates/{talks.publish('He came on Monday.', headline='They met')}/report"


def public_id(path: str) -> str:
    return path.split("/")[-2]


def saved() -> Sequence[DeskNote]:
    db.session.rollback()
    return db.session.scalars(select(DeskNote).order_by(DeskNote.id)).all()


def main(answer: TestResponse) -> html.HtmlElement:
    return html.fromstring(answer.get_data(as_text=True)).get_element_by_id("content")


def test_each_update_leads_to_a_form_that_is_the_same_for_everybody(client: FlaskClient, path: str) -> None:
    page = html.fromstring(client.get("/live/talks").data)
    assert page.xpath("//article//a[@class='report-link']/@href") == [path]
    answer = client.get(path)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["ETag"] == client.get(path).headers["ETag"]
    shown = main(answer)
    assert "They met" in shown.text_content()
    assert shown.xpath(".//form/@action") == [path]
    assert "csrf" not in answer.get_data(as_text=True)


@pytest.mark.both_footings
def test_a_report_is_a_note_at_the_desk_with_the_readers_address(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data={"text": WORDS, "email": f" {MAIL} "})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}/sent")
    assert "Set-Cookie" not in answer.headers
    assert "The newsroom has your report." in main(client.get(f"{path}/sent")).text_content()
    (note,) = saved()
    assert note.update
    assert (note.update.public_id, note.author_id, note.text) == (public_id(path), None, "")
    assert note.report
    assert (note.report.text, note.report.email) == (WORDS, MAIL)


def test_only_the_desk_is_told(talks: SampleVisit, client: FlaskClient, path: str) -> None:
    before = db.session.get_one(Visit, talks.visit_id).cursor
    page = client.get("/live/talks").data
    client.post(path, data={"text": WORDS, "email": MAIL})
    assert db.session.get_one(Visit, talks.visit_id, populate_existing=True).cursor == before
    assert client.get("/live/talks").data == page
    db.session.rollback()
    newest = select(DeskEvent).order_by(DeskEvent.seq.desc()).limit(1)
    assert db.session.scalars(newest).one().verb is DeskVerb.REPORT


def test_the_desk_shows_from_whom_it_is_and_an_editor_resolves_and_deletes_it(
    app: Flask, talks: SampleVisit, client: FlaskClient, path: str
) -> None:
    client.post(path, data={"text": WORDS, "email": MAIL})
    note = saved()[0]
    rita, ed = (Desk.of(app).sign_in(email) for email in (talks.reporter_email, talks.editor_email))
    shown = html.fromstring(rita.get("/desk/visits/talks").data).get_element_by_id(f"n-{note.id}")
    assert "From a reader" in shown.text_content()
    assert shown.xpath(".//a/@href")[0] == f"mailto:{MAIL}"
    assert WORDS in shown.text_content()
    assert "Delete" not in shown.text_content()
    log = html.fromstring(rita.get("/desk/visits/talks/log").data)
    assert "A reader reported an error" in log.xpath("string(//p[@data-verb='report'])")
    newsroom.notes.resolve(talks.visit_id, talks.reporter_id, note.id)
    with pytest.raises(NotAllowed):
        newsroom.notes.remove(talks.visit_id, talks.reporter_id, note.id)
    ed.post(f"/desk/visits/talks/notes/{note.id}/delete")
    assert not saved()
    assert not db.session.scalar(select(func.count()).select_from(ReaderReport))


@pytest.mark.both_footings
def test_a_purge_of_the_update_erases_the_report(talks: SampleVisit, client: FlaskClient, path: str) -> None:
    client.post(path, data={"text": WORDS, "email": MAIL})
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id(path), "It was against the law.")
    assert not saved()
    assert not db.session.scalar(select(func.count()).select_from(ReaderReport))
    assert client.get(path).status_code == client.post(path, data={"text": WORDS}).status_code == 404


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"text": " \n ", "email": MAIL}, "text", "Write what is wrong."),
        ({"text": "x" * 1001, "email": MAIL}, "text", "1 character too long"),
        ({"text": WORDS, "email": "me at home"}, "email", "name@example.org"),
        ({"text": WORDS, "email": f"{'x' * 250}@example.org"}, "email", "name@example.org"),
    ],
)
def test_a_refused_report_comes_back_with_every_word(
    client: FlaskClient, path: str, given: dict[str, str], field: str, sentence: str
) -> None:
    answer = client.post(path, data=given)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (422, "no-store")
    shown = main(answer)
    assert sentence in shown.get_element_by_id(f"report-{field}-error").text_content()
    assert shown.get_element_by_id("report-text").text.strip() == given["text"].strip()
    assert shown.get_element_by_id("report-email").get("value") == given["email"]
    assert not saved()


def test_markup_in_a_report_stays_text(client: FlaskClient, path: str, talks: SampleVisit, app: Flask) -> None:
    client.post(path, data={"text": "<script>alert(1)</script> @editor", "email": '"><b>@example.org'})
    assert not saved()
    client.post(path, data={"text": "<script>alert(1)</script> @editor"})
    page = Desk.of(app).sign_in(talks.editor_email).get("/desk/visits/talks").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; @editor" in page
    assert not saved()[0].mentions


def test_a_program_that_fills_in_the_hidden_field_is_thanked_and_not_heard(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data={"text": WORDS, reports.TRAP: "https://spam.example"})
    assert answer.status_code == 303
    assert not saved()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}]
)
def test_a_form_on_another_site_is_refused(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    answer = client.post(path, data={"text": WORDS}, headers=headers)
    assert answer.status_code == 403
    assert "came from another site" in answer.get_data(as_text=True)
    assert not saved()


def test_one_address_sends_ten_in_ten_minutes_and_keeps_its_words_after_that(client: FlaskClient, path: str) -> None:
    for number in range(10):
        assert client.post(path, data={"text": f"Error {number}"}).status_code == 303
    answer = client.post(path, data={"text": WORDS, "email": MAIL})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    shown = main(answer)
    assert "Wait ten minutes" in shown.text_content()
    assert shown.get_element_by_id("report-text").text.strip() == WORDS
    assert client.post(path, data={"text": WORDS}, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 303


def test_all_addresses_together_have_a_limit_too(client: FlaskClient, path: str, talks: SampleVisit) -> None:
    def send(number: int) -> int:
        answer = client.post(path, data={"text": f"Error {number}"}, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
        return answer.status_code

    for number in range(60):
        assert send(number) == 303
        newsroom.notes.resolve(talks.visit_id, talks.editor_id, saved()[-1].id)
    assert send(60) == 429


def test_reports_do_not_crowd_out_what_colleagues_write(talks: SampleVisit, path: str) -> None:
    for number in range(MOST_OPEN):
        newsroom.reports.report(talks.visit_id, public_id(path), f"Error {number}")
    with pytest.raises(Refused, match="many reports"):
        newsroom.reports.report(talks.visit_id, public_id(path), "One more")
    newsroom.notes.resolve(talks.visit_id, talks.editor_id, saved()[0].id)
    newsroom.reports.report(talks.visit_id, public_id(path), "One more")


def test_the_same_report_sent_twice_is_one(talks: SampleVisit, path: str) -> None:
    for _ in range(2):
        newsroom.reports.report(talks.visit_id, public_id(path), WORDS)
    assert len(saved()) == 1
    with as_of(now() + timedelta(hours=1)):
        newsroom.reports.report(talks.visit_id, public_id(path), WORDS)
    assert len(saved()) == 2


def test_an_ended_visit_takes_reports_and_a_held_one_has_no_such_address(
    talks: SampleVisit, client: FlaskClient, path: str
) -> None:
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    assert client.post(path, data={"text": WORDS}).status_code == 303
    secret = newsroom.visits.open_visit("secret", title="A secret trip", by_id=SYSTEM, is_held=True)
    rehearsed = newsroom.updates.publish(secret, SYSTEM, Post("Rehearsed."))
    hidden = f"/live/secret/updates/{rehearsed}/report"
    assert client.get(hidden).status_code == client.post(hidden, data={"text": WORDS}).status_code == 404
    with pytest.raises(NotFound):
        newsroom.reports.report(secret, rehearsed, WORDS)


def test_a_withdrawn_update_takes_none(talks: SampleVisit, client: FlaskClient, path: str) -> None:
    newsroom.updates.withdraw(talks.visit_id, talks.editor_id, public_id(path), "It was wrong.")
    assert client.get(path).status_code == client.post(path, data={"text": WORDS}).status_code == 404
    assert not saved()
