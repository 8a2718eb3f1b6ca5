"""What an account may not do: in a visit that is not its own, and above its role."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import delete

from blog import newsroom
from blog.models import Membership
from blog.newsroom.commits import write_session
from blog.newsroom.errors import NotAllowed
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import PASSWORD, SampleVisit


def outsider(app: Flask, role: str = "reporter") -> Desk:
    """An account that belongs to another visit only."""
    other_id = newsroom.visits.open_visit("other", title="Other talks", by_id=SYSTEM)
    account_id = newsroom.reporters.add("out@example.org", name="Out Sider", role=role, password=PASSWORD)
    with write_session() as session:
        session.execute(delete(Membership).where(Membership.reporter_id == account_id, Membership.visit_id != other_id))
    return Desk.of(app).sign_in("out@example.org")


def test_the_newsroom_itself_refuses_whoever_asks_and_by_whichever_door(app: Flask, talks: SampleVisit) -> None:
    theirs = newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("The editor's words."))
    stranger = newsroom.reporters.add("late@example.org", name="Late", role="editor", password=PASSWORD)
    with write_session() as session:
        session.execute(delete(Membership).where(Membership.reporter_id == stranger))
    for by in (talks.reporter_id, stranger, 999):
        refused: list[Callable[[], object]] = [
            partial(newsroom.updates.edit, talks.visit_id, by, theirs, Post("Mine."), version=1, reason="typo"),
            partial(newsroom.updates.withdraw, talks.visit_id, by, theirs, "A note."),
            partial(newsroom.updates.pin, talks.visit_id, by, theirs),
            partial(newsroom.updates.purge, talks.visit_id, by, theirs, "A note."),
            partial(newsroom.banner.set_banner, talks.visit_id, by, "Mine."),
            partial(newsroom.visits.set_status, talks.visit_id, by, "ended"),
            partial(newsroom.people.add_topic, talks.visit_id, by, "Mine"),
            partial(newsroom.itinerary.leave, talks.visit_id, by, "vienna"),
        ]
        for act in refused:
            with pytest.raises(NotAllowed):
                act()


def test_a_reporter_may_change_and_withdraw_their_own(app: Flask, talks: SampleVisit) -> None:
    public_id = talks.publish("My words.")
    desk = Desk.of(app).sign_in(talks.reporter_email)
    update = f"/desk/visits/talks/updates/{public_id}"
    assert desk.post(update, {"body": "Better.", "version": "1", "change": "update"}).status_code == 303
    assert desk.post(f"{update}/withdraw", {"note": "Wrong."}).status_code == 303


def test_only_an_administrator_purges(app: Flask, talks: SampleVisit, desk: Desk) -> None:
    public_id = talks.publish("To be destroyed.")
    purge = f"/desk/visits/talks/updates/{public_id}/purge"
    assert desk.post(purge, {"note": "By order."}).status_code == 403
    admin = Desk.of(app).sign_in(talks.admin_email)
    assert admin.post(purge, {"note": "By order."}).status_code == 303
    for address in ("/live/talks", f"/live/talks/updates/{public_id}", f"/live/talks/updates/{public_id}/history"):
        assert "destroyed" not in admin.get(address).text
    assert "By order." in admin.get("/live/talks").text


def test_a_reporter_is_offered_only_what_a_reporter_may_do(app: Flask, talks: SampleVisit) -> None:
    theirs = newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("The editor's words."))
    own = talks.publish("My words.")
    page = parse(Desk.of(app).sign_in(talks.reporter_email).get("/desk/visits/talks"))
    assert words(one(page, f'.tools[data-for="{theirs}"]')) == "More Note to the desk Translate History Permalink"
    tools = words(one(page, f'.tools[data-for="{own}"]'))
    assert tools == "Take back Edit Write it again More Note to the desk Translate History Permalink Withdraw"
    assert one(page, "template#tools").get("data-own") is not None
    page = parse(Desk.of(app).sign_in(talks.editor_email).get("/desk/visits/talks"))
    for public_id in (theirs, own):
        assert words(one(page, f'.tools[data-for="{public_id}"]')).startswith("Take back Edit Write it again Pin")
    assert one(page, "template#tools").get("data-own") is None
