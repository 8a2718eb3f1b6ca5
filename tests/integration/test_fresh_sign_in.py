"""What deserves it asks for the password again, and costs nobody what they had typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, Response, request
from sqlalchemy import update
from werkzeug.datastructures import MultiDict

from blog.extensions import db
from blog.models import DeskSession
from blog.newsroom.commits import write_session
from blog.web.desk.fresh import FRESH, fresh
from tests.desk import Desk
from tests.journal import Journal
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit

ACT = "/desk/an-act"


@pytest.fixture
def sent() -> list[dict[str, list[str]]]:
    """What got as far as an act that asks; its page asks too."""
    return []


@pytest.fixture
def app(
    make_app: Callable[..., Flask],
    database_url: str,
    bell: dict[str, str],
    tmp_path: Path,
    sent: list[dict[str, list[str]]],
) -> Iterator[Flask]:
    @fresh
    def act() -> Response:
        sent.append(request.form.to_dict(flat=False))
        return Response("Done.")

    app = make_app(database_url, tmp_path, **bell)
    app.add_url_rule(ACT, "desk.an_act", act, methods=["GET", "POST"])
    with app.app_context():
        yield app
        db.session.remove()


def make_stale(age: timedelta = FRESH + timedelta(seconds=1)) -> None:
    with write_session() as session:
        session.execute(update(DeskSession).values(proved_at=datetime.now(UTC) - age))


def test_after_a_while_an_act_asks_for_the_password_and_then_has_all_that_was_typed(
    desk: Desk, sent: list[dict[str, list[str]]]
) -> None:
    typed = {"name": "Ines & “Ö”", "role": ["editor", "admin"]}
    assert desk.post(ACT, typed).text == "Done."
    make_stale()
    sent.clear()
    asked = desk.post(ACT, typed)
    assert (asked.status_code, sent) == (422, [])
    form = one(parse(asked), "#content form")
    for password, status in (("not the password", 422), (PASSWORD, 200)):
        values = MultiDict(form.form_values())
        values["confirm_password"] = password
        answer = desk.client.post(form.get("action"), data=values)
        assert answer.status_code == status
        assert password not in answer.text
    [got] = sent
    assert {name: got[name] for name in typed} == {"name": ["Ines & “Ö”"], "role": ["editor", "admin"]}
    make_stale(FRESH - timedelta(minutes=1))
    assert desk.post(ACT).status_code == 200, "not again for a while"


def test_a_page_that_asks_opens_after_the_answer(desk: Desk) -> None:
    make_stale()
    asked = desk.get(f"{ACT}?of=me")
    assert asked.location == "/desk/account/confirm?next=/desk/an-act?of%3Dme"
    desk.get(asked.location)
    assert desk.post(asked.location, {"confirm_password": "not the password"}).status_code == 422
    assert desk.post(asked.location, {"confirm_password": PASSWORD}).location == f"{ACT}?of=me"
    assert desk.get(ACT).status_code == 200
    assert desk.get("/desk/account/confirm?next=//elsewhere.example").location == "/desk"


def test_htmx_puts_the_question_in_the_place_of_a_page_and_goes_to_it_from_a_part_of_one(desk: Desk) -> None:
    make_stale()
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://localhost/desk/visits/talks"}
    whole = desk.post(ACT, {"name": "Ines"}, headers={**htmx, "HX-Request-Type": "full"})
    assert whole.status_code == 422
    assert one(parse(whole), "#content input[name=name]").get("value") == "Ines"
    part = desk.post(ACT, {"name": "Ines"}, headers=htmx)
    assert (part.status_code, part.text) == (204, "")
    assert part.headers["HX-Redirect"] == "/desk/account/confirm?next=/desk/visits/talks"


def test_wrong_passwords_are_counted_as_those_of_a_sign_in_are(
    desk: Desk, talks: SampleVisit, journal: Journal
) -> None:
    make_stale()
    for n in range(10):
        door = (ACT, "/desk/account/confirm")[n % 2]
        assert desk.post(door, {"confirm_password": "not the password"}).status_code == 422
    assert desk.post(ACT, {"confirm_password": PASSWORD}).status_code == 429
    desk.post("/desk/sign-out")
    desk.get("/desk/sign-in")
    tried = desk.post("/desk/sign-in", {"email": talks.editor_email, "password": PASSWORD})
    assert tried.status_code == 429
    assert len(journal.having("password confirmation failed")) == 10
    assert not any("not the password" in str(line) for line in journal.lines)


def test_a_clock_that_was_set_back_does_not_leave_a_session_fresh(desk: Desk) -> None:
    make_stale(-timedelta(days=2))
    assert desk.post(ACT).status_code == 422


def test_only_the_session_that_answered_is_fresh(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    phone = Desk.of(app).sign_in(talks.editor_email)
    make_stale()
    assert desk.post(ACT, {"confirm_password": PASSWORD}).status_code == 200
    assert "Confirm that it is you" in words(one(parse(phone.post(ACT)), "h1"))
