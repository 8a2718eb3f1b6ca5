"""Titles over time: a statement has the title of its own day, also when it is filed late."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import State, Update
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

TITLES = """2026-03-05 | en | Minister
2026-03-01 | en | Envoy
2026-03-01 | zh | 特使
2026-03-05 | en | Head of the ministry | south"""
FORM = "/desk/visits/talks/set-up/speakers/ada-nord"


def dated(talks: SampleVisit) -> None:
    newsroom.people.change_speaker(talks.visit_id, talks.editor_id, "ada-nord", title="Foreign Minister", titles=TITLES)


def title_of(public_id: str) -> str:
    db.session.rollback()
    return db.session.scalars(select(Update.speaker_title).where(Update.public_id == public_id)).one()


def test_a_statement_that_is_filed_late_has_the_title_of_its_day(client: FlaskClient, talks: SampleVisit) -> None:
    dated(talks)
    said: dict[str, Any] = {"kind": "statement", "speaker": "ada-nord"}
    # The same moment is another day in Vienna.
    for stop, when, title in (
        ("tokyo", "2026-03-04T23:50", "Envoy"),
        ("tokyo", "2026-03-05T00:10", "Minister"),
        ("vienna", "2026-03-04T16:10", "Envoy"),
        ("tokyo", "2026-02-01T12:00", "Foreign Minister"),
    ):
        public_id = talks.publish("> We agree.", stop=stop, issued_at=when, **said)
        assert title_of(public_id) == title, when
        shown = one(parse(client.get("/live/talks")), f"#u-{public_id} .speaker-title")
        assert words(shown) == title


def test_a_time_that_is_put_right_puts_the_title_right(talks: SampleVisit) -> None:
    dated(talks)
    said: dict[str, Any] = {"kind": "statement", "speaker": "ada-nord", "stop": "tokyo"}
    public_id = talks.publish("> We agree.", issued_at="2026-03-04T12:00", **said)
    by = talks.visit_id, talks.editor_id, public_id
    newsroom.updates.edit(*by, Post("> We agree.", issued_at="2026-03-05T12:00", **said), version=1, reason="update")
    assert title_of(public_id) == "Minister"


def test_a_draft_takes_the_title_of_the_day_on_which_it_is_published(talks: SampleVisit) -> None:
    post = Post("> We agree.", kind="statement", speaker="ada-nord")
    by = talks.visit_id, talks.editor_id
    public_id = newsroom.drafts.save(*by, post, state=State.SUBMITTED)
    dated(talks)
    newsroom.handins.approve(*by, public_id, version=1)
    assert title_of(public_id) == "Minister"


def test_the_page_of_people_and_the_api_have_them_all(client: FlaskClient, talks: SampleVisit) -> None:
    dated(talks)
    listed = [words(each) for each in parse(client.get("/live/talks/people")).cssselect(".person-titles li")]
    assert listed == [
        "from 1 March 2026: Envoy",
        "特使",
        "from 5 March 2026: Minister",
        "from 5 March 2026: Head of the ministry as South styles it",
    ]
    sides: Any = client.get("/api/v1/visits/talks").json
    [ada] = [each for side in sides["delegations"] for each in side["speakers"] if each["key"] == "ada-nord"]
    assert ada["titles"][1] == {"since": "2026-03-01", "lang": "zh", "title": "特使", "by": ""}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("March | en | Envoy", "Write each title as"),
        ("2026-03-01 | en", "Write each title as"),
        ("2026-03-01 | en | Envoy | west", "no side west"),
        ("2026-03-01 | en | Envoy\n2026-03-01 | en | Minister", "Two titles begin on the same day"),
    ],
)
def test_a_wrong_line_is_refused_beside_the_field(desk: Desk, talks: SampleVisit, line: str, sentence: str) -> None:
    desk.get("/desk/visits/talks/set-up")
    answer = desk.post(FORM, {"name": "Ada Nord", "title": "Envoy", "titles": line})
    assert answer.status_code == 422
    page = parse(answer)
    assert sentence in words(one(page, "#speaker-ada-nord-titles-error"))
    assert one(page, "#speaker-ada-nord-titles").text_content().strip() == line
