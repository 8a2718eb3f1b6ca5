"""The desk's page on which an editor marks passages; without scripts it is a plain form."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blog import newsroom
from blog.queries import desk as desk_queries
from tests.desk import Desk
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

TEXT = "Tariffs on steel were raised.\n\nThe border is closed."


@pytest.fixture
def public_id(talks: SampleVisit) -> str:
    return talks.publish(TEXT, kind="readout", speaker="ada-nord")


@pytest.fixture
def editor(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.editor_email)


def marks(talks: SampleVisit, public_id: str) -> list[tuple[str, ...]]:
    update = desk_queries.update(talks.visit_id, public_id)
    assert update
    return [passage.topic_slugs for passage in update.known_passages]


def send(editor: Desk, public_id: str, form: Element, **fields: object) -> TestResponse:
    """Sends the form as it stands, but for these fields."""
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return editor.post(address(public_id), {**values, **fields})


def opened(editor: Desk, public_id: str) -> Element:
    return one(parse(editor.get(address(public_id))), "#marking")


def address(public_id: str) -> str:
    return f"/desk/visits/talks/updates/{public_id}/passages"


def test_an_editor_marks_a_readout_and_declares_it(editor: Desk, talks: SampleVisit, public_id: str) -> None:
    form = opened(editor, public_id)
    assert [words(each) for each in form.cssselect(".passage")] == TEXT.split("\n\n")
    assert send(editor, public_id, form, marks=["1:trade", "2:borders"], action="save").status_code == 303
    assert marks(talks, public_id) == [("trade",), ("borders",)]
    page = parse(editor.get(address(public_id)))
    assert "Not fully marked" in words(one(page, "#marking"))
    assert "Marked in part." in words(one(page, ".marking-others"))
    assert send(editor, public_id, one(page, "#marking"), action="complete").status_code == 303
    assert marks(talks, public_id) == [("trade",), ("borders",)]
    page = parse(editor.get(address(public_id)))
    assert "Fully marked." in words(one(page, ".marking-others"))
    assert send(editor, public_id, one(page, "#marking"), action="reopen").status_code == 303
    assert "Not fully marked" in words(opened(editor, public_id))


def test_a_topic_is_suggested_for_a_passage_that_names_it(editor: Desk, talks: SampleVisit, public_id: str) -> None:
    newsroom.people.add_topic(talks.visit_id, talks.editor_id, "Steel")
    page = parse(editor.get(address(public_id)))
    assert [words(each) for each in page.cssselect("[data-suggested]")] == ["2 Steel suggested"]


def test_who_was_slower_keeps_the_marks_and_is_asked(editor: Desk, talks: SampleVisit, public_id: str) -> None:
    form = opened(editor, public_id)
    newsroom.marking.mark(talks.visit_id, talks.admin_id, public_id, {"1": ["borders"]})
    answer = send(editor, public_id, form, marks=["1:trade"], action="save")
    assert answer.status_code == 409
    page = parse(answer)
    assert "An admin changed this" in words(one(page, ".form-errors"))
    assert [box.get("value") for box in page.cssselect("[name=marks][checked]")] == ["1:trade"]
    assert send(editor, public_id, one(page, "#marking"), action="save", take="mine").status_code == 303
    assert marks(talks, public_id)[0] == ("trade",)


def test_reporters_do_not_mark_and_a_report_has_no_passages(app: Flask, talks: SampleVisit, public_id: str) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    assert reporter.get(address(public_id)).status_code == 403
    assert reporter.post(address(public_id), {"marks": ["1:trade"]}).status_code == 403
    editor = Desk.of(app).sign_in(talks.editor_email)
    report = talks.publish("A report.")
    assert editor.get(address(report)).location == f"/desk/visits/talks/updates/{report}"
    assert editor.post(address(report), {"marks": ["1:trade"]}).status_code == 422
    assert "Mark passages" in editor.get(f"/desk/visits/talks/updates/{public_id}").text
    assert "Mark passages" not in reporter.get(f"/desk/visits/talks/updates/{public_id}").text


@pytest.mark.parametrize("wrong", ["1:nothing", "1", "9:trade", ":"])
def test_odd_marks_change_nothing(editor: Desk, talks: SampleVisit, public_id: str, wrong: str) -> None:
    answer = send(editor, public_id, opened(editor, public_id), marks=[wrong], action="save")
    assert answer.status_code in (303, 422)
    assert marks(talks, public_id) == [(), ()]
