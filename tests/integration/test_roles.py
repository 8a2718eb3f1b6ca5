"""What an account may not do: in a visit that is not its own, and above its role."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete

from blog import newsroom
from blog.models import Membership
from blog.newsroom.record import transaction
from blog.newsroom.wording import Post
from tests.desk import Desk
from tests.integration.test_safety import methods, rules
from tests.markup import one, parse, words
from tests.talks import PASSWORD, Talks

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def outsider(app: Flask, role: str = "reporter") -> Desk:
    """An account that belongs to another visit only."""
    other_id = newsroom.visits.open_visit("other", title="Other talks")
    account_id = newsroom.reporters.add("out@example.org", name="Out Sider", role=role, password=PASSWORD)
    with transaction() as session:
        session.execute(delete(Membership).where(Membership.reporter_id == account_id, Membership.visit_id != other_id))
    return Desk.of(app).sign_in("out@example.org")


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_who_belongs_to_another_visit_gets_nowhere_in_this_one(app: Flask, talks: Talks, role: str) -> None:
    public_id = talks.publish("A word.")
    desk = outsider(app, role)
    assert "/desk/visits/talks" not in desk.get("/desk").text
    assert desk.get("/desk/visits/other").status_code == 200
    asked = 0
    for rule, address in rules(app, "/desk/visits/<slug>"):
        for method in methods(rule):
            real = address.replace("/x", f"/{public_id}")
            answer = desk.get(real) if method == "GET" else desk.post(real, {"body": "x", "version": "1", "note": "n"})
            assert answer.status_code == 403, (method, real)
            assert "does not belong to this visit" in answer.text
            asked += 1
    assert asked > 12
    assert "A word." in desk.get("/live/talks").text
    here = desk.post("/desk/visits/other/updates/" + public_id, {"body": "Mine.", "version": "1", "change": "update"})
    assert here.status_code == 404, "an update is not reached through a visit that it is not in"


def test_a_reporter_changes_nothing_that_is_not_theirs(app: Flask, talks: Talks) -> None:
    public_id = newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("The editor's words.", headline="Stays"))
    desk = Desk.of(app).sign_in(talks.reporter_email)
    update = f"/desk/visits/talks/updates/{public_id}"
    assert desk.get(update).status_code == 403
    assert desk.get(f"{update}/withdraw").status_code == 403
    assert desk.post(update, {"body": "Mine.", "version": "1", "change": "update"}).status_code == 403
    for verb in ("pin", "unpin", "key", "unkey", "withdraw", "purge"):
        assert desk.post(f"{update}/{verb}", {"note": "n"}).status_code == 403, verb
    for address, form in (
        ("banner", {"text": "Mine."}),
        ("banner/clear", {}),
        ("status", {"status": "ended"}),
    ):
        assert desk.post(f"/desk/visits/talks/{address}", form).status_code == 403, address
    page = parse(desk.get("/live/talks"))
    assert "The editor's words." in words(one(page, "#updates"))
    assert not page.cssselect("#banner[role=alert]")


def test_a_reporter_may_change_and_withdraw_their_own(app: Flask, talks: Talks) -> None:
    public_id = talks.publish("My words.")
    desk = Desk.of(app).sign_in(talks.reporter_email)
    update = f"/desk/visits/talks/updates/{public_id}"
    assert desk.post(update, {"body": "Better.", "version": "1", "change": "update"}).status_code == 303
    assert desk.post(f"{update}/withdraw", {"note": "Wrong."}).status_code == 303


def test_only_an_administrator_purges(app: Flask, talks: Talks, desk: Desk) -> None:
    public_id = talks.publish("To be destroyed.")
    purge = f"/desk/visits/talks/updates/{public_id}/purge"
    assert desk.post(purge, {"note": "By order."}).status_code == 403
    admin = Desk.of(app).sign_in(talks.admin_email)
    assert admin.post(purge, {"note": "By order."}).status_code == 303
    for address in ("/live/talks", f"/live/talks/updates/{public_id}", f"/live/talks/updates/{public_id}/history"):
        assert "destroyed" not in admin.get(address).text
    assert "By order." in admin.get("/live/talks").text
