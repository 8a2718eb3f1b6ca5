"""A readers' page may ask which of its updates the account may edit; the page itself is the same for everybody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event, update

from blog import newsroom
from blog.extensions import db
from blog.models import DeskSession, Membership, State
from blog.models.visit import now
from blog.newsroom.commits import write_session
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.web.desk.sessions import REFRESH_EVERY
from blog.web.desk.tools import MOST_IDS
from tests.desk import Desk
from tests.sample_visit import PASSWORD, SampleVisit

TOOLS = "/desk/visits/talks/tools"


@pytest.fixture
def updates(talks: SampleVisit) -> dict[str, str]:
    """One of the reporter, one of the editor, one that was withdrawn, one that readers do not know."""
    own, gone = talks.publish("The reporter's."), talks.publish("Wrong.")
    theirs = newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("The editor's."))
    draft = newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("A draft."), state=State.DRAFT)
    talks.withdraw(gone)
    return {"own": own, "theirs": theirs, "gone": gone, "draft": draft}


def editable(desk: Desk, *ids: str) -> Any:
    answer = desk.get(f"{TOOLS}?ids={','.join(ids)}" if ids else TOOLS)
    assert answer.status_code == 200, answer.text
    return set(json.loads(answer.text)["edit"])


def test_an_account_may_edit_what_it_may_edit_at_the_desk(
    app: Flask, talks: SampleVisit, updates: dict[str, str]
) -> None:
    both = {updates["own"], updates["theirs"]}
    for email, expected in (
        (talks.reporter_email, {updates["own"]}),
        (talks.editor_email, both),
        (talks.admin_email, both),
    ):
        desk = Desk.of(app).sign_in(email)
        assert editable(desk, *updates.values(), "nonsense", "") == expected, email
        assert editable(desk) == expected, email


def test_nobody_and_the_reporter_of_another_visit_learn_nothing(app: Flask, updates: dict[str, str]) -> None:
    address = f"{TOOLS}?ids={','.join(updates.values())}"
    answer = app.test_client().get(address)
    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/desk/sign-in")
    other_id = newsroom.visits.open_visit("other", title="Other talks", by_id=SYSTEM)
    account_id = newsroom.reporters.add("out@example.org", name="Out Sider", role="editor", password=PASSWORD)
    with write_session() as session:
        session.execute(delete(Membership).where(Membership.reporter_id == account_id, Membership.visit_id != other_id))
    outsider = Desk.of(app).sign_in("out@example.org")
    assert outsider.get(address).status_code == 403
    elsewhere = outsider.get(f"/desk/visits/other/tools?ids={','.join(updates.values())}")
    assert json.loads(elsewhere.text) == {"edit": [], "own": []}, "an update is known in its own visit alone"


def test_the_answer_is_nobody_elses_and_extends_no_session(desk: Desk, updates: dict[str, str]) -> None:
    with write_session() as session:
        session.execute(update(DeskSession).values(used_at=now() - 2 * REFRESH_EVERY))
    answer = desk.client.get(f"{TOOLS}?ids={updates['own']}", headers={"Origin": "https://example.org"})
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    assert "Set-Cookie" in desk.client.get("/desk").headers, "work at the desk extends it"


def test_the_answer_is_bounded_and_takes_as_many_queries_for_many_as_for_one(desk: Desk, talks: SampleVisit) -> None:
    ids = [talks.publish(f"Update {number}.") for number in range(MOST_IDS + 1)]
    assert desk.get(f"{TOOLS}?ids={','.join(ids)}").status_code == 422
    assert editable(desk) == set(ids[1:])
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_: statements.append(statement))
    assert editable(desk, ids[0]) == {ids[0]}
    of_one = len(statements)
    assert editable(desk, *ids[1:]) == set(ids[1:])
    assert len(statements) == 2 * of_one


@pytest.mark.parametrize("path", ["", "/updates/{id}", "/search?q=editor", "/corrections", "/embed"])
def test_a_public_page_is_the_same_for_everybody(
    app: Flask, talks: SampleVisit, updates: dict[str, str], path: str
) -> None:
    address = "/live/talks" + path.format(id=updates["own"])
    anonymous = app.test_client().get(address)
    for email in (talks.reporter_email, talks.admin_email):
        answer = Desk.of(app).sign_in(email).client.get(address)
        assert answer.get_data() == anonymous.get_data()
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
