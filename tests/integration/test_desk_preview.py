"""A preview at the desk: what readers would see, by the same renderer; nothing is published, kept or counted."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from blog.extensions import db
from blog.models import Event, MediaFile, Update, Visit
from tests.desk import Desk
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit
from tests.shown_files import add_document, add_picture

POST = "/desk/visits/talks/updates"
HTMX = {"HX-Request": "true"}
FIELDS = {
    "client_key": "a key of mine",
    "headline": "They agree",
    "body": "> **Peace** it is.",
    "kind": "statement",
    "standing": "official",
    "stop": "tokyo",
    "speaker": "sam-sud",
    "topics": ["trade", "borders"],
    "key": "1",
    "lang": "de",
    "source": "A hall",
    "source_url": "https://hall.example/word",
    "issued_at": "2010-03-04T16:20",
    "ground": "record",
    "pool_number": "3",
    "pooler": "P. Ooler",
    "pool_outlet": "Gazette",
    "publish_at": "2126-03-04T18:10",
}


def counted() -> tuple[int, int, int]:
    """How many updates and events there are, and how far the visit's log is."""
    db.session.rollback()
    tables = (db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (Update, Event))
    updates, events = tables
    return updates, events, db.session.scalars(select(Visit.head)).one()


def first_button(form: Element) -> tuple[str, str]:
    """The button that a browser presses for Enter in a field: the first that submits the form."""
    button = next(button for button in form.cssselect("button, input[type=submit]") if button.get("type") == "submit")
    return button.get("name"), button.get("value")


def as_seen(article: Element) -> tuple[dict[str, str], str]:
    """What an article says, and how it is marked: without its name, its place in the stream, and the minute."""
    for passing in article.cssselect(".update-day, .update-time, .update-date"):
        passing.drop_tree()
    own = ("data-update", "data-number", "data-opens-day")
    marks = {name: value for name, value in article.items() if name.startswith("data-") and name not in own}
    return marks, words(article)


def test_the_first_button_of_every_form_that_writes_an_update_is_the_preview(desk: Desk, talks: SampleVisit) -> None:
    published = talks.publish("Two days.")
    pages = ["/desk/visits/talks", f"{POST}/{published}"]
    for action in ("draft", "submit", "schedule"):
        answer = desk.publish("talks", f"By {action}.", action=action, publish_at="2126-03-04T18:10")
        pages.append(f"{POST}/{answer.location.rpartition('-')[2]}")
    for page in pages:
        [form] = parse(desk.get(page)).cssselect("form#composer, form#editor")
        assert first_button(form) == ("action", "preview"), page
        one(form, "#main-action")
        one(form, "#preview[hidden]")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_preview_is_the_update_that_the_same_form_publishes(
    desk: Desk, client: FlaskClient, talks: SampleVisit, headers: dict[str, str]
) -> None:
    before = counted()
    answer = desk.post(POST, FIELDS | {"action": "preview"}, headers=headers)
    assert answer.status_code == 200
    assert counted() == before
    seen = one(parse(answer), "#preview article")
    assert ("<html" in answer.text) is not bool(headers)
    if not headers:
        holds_what_was_sent(one(parse(answer), "form#composer"))
    desk.post(POST, FIELDS | {"action": "publish", "publish_at": ""})
    published = one(parse(client.get("/live/talks")), "#updates article")
    assert as_seen(seen) == as_seen(published)


def holds_what_was_sent(form: Element) -> None:
    for name in ("client_key", "headline", "source", "source_url", "issued_at", "publish_at"):
        assert one(form, f"[name={name}]").get("value") == FIELDS[name], name
    assert one(form, "[name=body]").text_content().strip() == FIELDS["body"]
    for name in ("kind", "standing", "stop", "speaker", "lang"):
        assert one(form, f"[name={name}] option[selected]").get("value") == FIELDS[name], name
    assert len(form.cssselect("[name=topics][checked], [name=key][checked]")) == 3


