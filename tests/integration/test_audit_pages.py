"""The pages of the audit: all of it for admins, that of their visits for editors; filters, and a CSV file."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from blog import newsroom
from blog.models import AccountAct, Reporter
from blog.models.visit import now
from blog.newsroom import audit
from blog.newsroom.commits import write_session
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.web.desk import audit_csv
from tests.api_client import Program
from tests.desk import Desk
from tests.integration.test_queries import counted
from tests.markup import one, parse, words
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
    assert "Dateline changed the status of the visit: Paused · talks The site itself" in first[0]
    assert "An editor published" in first[1]
    assert "The desk 127.0.0.1 session" in first[1]
    assert "An editor signed in" in first[2]
    assert listed(admin, f"{ALL}?who={talks.editor_email}") == first[1:3]
    assert listed(admin, f"{ALL}?act=sign-ins&who={talks.editor_email}") == [first[2]]
    assert listed(admin, f"{ALL}?act=updates&door=form") == [first[1]]
    assert listed(admin, f"{ALL}?day=2001-01-01") == []
    assert admin.get(f"{ALL}?before=nonsense").status_code == 404
    assert not [row for row in listed(admin, OF_VISIT) if "signed in" in row]


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("day", "foo", "Write the day as 2027-01-31. All days are listed."),
        ("who", "abc", "There is no account with this address. Everybody is listed."),
        ("act", "nonsense", "There is no such kind of act here. All are listed."),
        ("door", "nonsense", "There is no such way. All are listed."),
    ],
)
def test_a_filter_that_means_nothing_is_kept_and_told(admin: Desk, name: str, typed: str, sentence: str) -> None:
    path = f"{ALL}?{name}={typed}"
    assert listed(admin, path) == listed(admin, ALL)
    page = parse(admin.get(path))
    [field] = page.cssselect(f"[name={name}]")
    chosen = field.cssselect("option[selected]")
    assert (chosen[0] if chosen else field).get("value") == typed
    assert words(one(page, f"#{field.get('aria-describedby')}")) == sentence
    assert admin.get(f"{ALL}.csv?{name}={typed}").status_code == 400


def test_refusals_are_listed_while_they_are_counted(
    talks: SampleVisit, admin: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = now()
    monkeypatch.setattr(newsroom.refusals, "current_time", lambda: at)  # so that their ten minutes do not end
    for account_id, address in ((talks.editor_id, "192.0.2.7"), (talks.editor_id, "192.0.2.7"), (None, "192.0.2.9")):
        newsroom.refusals.count(AccountAct.REFUSE_SIGN_IN, account_id, address=address)
    newsroom.refusals.count(AccountAct.REFUSE_ACT, talks.editor_id, address="", subject="may_purge")
    strangers = "A sign-in to an account that does not exist was refused The desk 192.0.2.9"
    own = "An editor was refused what the account may not do: may_purge The desk"
    others = "A sign-in as An editor was refused · 2 times The desk 192.0.2.7"
    for asked, expected in (
        ("?act=refusals", {strangers, own, others}),
        ("?act=sign-ins&door=form", {strangers, others}),
        (f"?who={talks.editor_email}&act=refusals", {own}),
        ("?act=refusals&day=2001-01-01", set()),
    ):
        shown = parse(admin.get(f"{ALL}{asked}")).cssselect(".audit-counting tbody tr")
        assert {words(row).partition(" ")[2] for row in shown} == expected, asked
        rows = [row for row in csv.DictReader(io.StringIO(admin.get(f"{ALL}.csv{asked}").text)) if not row["number"]]
        assert (len(rows), sum(int(row["count"]) for row in rows)) == (
            len(expected),
            sum(2 if row == others else 1 for row in expected),
        )
    assert "Still being counted" not in admin.get(OF_VISIT).text


def test_an_update_is_named_as_it_is_now(app: Flask, talks: SampleVisit, admin: Desk) -> None:
    by, theirs = (talks.visit_id, talks.editor_id), "Words of others."
    shown = talks.publish("They met.", headline="They meet")
    newsroom.updates.publish(*by, Post(theirs, headline="Gone"))
    withdrawn = talks.publish(theirs)
    talks.withdraw(withdrawn)
    purged = talks.publish(theirs)
    newsroom.updates.purge(talks.visit_id, talks.admin_id, purged, "A court order")
    draft = newsroom.drafts.save(*by, Post(theirs))
    discarded = newsroom.drafts.save(*by, Post(theirs))
    newsroom.handins.discard(*by, discarded)
    newsroom.updates.pin(*by, shown)
    for path in (ALL, OF_VISIT):
        page = admin.get(f"{path}?act=updates")
        found = {row.get("data-act"): row for row in reversed(parse(page).cssselect("[data-act]"))}
        said = {act: " ".join(words(row).split()) for act, row in found.items()}
        assert f"An editor pinned They meet {shown}" in said["updates.pin"]
        assert f"withdrew an update {withdrawn}" in said["updates.withdraw"]
        assert f"purged an update {purged}" in said["updates.purge"]
        assert f"discarded a text {discarded}" in said["handins.discard"]
        assert page.text.count(theirs) == 0
        assert f"a draft {draft}" in " ".join(words(parse(page)).split())
        [link] = found["updates.pin"].cssselect(".log-title")
        assert link.get("href") == f"/desk/visits/talks/updates/{shown}"


def test_a_pin_is_recorded_of_the_update_that_is_pinned(talks: SampleVisit, admin: Desk) -> None:
    first, second = talks.publish("The first."), talks.publish("The second.")
    for public_id in (first, second, second):
        newsroom.updates.pin(talks.visit_id, talks.editor_id, public_id)
    rows = csv.DictReader(io.StringIO(admin.get(f"{OF_VISIT}.csv").text))
    assert [row["subject"] for row in rows if row["act"] == "updates.pin"] == [second, first]


def test_the_numbers_of_keys_and_sessions_stand_where_their_owners_see_them(
    app: Flask, talks: SampleVisit, admin: Desk
) -> None:
    program = Program.of(app, talks, "admin")
    assert program.post({"body": "By a program."}).status_code == 201
    [published] = listed(admin, f"{ALL}?act=updates")
    number = published.rpartition(" key ")[2]
    assert f"key {number} ·" in " ".join(words(one(parse(admin.get("/desk/keys")), ".key")).split())
    signed_in = listed(admin, f"{ALL}?who={talks.admin_email}&act=sign-ins")[0]
    number = signed_in.rpartition(" session ")[2]
    assert f"session {number} ·" in " ".join(words(one(parse(admin.get("/desk/account")), "#devices")).split())


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
