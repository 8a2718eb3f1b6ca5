"""A search also finds what pictures, documents and cards say, as long as readers see it beside the words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.fetching import Found
from blog.models import Rights, Update
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.actions import at_a_time
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit
from tests.shown_files import add_document, add_picture

pytestmark = pytest.mark.both_footings

LINK = "https://example.org/communique"


def found(client: FlaskClient, q: str, address: str = "/live/talks/search") -> list[str]:
    """The ids of what a search finds, for readers or at the desk."""
    db.session.rollback()
    page = parse(client.get(address, query_string={"q": q}))
    at_the_desk = [row.get("data-update") for row in page.cssselect(".results [data-update]")]
    return at_the_desk or [link.get("href").partition("#u-")[2] for link in page.cssselect(".result h2 a")]


def describe(talks: SampleVisit, picture: str, **fields: str) -> None:
    newsroom.media.describe_file(talks.visit_id, talks.editor_id, picture, fields)


def test_an_update_is_found_by_its_pictures_documents_and_cards(
    client: FlaskClient, desk: Desk, talks: SampleVisit
) -> None:
    media = [
        add_picture(talks, "Two <flags>", caption="At the Hofburg"),
        add_picture(talks, "A handshake", rights=Rights.OWN, caption="For our own pages"),
        add_document(talks, "Communiqué.pdf"),
    ]
    public_id = talks.publish(f"They met.\n\n{LINK}", media=media)
    talks.publish("Nothing else.")
    assert found(client, "ministry") == []
    [claimed] = newsroom.link_cards.claim(1)
    newsroom.link_cards.card(talks.visit_id, SYSTEM, claimed.id, Found(title="The joint text", site="Ministry"))

    for q in ("hofburg", "<flags>", "handshake", "own pages", "communique.pdf", "joint text", "ministry met"):
        assert found(client, q) == [public_id], q
        assert found(desk.client, q, "/desk/visits/talks/search") == [public_id], q
    page = parse(client.get("/live/talks/search?q=hofburg"))
    assert words(one(page, ".result-beside")) == "At the Hofburg"
    assert words(one(page, ".result-beside mark")) == "Hofburg"
    newsroom.updates.edit(
        *(talks.visit_id, talks.editor_id, public_id, Post("They met.", media=media[1:])),
        version=1,
        reason="correction",
        note_text="No flags were there.",  # type: ignore[arg-type]
    )
    for q in ("hofburg", "joint text", "ministry"):
        assert found(client, q) == [], q
    assert found(client, "handshake") == [public_id]


def test_a_picture_without_words_is_found_and_leads_to_its_update(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("", media=[add_picture(talks, "Two flags", caption="At the Hofburg")])
    page = parse(client.get("/live/talks/search?q=hofburg"))
    link = one(page, ".result h2 a")
    assert (words(link), link.get("href").partition("#u-")[2]) == ("At the Hofburg", public_id)
    assert not page.cssselect(".result-beside"), "the title has said it already"


def test_what_is_said_of_a_picture_is_found_as_it_is_said_now(
    app: Flask, client: FlaskClient, desk: Desk, talks: SampleVisit
) -> None:
    picture = add_picture(talks, "A hall", caption="Frist row", rights_until=now() + timedelta(hours=1))
    public_id = talks.publish("They met.", media=[picture])
    draft = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("A draft.", media=[picture]))
    describe(talks, picture, caption="First row")
    assert (found(client, "frist"), found(client, "first row")) == ([], [public_id])
    assert found(desk.client, "first row", "/desk/visits/talks/search") == [draft, public_id]

    with at_a_time(timedelta(hours=2)):
        newsroom.schedule.run_due()
    assert found(client, "first row") == []
    assert found(client, "they met") == [public_id]
    describe(talks, picture, rights_until="")
    assert found(client, "first row") == [public_id]
    newsroom.people.change_speaker(talks.visit_id, SYSTEM, "ada-nord", name="Ada North", title="Spokesperson")
    assert found(client, "first row") == [public_id], "other changes leave it in place"


@pytest.mark.parametrize("purges", [False, True])
def test_what_was_taken_away_is_found_by_nobody(
    client: FlaskClient, desk: Desk, talks: SampleVisit, purges: bool
) -> None:
    picture = add_picture(talks, "Two flags", caption="At the Hofburg")
    public_id = talks.publish("They met.", media=[picture])
    draft = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("A draft.", media=[picture]))
    if purges:
        newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "It was a secret.")
    else:
        talks.withdraw(public_id)
    assert found(client, "hofburg") == []
    assert found(desk.client, "hofburg", "/desk/visits/talks/search") == ([] if purges else [draft])
    texts = db.session.scalars(select(Update.words).where(Update.public_id == public_id)).all()
    assert texts == [""]
