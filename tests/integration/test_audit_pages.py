"""The pages of the audit: all of it for admins, that of their visits for editors; filters, and a CSV file."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from blog import newsroom
from blog.models import AccountAct, Reporter
from blog.newsroom import audit
from blog.newsroom.commits import write_session
from blog.permissions import SYSTEM
from blog.web.desk import audit_csv
from tests.desk import Desk
from tests.integration.test_queries import counted
from tests.markup import parse, words
from tests.sample_visit import SampleVisit

ALL, OF_VISIT = "/desk/audit", "/desk/visits/talks/audit"


def listed(desk: Desk, path: str) -> list[str]:
    answer = desk.get(path)
    assert answer.status_code == 200, answer.text
    return [" ".join(words(row).split()) for row in parse(answer).cssselect(".audit-table tbody tr")]


@pytest.fixture
def admin(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.admin_email)


@pytest.mark.parametrize("path", [ALL, OF_VISIT, f"{ALL}.csv", f"{OF_VISIT}.csv"])
def test_admins_read_all_and_editors_their_visits(app: Flask, talks: SampleVisit, path: str) -> None:
    for email, allowed in ((talks.reporter_email, ()), (talks.editor_email, (OF_VISIT,)), (talks.admin_email, (ALL,))):
        is_allowed = email == talks.admin_email or path.startswith(allowed)
        answer = Desk.of(app).sign_in(email).get(path)
        assert answer.status_code == (200 if is_allowed else 403), (email, path)
        if is_allowed:
            assert answer.headers["Cache-Control"] == "private, no-store"


def test_an_editor_of_another_visit_reads_nothing(app: Flask, talks: SampleVisit) -> None:
    newsroom.visits.open_visit("oslo", title="Oslo", by_id=SYSTEM)
    with write_session() as session:
        editor = session.get_one(Reporter, talks.editor_id)
        editor.memberships = [one for one in editor.memberships if one.visit_id == talks.visit_id]
    desk = Desk.of(app).sign_in(talks.editor_email)
    assert desk.get("/desk/visits/oslo/audit").status_code in (403, 404)
    assert desk.get(OF_VISIT).status_code == 200


def test_entries_are_sentences_and_can_be_filtered(app: Flask, talks: SampleVisit, admin: Desk) -> None:
    editor = Desk.of(app).sign_in(talks.editor_email)
    editor.publish("talks", "They met.")
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "paused")
    first = listed(admin, ALL)
    assert "Dateline changed the status of the visit: paused · talks The site itself" in first[0]
    assert "An editor published" in first[1]
    assert "The desk 127.0.0.1 session" in first[1]
    assert "An editor signed in" in first[2]
    assert listed(admin, f"{ALL}?who={talks.editor_email}") == first[1:3]
    assert listed(admin, f"{ALL}?act=sign-ins&who={talks.editor_email}") == [first[2]]
    assert listed(admin, f"{ALL}?act=updates&door=form") == [first[1]]
    assert listed(admin, f"{ALL}?day=2001-01-01") == []
    assert len(listed(admin, f"{ALL}?day=nonsense&door=nonsense&act=nonsense")) == len(first)
    assert admin.get(f"{ALL}?before=nonsense").status_code == 404
    assert not [row for row in listed(admin, OF_VISIT) if "signed in" in row]


def test_a_link_that_an_admin_makes_is_told_from_one_that_somebody_asked_for(talks: SampleVisit, admin: Desk) -> None:
    newsroom.resets.ask(talks.reporter_id)
    newsroom.resets.make(talks.admin_id, talks.reporter_id)
    newsroom.invitations.invite(talks.admin_id, "new@example.org", role="editor")
    entries = listed(admin, ALL)
    assert any("Somebody asked for a new password for An reporter" in entry for entry in entries)
    assert any("made a link to a new password for An reporter" in entry for entry in entries)
    assert any("invited somebody as editor" in entry for entry in entries)


def test_a_page_costs_the_same_whatever_it_lists(talks: SampleVisit, admin: Desk) -> None:
    with counted() as few:
        listed(admin, f"{ALL}?act=updates")
    for number in range(70):
        talks.publish(f"Number {number}.")
    with counted() as many:
        rows = listed(admin, f"{ALL}?act=updates")
    assert len(rows) == 60
    assert len(many) == len(few)
    earlier = parse(admin.get(f"{ALL}?act=updates")).cssselect('a[rel="next"]')[0].get("href")
    assert len(listed(admin, earlier)) == 10


def test_the_file_has_every_entry_and_no_formula(talks: SampleVisit, admin: Desk) -> None:
    with write_session() as session:
        audit.record(session, AccountAct.MAKE_KEY, subject="=HYPERLINK(1)", detail="-1")
    for number in range(510):
        audit_only(talks, number)
    rows = list(csv.DictReader(io.StringIO(admin.get(f"{ALL}.csv").text)))
    assert tuple(rows[0]) == audit_csv.COLUMNS
    numbers = [int(row["number"]) for row in rows if row["visit"] == "talks"]
    assert numbers == list(range(len(numbers), 0, -1))
    [key] = [row for row in rows if row["act"] == "make_key"]
    assert (key["subject"], key["detail"]) == ("'=HYPERLINK(1)", "'-1")


def audit_only(talks: SampleVisit, number: int) -> None:
    """An act that costs little."""
    act = newsroom.updates.pin if number % 2 else newsroom.updates.unpin
    act(talks.visit_id, SYSTEM, _first_update(talks))


def _first_update(talks: SampleVisit) -> str:
    if not hasattr(talks, "first"):
        talks.first = talks.publish()  # type: ignore[attr-defined]
    return str(talks.first)  # type: ignore[attr-defined]
