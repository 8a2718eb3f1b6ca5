"""One table of permissions: the question, the newsroom and the page must all give its answer; views are in `doors`."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from blog import newsroom, permissions
from blog.extensions import db
from blog.models import Reporter, Role, Update, Visit
from blog.newsroom.commits import write_session
from blog.newsroom.errors import NewsroomError, NotAllowed
from blog.newsroom.posts import Post
from blog.queries import desk as desk_queries
from blog.queries import desk_search, visits
from tests.markup import parse
from tests.permitted import ACTIONS, WHERE, Action, Places
from tests.sample_visit import SampleVisit


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_question_newsroom_and_page_give_the_answer_of_the_table(app: Flask, talks: SampleVisit, role: str) -> None:
    places = Places.of(app, talks, role)
    for name, action in ACTIONS.items():
        for where in WHERE:
            expected = (role, where) in action.allowed
            answers = {
                "question": _question(places, where, action),
                "newsroom": _newsroom(places, where, action),
                "page": _page(places, where, action),
            }
            assert answers == dict.fromkeys(answers, expected), (role, name, where)


def _question(places: Places, where: str, action: Action) -> bool:
    _, visit_id, public_id = places.by_name[where]
    visit = db.session.get_one(Visit, visit_id)
    update = db.session.scalars(select(Update).where(Update.public_id == public_id)).one()
    answer: bool = action.permission(places.account, update if action.permission is permissions.may_edit else visit)
    return answer


def _newsroom(places: Places, where: str, action: Action) -> bool:
    _, visit_id, public_id = places.by_name[where]
    try:
        action.try_it(visit_id, places.account.id, public_id)
    except NotAllowed:
        return False
    except NewsroomError:
        pass
    return True


def _page(places: Places, where: str, action: Action) -> bool:
    slug, _, public_id = places.by_name[where]
    answer = places.desk.get(f"/desk/visits/{slug}{action.page.format(id=public_id)}")
    assert answer.status_code in (200, 403)
    return answer.status_code == 200 and bool(parse(answer).cssselect(action.offered.format(id=public_id)))


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_queries_find_what_the_questions_allow(app: Flask, talks: SampleVisit, role: str) -> None:
    places = Places.of(app, talks, role)
    account, talked = places.account, db.session.get_one(Visit, talks.visit_id)
    every = db.session.scalars(select(Visit)).all()
    assert set(visits.writable_by(account)) == {each for each in every if permissions.may_write(account, each)}
    for by in (account.id, permissions.SYSTEM):
        newsroom.drafts.save(talks.visit_id, by, Post("Not yet."))
    updates = db.session.scalars(select(Update).where(Update.visit_id == talks.visit_id)).all()
    mine = {each for each in updates if permissions.may_edit(account, each)}
    assert len(mine) == (2 if role == "reporter" else 6)
    found = desk_search.find(talked, account, desk_search.DeskQuery())
    assert found
    assert set(found.updates) == mine
    assert set(desk_queries.waiting(talked.id, account)) == {each for each in mine if each.number is None}


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_new_visit_is_opened_by_editors(app: Flask, talks: SampleVisit, role: str) -> None:
    by = Places.of(app, talks, role)
    allowed = role != "reporter"
    assert permissions.may_open_visit(by.account) is allowed
    assert (by.desk.get("/desk/visits/new").status_code == 200) is allowed
    assert ('href="/desk/visits/new"' in by.desk.get("/desk").text) is allowed
    with pytest.raises(NewsroomError) as error:
        newsroom.visits.open_visit("talks", title="Once more", by_id=by.account.id)
    assert isinstance(error.value, NotAllowed) is not allowed


def test_only_an_admin_empties_a_visit(talks: SampleVisit) -> None:
    for by in (talks.reporter_id, talks.editor_id):
        with pytest.raises(NotAllowed, match="Only admins"):
            newsroom.visits.reset(talks.visit_id, by)


def test_an_account_that_is_off_or_gone_or_missing_may_do_nothing(talks: SampleVisit) -> None:
    with write_session() as session:
        session.get_one(Reporter, talks.admin_id).active = False
    for by in (talks.admin_id, 999, None):
        with pytest.raises(NotAllowed):
            newsroom.updates.publish(talks.visit_id, by, Post("A word."))  # type: ignore[arg-type]  # None is the point
        with pytest.raises(NotAllowed):
            newsroom.visits.open_visit("new-one", title="T", by_id=by)  # type: ignore[arg-type]
