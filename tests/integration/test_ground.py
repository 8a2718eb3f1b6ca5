"""What is not on the record: agreed words in the place of a name, and a name that no text, row or log ever has."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.database import Base
from blog.extensions import db
from blog.fetching import Found
from blog.models import State, Update
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.api_client import Program
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit
from tests.shown_files import add_picture

AGREED = {"ground": "background", "agreed_words": "a senior official"}
SECRET = "Quentin Hush"
POST = "/desk/visits/talks/updates"


def rows() -> str:
    db.session.rollback()
    return "".join(str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table)))


def count() -> int:
    db.session.rollback()
    return db.session.query(Update).count()


@pytest.mark.parametrize("kind", ["report", "statement", "readout"])
def test_the_agreed_words_are_published_in_the_place_of_the_name(
    client: FlaskClient, talks: SampleVisit, kind: str
) -> None:
    public_id = talks.publish("> We may yield.", kind=kind, **AGREED)
    pages = {
        "/live/talks": f"#u-{public_id} [data-ground]",
        "/live/talks/embed": f"#u-{public_id} [data-ground]",
        "/live/talks/search?q=senior": ".result [data-ground]",
    }
    for address, place in pages.items():
        assert "a senior official" in words(one(parse(client.get(address)), place)), address
    for address in ("feed.atom", "feed.rss", "feed.json"):
        assert "a senior official" in client.get(f"/live/talks/{address}").text, address
    given: Any = client.get(f"/api/v1/visits/talks/updates/{public_id}").json
    assert (given["ground"], given["agreed_words"], given["speaker"]) == ("background", "a senior official", None)


def test_what_was_said_on_background_keeps_no_speaker(talks: SampleVisit) -> None:
    public_id = talks.publish("> We may yield.", kind="statement", speaker="ada-nord")
    newsroom.updates.edit(
        *(talks.visit_id, talks.editor_id, public_id),
        Post("> We may yield.", kind="statement", **AGREED),
        version=1,
        reason="update",
    )
    row = db.session.scalars(select(Update).where(Update.public_id == public_id)).one()
    assert (row.speaker_id, row.speaker_title, row.mailed_from) == (None, "", "")


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({**AGREED, "speaker": "ada-nord"}, "speaker", "A speaker is named only on the record."),
        ({"ground": "unattributed", "speaker": "side:north"}, "speaker", "names no side either"),
        ({"ground": "background"}, "agreed_words", "Write the words agreed with the source"),
        ({"agreed_words": "a senior official"}, "agreed_words", "On the record the speaker is named."),
        ({"ground": "whispered"}, "ground", "Choose one of"),
    ],
)
@pytest.mark.parametrize("action", ["publish", "draft"])
def test_a_wrong_field_is_refused_beside_it(
    desk: Desk, talks: SampleVisit, sent: dict[str, str], field: str, sentence: str, action: str
) -> None:
    if action == "draft" and field == "agreed_words" and "agreed_words" not in sent:
        return  # a draft may be unfinished
    answer = desk.publish("talks", "They met.", **{**sent, "action": action})
    assert answer.status_code == 422
    assert sentence in words(one(parse(answer), f"#new-{field}-error"))
    assert count() == 0


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"headline": "Nord yields"}, "The headline says “Ada Nord”"),
        ({"body": "So says the spokesperson."}, "The text says “Spokesperson”"),
        ({"source": "Ada Nord, by phone"}, "The source says “Ada Nord”"),
        ({"media": "alt"}, "What is said of a picture or document says “Sam Sud”"),
    ],
)
def test_naming_somebody_of_the_visit_takes_a_second_press(
    desk: Desk, talks: SampleVisit, said: dict[str, str], place: str
) -> None:
    if "media" in said:
        said = {"media": add_picture(talks, alt="Mr Sud at the door")}
    fields = {"body": "They may yield.", **AGREED, **said, "client_key": "one key", "action": "publish"}
    asked = desk.post(POST, fields)
    assert asked.status_code == 422
    question = one(parse(asked), ".form-question")
    assert place in words(question)
    assert count() == 0
    assert desk.post(one(question, "button").get("formaction"), fields).status_code == 303
    assert count() == 1


def test_what_is_handed_in_is_looked_through_before_it_is_approved(desk: Desk, talks: SampleVisit) -> None:
    post = Post("Nord may yield.", **AGREED)
    by = talks.visit_id, talks.reporter_id
    public_id = newsroom.drafts.save(*by, post, state=State.SUBMITTED)
    approve = f"{POST}/{public_id}/approve"
    desk.get("/desk/visits/talks")
    asked = desk.post(approve, {"version": "1"})
    assert "The text says “Ada Nord”" in asked.text
    assert desk.post(f"{approve}?sure=named", {"version": "1"}).status_code == 303


def test_cards_and_later_descriptions_name_nobody_of_the_visit_either(
    client: FlaskClient, desk: Desk, talks: SampleVisit
) -> None:
    by, linked = (talks.visit_id, talks.editor_id), "They may yield.\n\nhttp://site.example/{}"
    picture = add_picture(talks, alt="A door")
    public_id = talks.publish(linked.format("a"), **AGREED, media=[picture])
    open_one = talks.publish(linked.format("b"), source="The record")
    for title in ("Mr Nord yields", "Nord yields again"):
        newsroom.link_cards.card(talks.visit_id, SYSTEM, newsroom.link_cards.claim(1)[0].id, Found(title=title))
    page = parse(client.get("/live/talks"))
    assert not page.cssselect(f"#u-{public_id} .link-card")
    assert "Nord yields again" in words(one(page, f"#u-{open_one} .link-card"))

    edited = {"body": linked.format("b"), **AGREED, "version": "1", "change": "update", "action": "publish"}
    asked = desk.post(f"{POST}/{open_one}", edited)
    assert "The card of a link says “Ada Nord”" in words(one(parse(asked), ".form-question"))

    newsroom.media.describe_file(*by, picture, {"alt": "An open door"})
    with pytest.raises(Invalid) as refused:
        newsroom.media.describe_file(*by, picture, {"caption": "Ms Nord at the door"})
    assert "Remove “Ada Nord”" in refused.value.fields["caption"]


@pytest.mark.parametrize("state", [State.SCHEDULED, State.HELD])
def test_a_picture_of_what_waits_for_its_time_is_described_without_names(talks: SampleVisit, state: State) -> None:
    by, picture = (talks.visit_id, talks.editor_id), add_picture(talks, alt="A door")
    when = datetime.now(UTC) + timedelta(hours=1)
    later = {"due_at": when} if state is State.SCHEDULED else {"embargo": "Until they have signed"}
    post = Post("They may yield.", kind="report", media=[picture], **AGREED)
    newsroom.drafts.save(*by, post, state=state, **later)
    with pytest.raises(Invalid) as refused:
        newsroom.media.describe_file(*by, picture, {"caption": "Ms Nord at the door"})
    assert "caption" in refused.value.fields


def test_the_typed_name_is_refused_always_and_kept_nowhere(
    app: Flask, desk: Desk, talks: SampleVisit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.get("/desk/visits/talks")
    fields = {"body": "Hush said so.", **AGREED, "unnamed": SECRET, "action": "publish", "client_key": "a key"}
    answers = [desk.post(POST + sure, fields) for sure in ("", "?sure=named")]
    for answer in answers:
        assert answer.status_code == 422
        assert "The text contains the name that you typed for this check." in words(
            one(parse(answer), "#new-unnamed-error")
        )
    answers.append(desk.post(POST, fields | {"action": "preview"}))
    answers.append(desk.client.post(POST, data=fields))  # without a token: the text comes back whole
    assert "Hush said so." in answers[-1].text
    saved = {"body": "They met.", "unnamed": SECRET, "version": "0", "writer": "a tab"}
    answers.append(desk.client.put("/desk/visits/talks/drafts/a-key", data=saved, headers={"X-CSRFToken": desk.token}))
    assert answers[-1].status_code == 204, answers[-1].text
    answers.append(desk.post(POST, fields | {"body": "They met.", "client_key": "another"}))
    assert answers[-1].status_code == 303
    program = Program.of(app, talks)
    refused = program.post({"body": "Hush said so.", **AGREED, "unnamed": SECRET, "may_name": True})
    assert refused.status_code == 422
    made = program.post({"body": "They met again.", **AGREED, "unnamed": SECRET}, Idempotency_Key="k")
    again = program.post({"body": "They met again.", **AGREED, "unnamed": "Another"}, Idempotency_Key="k")
    assert (made.status_code, again.status_code) == (201, 201), "the fingerprint of the request has no trace of it"
    for answer in (*answers, refused, made):
        assert "Quentin" not in answer.text
    assert "Quentin" not in rows()
    assert "Quentin" not in caplog.text


def test_what_is_handed_in_without_agreed_words_is_not_approved(desk: Desk, talks: SampleVisit) -> None:
    by = talks.visit_id, talks.reporter_id
    post = Post("Ada Nord told us.", ground="background", kind="report")
    public_id = newsroom.drafts.save(*by, post, state=State.SUBMITTED)
    with pytest.raises(Invalid) as refused:
        newsroom.handins.approve(talks.visit_id, talks.editor_id, public_id, version=1)
    assert "agreed_words" in refused.value.fields


def test_a_typed_name_is_looked_for_also_when_nothing_was_changed(talks: SampleVisit) -> None:
    public_id = talks.publish(f"{SECRET} told us.")
    with pytest.raises(Invalid) as refused:
        newsroom.updates.edit(
            *(talks.visit_id, talks.editor_id, public_id),
            Post(f"{SECRET} told us.", unnamed=SECRET.lower()),
            version=1,
            reason="typo",
        )
    assert "unnamed" in refused.value.fields


def test_a_note_on_a_removal_may_name_a_ministry_and_nobody(talks: SampleVisit) -> None:
    public_id = talks.publish("It is over.", **AGREED)
    admin = talks.visit_id, talks.admin_id, public_id
    with pytest.raises(Invalid):
        newsroom.updates.purge(*admin, "Ada Nord has denied this.")
    newsroom.updates.purge(*admin, "The Foreign Ministry has denied this.")
