"""Unsent texts follow their account to its other devices, and are seen by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.models import Reporter
from blog.newsroom.commits import write_session
from blog.queries import consistency
from tests.desk import Desk
from tests.integration.test_autosaves import KEY, PHONE, POST, TEXT, heads, offers, put, rows
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit


def test_the_text_is_offered_on_the_other_device_and_continued_there_without_scripts(
    app: Flask, desk: Desk, talks: SampleVisit
) -> None:
    phone = Desk.of(app).sign_in(talks.editor_email)
    put(phone, headline="No statement", topics=["trade"], key="k1", kind="statement", agent=PHONE)
    put(phone, "   ", key="k2")
    page = desk.get("/desk/visits/talks")
    assert offers(page) == ["k1"]
    offer = one(parse(page), "#unsent > li")
    assert words(offer).startswith("Your text from Firefox on Android, ")
    assert "No statement" in words(offer)
    fields = [
        element.get("id") for element in parse(page).iter() if element.get("id") in ("new-body", "unsent", "strip")
    ]
    assert fields == ["new-body", "unsent", "strip"], "the text comes first"
    link = one(offer, "a").get("href")
    form = one(parse(desk.get(link)), "form#composer")
    assert one(form, "[name=body]").text.strip() == TEXT
    assert one(form, "[name=headline]").get("value") == "No statement"
    assert one(form, "[name=client_key]").get("value") == "k1"
    assert one(form, "[name=topics][checked]").get("value") == "trade"
    assert form.get("data-autosaved") == "1"
    assert desk.post(one(offer, "form").get("action")).status_code == 303
    page = desk.get(link)
    assert "This text is no longer here" in page.text
    assert not offers(page)


def test_a_change_is_offered_where_its_update_is_edited_and_ends_with_the_edit(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.")
    key = f"edit-{public_id}-x"
    put(desk, "Two long days.", key=key, base="1")
    put(desk)
    assert offers(desk.get(f"{POST}/{public_id}")) == [key]
    page = desk.get("/desk/visits/talks")
    assert set(offers(page)) == {key, KEY}
    link = one(parse(page), f"[data-offer='{key}'] a").get("href")
    talks.edit(public_id, "Three days.", version=1, reason="update")
    form = one(parse(desk.get(link)), "form#editor")
    assert one(form, "[name=body]").text.strip() == "Two long days."
    assert one(form, "[name=version]").get("value") == "1", "the version that it was written over"
    fields = {"body": "Three long days.", "version": "2", "change": "update", "client_key": key}
    assert desk.post(f"{POST}/{public_id}", fields).status_code == 303
    assert rows(client_key=key)[0].ended == "sent"
    assert put(desk, "Two long days.", key=key, version=1).status_code == 410


def test_nobody_else_sees_counts_or_hears_of_it(
    app: Flask, desk: Desk, client: FlaskClient, talks: SampleVisit, journal: Any
) -> None:
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    before = heads(talks)
    admin = Desk.of(app).sign_in(talks.admin_email)
    put(desk)
    assert heads(talks) == before
    pages = [admin.get(path) for path in ("/desk", "/desk/visits/talks", "/desk/visits/talks/search?q=hours")]
    pages += [
        client.get(path) for path in ("/live/talks", "/live/talks/search?q=hours", "/metrics", "/live/talks/feed.atom")
    ]
    assert not [page.request.path for page in pages if "Four hours" in page.text]
    assert client.get(f"/live/talks/since/{cursor}").status_code == 204
    assert put(admin, "Another's words.").status_code == 204, "the same key of another account is another text"
    assert dict(rows(reporter_id=talks.editor_id)[0].fields)["body"] == TEXT
    assert not consistency.check()[0].wrong
    assert "Four hours" not in str(vars(journal))


def test_a_purge_erases_every_unsent_change_of_the_update(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.")
    put(desk, "Two days and a libel.", key=f"edit-{public_id}-x")
    put(Desk.of(app).sign_in(talks.admin_email), "A libel.", key=f"edit-{public_id}-y")
    put(desk)
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court's order.")
    assert [row.client_key for row in rows()] == [KEY]


def test_a_visit_that_is_cleared_and_an_account_that_is_deleted_take_their_texts_along(
    app: Flask, desk: Desk, talks: SampleVisit
) -> None:
    put(desk)
    newsroom.visits.reset(talks.visit_id, talks.admin_id)
    assert not rows()
    put(desk)
    with write_session() as session:
        session.delete(session.get_one(Reporter, talks.editor_id))
    assert not rows()


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("She has **landed** in [Vienna](https://example.org/v).", "She has landed in Vienna."),
        ("> Growth <3 % & more", "Growth <3 % & more"),
        ("---", "---"),
        ("**" + "word " * 200 + "**", "**" + ("word " * 19).strip() + "…"),
    ],
)
def test_a_text_is_offered_by_its_words_without_their_marks(
    desk: Desk, talks: SampleVisit, body: str, shown: str
) -> None:
    put(desk, body)
    assert rows()[0].excerpt == shown
    assert dict(rows()[0].fields)["body"] == body
