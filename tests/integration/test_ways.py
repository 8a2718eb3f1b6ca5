"""A desk is open when an editor begins to approve every text, or ends the visit: it offers only what can succeed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blog import newsroom
from blog.extensions import db
from blog.models import State, Visit
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.integration.test_handins import TEXT, hand_in, row
from tests.markup import Element, one, parse, words
from tests.opened_form import HTMX
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"
POST = f"{DESK}/updates"
HTMX_FORM = HTMX | {"HX-Request-Type": "full"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def rita(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.reporter_email)


def demand(talks: SampleVisit, approval: bool = True) -> None:
    newsroom.visits.demand_approval(talks.visit_id, talks.editor_id, approval)


def heard(desk: Desk, talks: SampleVisit, cursor: str) -> Element:
    """What the desk's stream sends an open page."""
    answer = desk.client.get(f"{DESK}/since/{cursor}")
    assert answer.json
    return parse_fragment(answer.json["content"])


def parse_fragment(content: str) -> Element:
    return parse(f"<div>{content}</div>")


def cursor_of(talks: SampleVisit) -> str:
    db.session.rollback()
    return db.session.get_one(Visit, talks.visit_id, populate_existing=True).desk_cursor


def ways(page: Element) -> tuple[str, list[str], str]:
    """The main button of the composer, the others, and why there are no more."""
    others = [words(button) for button in one(page, "#composer-others").cssselect("button")]
    return words(one(page, "#main-action")), others, words(one(page, "#composer-why"))


def test_the_stream_brings_an_open_composer_the_buttons_that_can_succeed(
    desk: Desk, rita: Desk, talks: SampleVisit
) -> None:
    before = cursor_of(talks)
    demand(talks)
    why = "An editor approves every text of this visit. Hand yours in."
    assert ways(heard(rita, talks, before)) == ways(parse(rita.get(DESK))) == ("Hand in", ["Save as draft"], why)
    assert ways(heard(desk, talks, before)) == ("Publish", ["Save as draft", "Hand in"], "")
    before = cursor_of(talks)
    demand(talks, False)
    assert ways(heard(rita, talks, before)) == ("Publish", ["Save as draft", "Hand in"], "")
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    assert ways(heard(rita, talks, before))[0] == "Hand in"
    main, others, why = ways(heard(desk, talks, before))
    assert (main, others) == ("Save as draft", ["Hand in"])
    assert "set the visit live again" in why


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_is_published_all_the_same_is_handed_in_by_one_press(
    rita: Desk, talks: SampleVisit, headers: dict[str, str]
) -> None:
    rita.get(DESK)
    demand(talks)
    sent = {"body": "My text.", "client_key": "a key", "action": "publish"}
    refused = rita.post(POST, sent, headers=headers)
    assert refused.status_code == 422
    question = one(parse(refused), "#composer .form-question")
    assert "An editor approves every text" in words(question)
    assert "Your text is kept" in words(question)
    button = one(question, "button")
    assert (words(button), button.get("value")) == ("Hand in", "submit")
    assert words(one(parse(refused), "#new-body")) == "My text."
    answer = rita.post(button.get("formaction"), sent | {"action": button.get("value")})
    assert answer.status_code == 303
    update = row(answer.location.rpartition("-")[2])
    assert update
    assert (update.state, update.body) == (State.SUBMITTED, "My text.")


def test_the_outbox_learns_by_what_button_the_text_can_leave(rita: Desk, talks: SampleVisit) -> None:
    rita.get(DESK)
    demand(talks)
    sent: dict[str, Any] = {"body": "My text.", "client_key": "a key"}
    refused = rita.post(POST, sent | {"action": "publish"}, headers=JSON)
    assert (refused.status_code, refused.json and refused.json["question"]) == (
        422,
        {"label": "Hand in", "action": "submit", "sure": ""},
    )
    assert rita.post(f"{POST}?sure=", sent | {"action": "submit"}, headers=JSON).status_code == 201


def test_a_draft_that_was_opened_before_is_handed_in_by_one_press(rita: Desk, talks: SampleVisit) -> None:
    draft = newsroom.drafts.save(talks.visit_id, talks.reporter_id, TEXT)
    demand(talks)
    sent = {"body": "Better.", "version": "1", "action": "publish"}
    refused = rita.post(f"{POST}/{draft}", sent, headers=HTMX_FORM)
    button = one(parse(refused), "#editor .form-question button")
    assert (refused.status_code, button.get("value")) == (422, "submit")
    rita.post(button.get("formaction"), sent | {"action": "submit"})
    update = row(draft)
    assert update
    assert (update.state, update.body) == (State.SUBMITTED, "Better.")


def tools_of(page: TestResponse, public_id: str) -> list[str]:
    [tools] = parse(page).cssselect(f".tools[data-for='{public_id}']")
    return [words(name) for name in tools.cssselect("a .tool-name, button > span:not(.icon):not(.take-back-left)")]


def test_a_reporter_has_no_tool_for_what_only_an_editor_corrects(desk: Desk, rita: Desk, talks: SampleVisit) -> None:
    published, waiting = talks.publish("From before."), hand_in(talks)
    assert "Edit" in tools_of(rita.get(DESK), published)
    demand(talks)
    for address in (DESK, f"{DESK}/search?state=published"):
        tools = tools_of(rita.get(address), published)
        assert ("Edit" in tools, "Withdraw" in tools) == (False, True), address
        assert "Edit" in tools_of(desk.get(address), published)
    found = rita.get(f"{DESK}/search?state=published")
    assert not parse(found).cssselect(f"#found [href='{POST}/{published}']")
    assert "Edit" in tools_of(rita.get(f"{DESK}/search?state=submitted"), waiting)
    told = rita.get(f"{DESK}/tools?ids={published}")
    assert told.json == {"edit": [], "own": [published]}
    page = parse(rita.get(f"{POST}/{published}"))
    assert not page.cssselect("#editor")
    assert "Withdraw" in words(one(page, "#beside-edit"))


def test_a_correction_that_was_begun_before_is_kept_with_the_reason_and_can_become_a_draft(
    rita: Desk, talks: SampleVisit
) -> None:
    published = talks.publish("Two days.")
    rita.get(f"{POST}/{published}")
    demand(talks)
    sent = {"body": "Three days.", "version": "1", "change": "typo", "action": "publish"}
    by_script = rita.post(f"{POST}/{published}", sent, headers=HTMX_FORM)
    assert (by_script.status_code, by_script.mimetype) == (403, "text/plain")
    assert "Ask one to make it" in by_script.text
    assert "Your text is kept" in by_script.text
    page = rita.post(f"{POST}/{published}", sent)
    form = one(parse(page), "#editor")
    assert (page.status_code, words(one(form, "[name=body]"))) == (403, "Three days.")
    button = one(form, "#main-action")
    assert words(button) == "Save as a new draft"
    saved = rita.post(button.get("formaction"), sent | {"action": button.get("value")})
    update = row(saved.location.rpartition("-")[2])
    assert update
    assert (update.state, update.body) == (State.DRAFT, "Three days.")
