"""The people of the desk: what an admin does to accounts, in the browser without scripts, and what nobody else may."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import AccountAct, AuditEntry, Reporter, Role
from blog.newsroom.errors import NotAllowed, Refused, StaleForm
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit

NEW = "nadia@example.org"
# The forms of an account's page, with fields that change something.
ACTS = {
    "role": {"role": "editor"},
    "teams": {},
    "second-factor": {"demanded": "1"},
    "clear-second-factor": {},
    "off": {"sure": "off"},
    "on": {},
    "reset": {},
}


def account(account_id: int) -> Reporter:
    db.session.rollback()
    return db.session.get_one(Reporter, account_id, populate_existing=True)


def admin_of(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.admin_email)


def act(desk: Desk, account_id: int, name: str, **fields: object) -> TestResponse:
    desk.get(f"/desk/people/{account_id}")
    return desk.post(f"/desk/people/{account_id}/{name}", {**ACTS[name], **fields})


def link_in(answer: TestResponse) -> str:
    """The path of the link that a page shows."""
    return re.sub(r"^https?://[^/]+", "", (one(parse(answer), "#made-link").text or "").strip())


def test_an_admin_invites_and_the_link_that_is_shown_once_makes_the_account(app: Flask, talks: SampleVisit) -> None:
    admin = admin_of(app, talks)
    page = parse(admin.get("/desk/people"))
    assert [words(each) for each in page.cssselect(".people-row-name")] == ["An admin", "An editor", "An reporter"]
    fields = {"email": NEW, "role": "editor", "visit": str(talks.visit_id)}
    link = link_in(admin.post("/desk/people/invitations", fields))
    again = parse(admin.get("/desk/people"))
    assert not again.cssselect("#made-link")
    assert NEW in words(one(again, "#waiting"))
    nadia = Desk.of(app)
    nadia.get(link)
    assert nadia.post(link, {"name": "Nadia New", "password": PASSWORD}).status_code == 302
    assert "Nadia New" in words(one(parse(nadia.get("/desk/visits/talks")), "#team"))
    shown = parse(admin.get("/desk/people"))
    assert words(one(shown, "#waiting .empty")) == "Nobody."
    row = words(next(each for each in shown.cssselect(".people-row") if NEW in words(each)))
    assert "Editor" in row
    assert "Talks in Vienna" in row


def test_a_refused_invitation_keeps_what_was_typed(app: Flask, talks: SampleVisit) -> None:
    admin = admin_of(app, talks)
    admin.get("/desk/people")
    answer = admin.post("/desk/people/invitations", {"email": "nobody", "role": "editor"})
    assert answer.status_code == 422
    page = parse(answer)
    assert one(page, "#invite-email").get("value") == "nobody"
    assert one(page, "#invite-role option[selected]").get("value") == "editor"
    known = admin.post("/desk/people/invitations", {"email": talks.editor_email, "role": "editor"})
    assert "There is already an account editor@example.org." in known.text


def test_an_admin_takes_an_invitation_back(app: Flask, talks: SampleVisit) -> None:
    admin = admin_of(app, talks)
    admin.get("/desk/people")
    link = link_in(admin.post("/desk/people/invitations", {"email": NEW, "role": "reporter"}))
    address = one(parse(admin.get("/desk/people")), "#waiting form").get("action")
    assert admin.post(address).status_code == 303
    assert Desk.of(app).get(link).status_code == 404


def test_another_role_and_another_team_hold_at_once(app: Flask, talks: SampleVisit) -> None:
    admin, rita = admin_of(app, talks), Desk.of(app).sign_in(talks.reporter_email)
    assert rita.get("/desk/visits/talks/set-up").status_code == 403
    assert act(admin, talks.reporter_id, "role", role="editor", shown="reporter").status_code == 303
    assert rita.get("/desk/visits/talks/set-up").status_code == 200
    shown = str(talks.visit_id)
    assert act(admin, talks.reporter_id, "teams", shown=shown).status_code == 303
    assert rita.get("/desk/visits/talks").status_code == 403
    assert act(admin, talks.reporter_id, "teams", visit=shown).status_code == 303
    assert rita.get("/desk/visits/talks").status_code == 200


def test_two_admins_do_not_undo_each_other(app: Flask, talks: SampleVisit) -> None:
    admin = admin_of(app, talks)
    newsroom.administration.change_role(talks.admin_id, talks.reporter_id, "editor")
    answer = act(admin, talks.reporter_id, "role", role="admin", shown="reporter", sure="promote")
    assert answer.status_code == 409
    assert "Another admin has changed this role" in words(one(parse(answer), ".form-errors"))
    assert one(parse(answer), "#person-role option[selected]").get("value") == "editor"
    # Of the teams only what the form changed is changed.
    other_id = newsroom.visits.open_visit("other", title="Other talks", by_id=talks.admin_id)
    newsroom.team.remove(other_id, talks.admin_id, talks.reporter_id)
    both = [str(talks.visit_id), str(other_id)]
    act(admin, talks.reporter_id, "teams", shown=both, visit=both)
    assert [each.visit_id for each in account(talks.reporter_id).memberships] == [talks.visit_id]


def test_switching_off_ends_sessions_and_links_and_on_lets_in_again(app: Flask, talks: SampleVisit) -> None:
    admin, rita = admin_of(app, talks), Desk.of(app).sign_in(talks.reporter_email)
    link = link_in(act(admin, talks.reporter_id, "reset"))
    assert act(admin, talks.reporter_id, "off").status_code == 303
    told = "Your account is switched off. Ask an admin"
    assert told in rita.client.get("/desk", follow_redirects=True).text
    text = rita.publish("talks", "Half a sentence")
    assert text.status_code == 403
    assert told in text.text
    assert "Half a sentence" in text.text
    since = rita.get("/desk/visits/talks/since/0")
    assert (since.status_code, told in since.text) == (403, True)
    assert Desk.of(app).get(link).status_code == 404
    refused = Desk.of(app)
    refused.get("/desk/sign-in")
    wrong = {"email": talks.reporter_email, "password": "not the password"}
    assert told not in refused.post("/desk/sign-in", wrong).text
    right = refused.post("/desk/sign-in", {**wrong, "password": PASSWORD})
    assert (right.status_code, told in right.text) == (422, True)
    assert act(admin, talks.reporter_id, "reset").status_code == 422
    assert act(admin, talks.reporter_id, "on").status_code == 303
    assert Desk.of(app).sign_in(talks.reporter_email)
    assert rita.get("/desk").status_code == 302


@pytest.mark.parametrize(
    ("name", "fields", "undone"),
    [
        ("off", {}, lambda account: account.active),
        ("role", {"role": "admin", "shown": "reporter"}, lambda account: account.role is Role.REPORTER),
    ],
)
def test_what_shuts_out_or_makes_an_admin_is_asked_first(
    app: Flask, talks: SampleVisit, name: str, fields: dict[str, str], undone: Callable[[Reporter], bool]
) -> None:
    admin = admin_of(app, talks)
    dialogs = {each.get("data-confirm") for each in parse(admin.get(f"/desk/people/{talks.reporter_id}")).forms}
    question = parse(admin.post(f"/desk/people/{talks.reporter_id}/{name}", fields))
    assert undone(account(talks.reporter_id))
    form = one(question, "main form")
    sent = {each.get("name"): each.get("value") for each in form.cssselect("input[name]")}
    assert f"sure-{sent['sure']}" in dialogs
    assert admin.post(form.get("action"), sent).status_code == 303
    assert not undone(account(talks.reporter_id))


def test_an_account_that_is_off_is_offered_only_what_lets_it_in_again(app: Flask, talks: SampleVisit) -> None:
    admin = admin_of(app, talks)
    act(admin, talks.reporter_id, "off")
    page = parse(admin.get(f"/desk/people/{talks.reporter_id}"))
    assert [form.get("id") for form in page.cssselect("main form:not([method=dialog])")] == ["on"]
    assert "Last sign-in: never." in words(one(page, "main"))


@pytest.mark.both_footings
def test_an_admin_cannot_lock_out_oneself_or_the_last_admin(talks: SampleVisit) -> None:
    acts = newsroom.administration
    other = newsroom.reporters.add(NEW, name="Nadia", role="admin", password=PASSWORD)
    for refused in (
        lambda: acts.switch_off(talks.admin_id, talks.admin_id),
        lambda: acts.change_role(talks.admin_id, talks.admin_id, "editor"),
        lambda: acts.clear_second_factors(talks.admin_id, talks.admin_id),
    ):
        with pytest.raises(Refused):
            refused()
    acts.change_role(talks.admin_id, other, "editor")
    for denied in (
        lambda: acts.change_role(other, talks.admin_id, "editor"),
        lambda: acts.switch_off(other, talks.admin_id),
    ):
        with pytest.raises(NotAllowed):
            denied()
    with pytest.raises(StaleForm):
        acts.change_role(talks.admin_id, other, "reporter", version="admin")
    assert account(talks.admin_id).role is Role.ADMIN


def test_ones_own_page_offers_nothing_that_locks_oneself_out(app: Flask, talks: SampleVisit) -> None:
    page = parse(admin_of(app, talks).get(f"/desk/people/{talks.admin_id}"))
    forms = page.cssselect("main form:not([method=dialog])")
    assert {form.get("id") for form in forms} == {"reset", "second-factor"}
    assert "another admin" in words(one(page, "main"))


def test_a_lost_second_factor_is_removed_and_the_account_signed_out(app: Flask, talks: SampleVisit) -> None:
    admin, rita = admin_of(app, talks), Desk.of(app).sign_in(talks.reporter_email)
    with newsroom.commits.write_session() as session:
        session.get_one(Reporter, talks.reporter_id).totp_secret = "secret"
    assert act(admin, talks.reporter_id, "clear-second-factor").status_code == 303
    assert account(talks.reporter_id).totp_secret == ""
    recorded = select(func.count()).select_from(AuditEntry).where(AuditEntry.act == AccountAct.RESET_SECOND_FACTORS)
    assert db.session.scalar(recorded) == 1
    assert rita.get("/desk").status_code == 302
    assert act(admin, talks.reporter_id, "second-factor").status_code == 303
    assert account(talks.reporter_id).needs_second_factor
    assert act(admin, talks.reporter_id, "second-factor", demanded="").status_code == 303
    assert not account(talks.reporter_id).needs_second_factor


def test_the_team_of_a_visit_is_named_and_an_admin_changes_it(app: Flask, talks: SampleVisit) -> None:
    rita, admin = Desk.of(app).sign_in(talks.reporter_email), admin_of(app, talks)
    page = parse(rita.get("/desk/visits/talks/team"))
    assert [words(each) for each in page.cssselect(".member-name")] == ["An admin", "An editor", "An reporter"]
    assert not page.cssselect("main form")
    admin.get("/desk/visits/talks/team")
    assert admin.post(f"/desk/visits/talks/team/{talks.reporter_id}/remove").status_code == 303
    assert rita.get("/desk/visits/talks/team").status_code == 403
    page = parse(admin.get("/desk/visits/talks/team"))
    assert words(one(page, "#said")) == "An reporter no longer belongs to this team."
    assert one(page, "#team-account option").get("value") == str(talks.reporter_id)
    assert admin.post("/desk/visits/talks/team", {"account": str(talks.reporter_id)}).status_code == 303
    assert rita.get("/desk/visits/talks").status_code == 200
    log = words(parse(rita.get("/desk/visits/talks/log")))
    assert "An admin took An reporter out of the team" in log
    assert "An admin added An reporter to the team" in log
