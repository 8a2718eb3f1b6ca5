"""A form of the desk that is refused comes back whole: every field as it was sent, each error beside its field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest
from flask import Flask
from werkzeug.routing import Rule

from blog import newsroom
from blog.newsroom.engagements import Plan
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.markup import Element, one, parse
from tests.sample_visit import SampleVisit

VISIT = "/desk/visits/talks"
SET_UP = f"{VISIT}/set-up"
LONG = "x" * 2_001
BODY = "x" * 20_001
UPDATE = {"headline": "Kept", "kind": "readout", "standing": "disputed", "stop": "vienna", "source": "North"}
EVENT = {"title": "Kept", "stop": "vienna", "place": "Kept", "access": "spray", "gathering": "Kept", "note": "Kept"}
# The forms without a field to come back: tools, removals, and the fragments of previews.
FIELDLESS = {
    "confirm_translation",
    "mark",
    "join_team",
    "leave_team",
    "here",
    "order_stops",
    "order_ready_texts",
    "remove_ready_text",
    "discard_draft",
    "take_back_update",
    "pin",
    "unpin",
    "key",
    "unkey",
    "clear_banner",
    "remove",
    "take_back",
    "purge",
    "preview",
    "claim",
    "unclaim",
    "approve",
    "discard",
    "demand_approval",
    "drop_held_banner",
    "resolve_note",
    "reopen_note",
    "delete_note",
    "dismiss_handover",
    "follow_event",
    "remove_event",
}
# About what waits, and not what is published: `test_queue.py` and `test_embargo_doors.py` show that notes are kept.
OF_THE_QUEUE = {"return", "release", "release_embargo"}
# A file cannot come back in a form; what is said of it goes with the text's own form (`test_media_at_the_desk.py`).
OF_MEDIA = {"add_media", "describe_media", "describe_portrait", "remove_portrait"}


@dataclass(frozen=True)
class Refused:
    """A form that is refused for its field `wrong`."""

    endpoint: str
    path: str
    wrong: str
    value: str
    fields: dict[str, str] = field(default_factory=dict)
    is_fragment: bool = False  # htmx asks for the form alone, not for a page to select it from
    form: str = ""  # the action of the form, where `path` is another button's

    @property
    def htmx_headers(self) -> dict[str, str]:
        return {"HX-Request": "true", "HX-Request-Type": "partial" if self.is_fragment else "full"}


REFUSED = [
    Refused("publish", f"{VISIT}/updates", "body", BODY, UPDATE, is_fragment=True),
    Refused("change", f"{VISIT}/updates/<id>", "body", BODY, {**UPDATE, "change": "correction", "note": "Why"}),
    Refused("withdraw", f"{VISIT}/updates/<id>/withdraw", "note", "x" * 501),
    Refused("purge_sure", f"{VISIT}/updates/<id>/purge/sure", "note", "x" * 501),
    Refused("banner", f"{VISIT}/banner", "text", "x" * 281, {"level": "alert"}, is_fragment=True),
    Refused("write_note", f"{VISIT}/notes", "text", "x" * 501, is_fragment=True),
    Refused("hand_over", f"{VISIT}/handover", "promised", LONG, {"who_is_on": "Kept", "what_waits": "Kept"}),
    Refused("set_embargo", f"{VISIT}/embargoes", "until", "soon", {"title": "Kept", "city": "Vienna"}),
    Refused("change_embargo", f"{VISIT}/embargoes/<embargo>", "until", "soon", {"title": "Kept", "city": "Vienna"}),
    Refused("status", f"{VISIT}/status", "live_from", "soon", {"status": "paused"}, is_fragment=True),
    Refused("state_of_play", f"{VISIT}/state-of-play", "state_of_play", LONG, is_fragment=True),
    Refused("open_visit", "/desk/visits/new", "slug", "No slug", {"title": "Kept", "zone": "Europe/Oslo"}),
    Refused("describe", f"{SET_UP}/description", "title", "x" * 301, {"summary": "Kept", "notice": "Kept"}),
    Refused("add_stop", f"{SET_UP}/stops", "zone", "Nowhere", {"city": "Oslo", "country": "Norway"}),
    Refused("change_stop", f"{SET_UP}/stops/vienna", "planned_from", "soon", {"city": "Wien", "press_access": "Kept"}),
    Refused("arrived", f"{SET_UP}/stops/tokyo/arrived", "at", "soon"),
    Refused("left", f"{SET_UP}/stops/vienna/left", "at", "soon", form=f"{SET_UP}/stops/vienna/arrived"),
    Refused("add_delegation", f"{SET_UP}/delegations", "name", "", {"short_name": "Kept", "capital": "Oslo"}),
    Refused("alter_delegation", f"{SET_UP}/delegations/north", "name", "", {"short_name": "Kept", "country": "Kept"}),
    Refused("add_speaker", f"{SET_UP}/speakers", "name", "", {"title": "Kept", "delegation": "south"}),
    Refused("add_speakers", f"{SET_UP}/delegations/north/speakers", "lines", "Nobody"),
    Refused("add_ready_text", f"{SET_UP}/ready-texts", "name", "", {"headline": "Kept"}),
    Refused("change_ready_text", f"{SET_UP}/ready-texts/it-begins", "name", "", {"headline": "Kept", "body": "Kept"}),
    Refused("change_speaker", f"{SET_UP}/speakers/ada-nord", "name", "", {"title": "Kept"}),
    Refused("add_chosen_speaker", f"{VISIT}/speakers", "title", "", {"name": "Kept", "delegation": "south"}, True),
    Refused("add_chosen_topic", f"{VISIT}/topics", "name", "", is_fragment=True),
    Refused("add_event", f"{VISIT}/schedule", "begins_at", "soon", {**EVENT, "stop": "tokyo"}),
    Refused("guidance", f"{VISIT}/schedule/guidance", "day", "soon", {"stop": "vienna", "text": "10.00 Opening"}),
    Refused("change_event", f"{VISIT}/schedule/<event>", "title", "", {**EVENT, "title": "Kept"}),
    Refused("move_event", f"{VISIT}/schedule/<event>/move", "begins_at", "soon", {"ends_at": "2026-03-04T11:00"}),
    Refused("add_topic", f"{SET_UP}/topics", "name", ""),
    Refused("rename_topic", f"{SET_UP}/topics/trade", "name", ""),
]


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.endpoint)
def test_a_refused_form_keeps_every_field_and_has_its_error_beside_the_field(
    app: Flask, talks: SampleVisit, refused: Refused, htmx: bool
) -> None:
    desk = Desk.of(app).sign_in(talks.admin_email)
    path = refused.path.replace("<id>", talks.publish("Two days."))
    path = path.replace("<embargo>", newsroom.embargoes.set_embargo(talks.visit_id, talks.admin_id, "He speaks"))
    opening = Plan("Opening", datetime(2026, 3, 4, 9, tzinfo=UTC))
    path = path.replace("<event>", newsroom.engagements.plan(talks.visit_id, SYSTEM, "tokyo", opening))
    newsroom.ready_texts.add(
        talks.visit_id, SYSTEM, {"name": "It begins", "body": "[Who] speaks.", "kind": "report", "standing": "reported"}
    )
    sent = {**refused.fields, refused.wrong: refused.value, "version": "1"}
    answer = desk.post(path, sent, headers=refused.htmx_headers if htmx else {})
    assert answer.status_code == 422
    assert ("<html" in answer.text) is not (htmx and refused.is_fragment)
    form = one(parse(answer), f'form[action="{refused.form or path}"]')
    values = dict(form.form_values())
    for name, value in sent.items():
        if name in form.fields:
            assert values[name].strip() == value, name
    assert name_of_first_error(form) == refused.wrong
    assert set(refused.fields) <= set(form.fields), "a field of the form is missing"


def name_of_first_error(form: Element) -> str:
    """The name of the first field that is marked as wrong; its description must exist and say why."""
    marked = form.cssselect("[aria-invalid=true]")[0]
    assert all(one(form, f"#{place}").text_content().strip() for place in marked.get("aria-describedby").split())
    return str(marked.get("name"))


def test_every_form_with_fields_is_among_them(app: Flask) -> None:
    known = {f"desk.{refused.endpoint}" for refused in REFUSED} | {
        f"desk.{endpoint}" for endpoint in FIELDLESS | OF_THE_QUEUE | OF_MEDIA
    }
    assert {rule.endpoint for rule in app.url_map.iter_rules() if takes_form(rule)} == known


def takes_form(rule: Rule) -> bool:
    is_desk = PurePosixPath("/desk/visits") in PurePosixPath(rule.rule).parents
    return is_desk and "POST" in (rule.methods or ())


@pytest.mark.parametrize("htmx", [False, True])
def test_a_refused_tool_is_answered_with_its_status_and_a_sentence(desk: Desk, talks: SampleVisit, htmx: bool) -> None:
    public_id = talks.publish("Two days.")
    desk.post(f"{VISIT}/updates/{public_id}/withdraw", {"note": "Wrong."})
    answer = desk.post(f"{VISIT}/updates/{public_id}/pin", headers={"HX-Request": "true"} if htmx else {})
    assert answer.status_code == 422
    assert "This update is not published" in answer.text
    assert answer.text.startswith("This update" if htmx else "<!DOCTYPE")
    assert desk.post(f"{VISIT}/updates/none/pin").status_code == 404