def test_the_address_for_previews_answers_the_fragment_alone(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    before = counted()
    answer = desk.post("/desk/visits/talks/preview", FIELDS)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "<strong>Peace</strong>" in answer.text
    one(parse(answer), "article.update-statement")
    refused = desk.post("/desk/visits/talks/preview", {"body": "", "headline": ""})
    assert refused.status_code == 422
    assert "needs a text or a headline" in refused.text
    assert counted() == before


def test_a_preview_that_cannot_be_made_says_why_beside_the_field(desk: Desk, talks: SampleVisit) -> None:
    for headers in ({}, HTMX):
        answer = desk.post(POST, {"body": "They agree.", "kind": "statement", "action": "preview"}, headers=headers)
        assert answer.status_code == 422
        assert "Choose who made this statement" in words(one(parse(answer), "#new-speaker-error"))
        assert one(parse(answer), "#new-body").text_content().strip() == "They agree."


def test_a_preview_of_a_change_shows_its_note_and_changes_nothing(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish("Two days.", speaker="ada-nord")
    before, page = counted(), client.get("/live/talks").text
    change = {"body": "Three days.", "version": "1", "change": "correction", "note": "It was three."}
    answer = desk.post(f"{POST}/{public_id}", change | {"action": "preview"})
    assert answer.status_code == 200
    form = one(parse(answer), "form#editor")
    assert one(form, "[name=body]").text_content().strip() == "Three days."
    assert one(form, "[name=version]").get("value") == "1"
    seen = words(one(form, "#preview article"))
    assert "Three days." in seen
    assert "Corrected" in seen
    assert "It was three." in seen
    assert (counted(), client.get("/live/talks").text) == (before, page)
    refused = desk.post(f"{POST}/{public_id}", change | {"note": "", "action": "preview"})
    assert refused.status_code == 422
    assert one(parse(refused), "#edit-note-error") is not None


@pytest.mark.parametrize("action", ["draft", "submit", "schedule"])
def test_a_preview_of_what_waits_leaves_it_waiting(
    desk: Desk, client: FlaskClient, talks: SampleVisit, action: str
) -> None:
    fields = {"action": action, "publish_at": "2126-03-04T18:10"}
    public_id = desk.publish("talks", "First wording.", **fields).location.rpartition("-")[2]
    before = counted()
    answer = desk.post(f"{POST}/{public_id}", {"body": "Second wording.", "version": "1", "action": "preview"})
    assert "Second wording." in words(one(parse(answer), "#preview article"))
    assert counted() == before
    assert "First wording." in desk.get(f"{POST}/{public_id}").text
    assert "wording" not in client.get("/live/talks").text


def test_a_preview_beside_the_text_may_lack_what_publishing_asks_for(desk: Desk, talks: SampleVisit) -> None:
    address = "/desk/visits/talks/preview"
    statement = {"body": "They agree.", "kind": "statement", "standing": "official"}
    answer = desk.post(address, statement)
    assert (answer.status_code, "They agree." in answer.text) == (200, True)
    lacking = words(one(parse(answer), ".preview-lacking"))
    assert lacking == "Before it can be published: Choose who made this statement, or give its source."
    for attribution in ({"speaker": "ada-nord"}, {"speaker": "side:north"}, {"source": "A hall"}):
        assert not parse(desk.post(address, statement | attribution)).cssselect(".preview-lacking"), attribution
    assert desk.post(POST, statement | {"action": "preview"}).status_code == 422
    change = {"body": "Three days.", "version": "1", "change": "correction"}
    public_id = talks.publish("Two days.")
    before = counted()
    answer = desk.post(address, change | {"update": public_id})
    seen = one(parse(answer), f"article[data-update='{public_id}']")
    assert "Three days." in words(seen)
    assert "Corrected" not in words(seen)
    assert "Say what was wrong" in words(one(parse(answer), ".preview-lacking"))
    noted = words(one(parse(desk.post(address, change | {"update": public_id, "note": "It was three."})), "article"))
    assert "It was three." in noted
    assert desk.post(address, change | {"update": "nothing"}).status_code == 404
    assert counted() == before


def test_a_preview_of_someone_else_s_update_is_refused(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    answer = desk.publish("talks", "Two days.", headline="A secret", action="draft")
    public_id = answer.location.rpartition("-")[2]
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    answer = reporter.post("/desk/visits/talks/preview", {"body": "Three.", "version": "1", "update": public_id})
    assert answer.status_code == 403
    assert "secret" not in answer.text


@pytest.mark.parametrize("address", [POST, "/desk/visits/talks/preview"])
def test_a_preview_says_of_pictures_what_stands_in_the_form(desk: Desk, talks: SampleVisit, address: str) -> None:
    picture, document = add_picture(talks, ""), add_document(talks)
    form = {"body": "They met.", "action": "preview", "stop": "vienna", "media": [picture, document]}
    form |= {f"version-{picture}": "1", f"alt-{picture}": "A hall", f"caption-{picture}": "At the Hofburg"}
    form |= {f"credit-{picture}": "A. Nord", f"pool-{picture}": "1", f"rights-{picture}": "everywhere"}
    form |= {f"version-{document}": "1", f"source_url-{document}": "https://ministry.example/a"}
    seen = one(parse(desk.post(address, form, headers=HTMX)), "article")
    assert one(seen, ".media img").get("alt") == "A hall"
    assert (words(one(seen, ".media-words")), words(one(seen, ".media-credit"))) == ("At the Hofburg", "A. Nord · Pool")
    assert one(seen, ".document-original").get("href") == "https://ministry.example/a"
    answer = desk.post(address, form | {f"rights_until-{picture}": "tomorrow"}, headers=HTMX)
    assert "Write the time as" in answer.text

    published = talks.publish("They met.", media=[add_picture(talks, "Flags")])
    db.session.rollback()
    assert db.session.scalars(select(MediaFile.alt).where(MediaFile.public_id == picture)).one() == ""
    edit = form | {"update": published, "version": "1", "change": "update"}
    edited = desk.post(address if "preview" in address else f"{POST}/{published}", edit, headers=HTMX)
    assert "At the Hofburg" in edited.text
