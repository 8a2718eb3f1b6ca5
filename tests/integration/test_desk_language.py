"""An account's own language at the desk: its pages, its stream and the mails to it, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from blog.extensions import db
from blog.models import AccountAct, AuditEntry, Reporter, Visit
from blog.web.languages import of_desk
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

LANGUAGE = "/desk/account/language"


@pytest.fixture
def chinese(app: Flask, talks: SampleVisit) -> Iterator[Desk]:
    """The desk of an editor who has chosen Chinese."""
    desk = Desk.of(app).sign_in(talks.editor_email)
    answer = desk.post(LANGUAGE, {"lang": "zh"})
    assert (answer.status_code, answer.location) == (303, "/desk/account#language")
    yield desk
    desk.post(LANGUAGE, {"lang": ""})


def lang(desk: Desk, path: str) -> str:
    return str(one(parse(desk.get(path)), "html").get("lang"))


def test_the_pages_of_an_account_are_in_its_language_and_those_of_others_in_theirs(
    app: Flask, talks: SampleVisit, chinese: Desk
) -> None:
    colleague = Desk.of(app).sign_in(talks.reporter_email)
    assert "语言已更改" in words(one(parse(chinese.get("/desk/account")), "#said")), "the confirmation is in it too"
    for path in ("/desk", "/desk/visits/talks", "/desk/account"):
        assert (lang(chinese, path), lang(colleague, path)) == ("zh", "en")
    page = chinese.get("/desk/visits/talks").text
    assert "/js/messages/desk/zh.js" in page
    assert ">发布<" in page
    assert lang(chinese, "/desk/visits/talks?ui=ar") == "zh", "the desk knows no ?ui="
    refused = chinese.post("/desk/visits/talks/updates", {"body": "", "action": "publish"})
    assert "动态须有正文或标题" in refused.text


def test_its_stream_is_rendered_in_its_language(app: Flask, talks: SampleVisit, chinese: Desk) -> None:
    colleague = Desk.of(app).sign_in(talks.admin_email)
    cursor = db.session.get_one(Visit, talks.visit_id, populate_existing=True).desk_cursor
    Desk.of(app).sign_in(talks.reporter_email).post("/desk/visits/talks/updates", {"body": "Half.", "action": "submit"})
    address = f"/desk/visits/talks/since/{cursor}"
    own, theirs = chinese.client.get(address).json, colleague.client.get(address).json
    assert own
    assert theirs
    assert "认领" in own["content"]
    assert "Claim" in theirs["content"]
    assert own["cursor"] == theirs["cursor"]


def test_what_is_written_in_it_says_nothing_in_it_to_readers(app: Flask, talks: SampleVisit, chinese: Desk) -> None:
    answer = chinese.post("/desk/visits/talks/updates", {"body": "They met.", "action": "publish"})
    assert answer.status_code == 303
    page = app.test_client().get("/live/talks")
    assert one(parse(page), "html").get("lang") == "en"
    assert "They met." in page.text
    assert "更新于" not in page.text


def test_only_a_language_of_the_desk_can_be_chosen_and_the_audit_knows(
    app: Flask, talks: SampleVisit, chinese: Desk
) -> None:
    answer = chinese.post(LANGUAGE, {"lang": "tlh"})
    assert answer.status_code == 422
    assert "请从列表中选择一种语言" in words(one(parse(answer), "#language-lang-error"))
    account = db.session.get_one(Reporter, talks.editor_id, populate_existing=True)
    assert account.lang == "zh"
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.actor_id == talks.editor_id)).all()
    assert acts.count(AccountAct.CHANGE_LANGUAGE) == 1


def test_whoever_has_chosen_none_gets_the_language_of_the_site_if_the_desk_speaks_it(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    with app.app_context():
        assert of_desk() == settings.site_lang == "en"
        assert of_desk("ar") == "ar"
        assert of_desk("tlh") == "en", "as of a version that spoke more"
