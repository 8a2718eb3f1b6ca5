"""A withdrawn text can be written again at the desk; one that was removed for good cannot."""

from __future__ import annotations

import pytest
from flask import Flask

from blog import newsroom
from blog.extensions import db
from blog.models import Update
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"


def link(public_id: str) -> str:
    return f"{DESK}?again={public_id}#composer"


def test_a_withdrawn_text_becomes_a_new_one(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    fields = {"headline": "Agreed", "kind": "statement", "speaker": "ada-nord", "topics": ["trade"], "stop": "tokyo"}
    public_id = talks.publish("> We **agree**.", key=True, **fields)
    talks.withdraw(public_id)
    page = parse(desk.get(DESK))
    assert words(one(page, f'.tools[data-for="{public_id}"] > a[href="{link(public_id)}"]')) == "Write it again"
    assert parse(desk.get(f"{DESK}/updates/{public_id}")).cssselect(f'a[href="{link(public_id)}"]')
    form = one(parse(desk.get(link(public_id).partition("#")[0])), "form#composer")
    assert (form.get("data-autosaved"), form.get("data-fresh")) == ("0", None)
    given = {name: value.lstrip() for name, value in form.form_values() if name != "csrf_token"}
    expected = {"headline": "Agreed", "body": "> We **agree**.", **fields, "topics": "trade"}
    assert {name: given[name] for name in expected} == expected
    assert not {"key", "also", "version"} & set(given)
    given["body"] = "> We *all* agree."
    assert desk.post(form.get("action"), given | {"action": "publish"}).status_code == 303
    db.session.rollback()
    states = db.session.query(Update.state).order_by(Update.id).all()
    assert [state for (state,) in states] == ["withdrawn", "published"]


@pytest.mark.parametrize("taken", ["published", "purged"])
def test_no_other_text_fills_the_composer(desk: Desk, talks: SampleVisit, taken: str) -> None:
    public_id = talks.publish("A secret word.")
    if taken == "purged":
        newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")
        assert not parse(desk.get(DESK)).cssselect(f'.tools[data-for="{public_id}"] .tool-again')
    form = one(parse(desk.get(f"{DESK}?again={public_id}")), "form#composer")
    assert not dict(form.form_values())["body"].strip()
    assert form.get("data-fresh") is not None


def test_only_who_may_edit_it_gets_the_text(app: Flask, talks: SampleVisit) -> None:
    public_id = newsroom.updates.publish(talks.visit_id, talks.editor_id, newsroom.posts.Post("An editor's word."))
    talks.withdraw(public_id)
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    assert reporter.get(f"{DESK}?again={public_id}").status_code == 403
    assert "An editor's word." not in reporter.get(DESK).text
