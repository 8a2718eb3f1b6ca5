"""Setting a visit up through the API: what a program sends is what readers see, by the newsroom's own rules."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.api_client import Program, pointers
from tests.sample_visit import SampleVisit


@pytest.fixture
def program(app: Flask, talks: SampleVisit) -> Program:
    return Program.of(app, talks, "editor", "set-up")


def visit(program: Program) -> Any:
    return program.get("").json


def test_a_visit_is_described_and_ended(program: Program) -> None:
    assert program.send("PATCH", "", {"title": "Talks in Graz", "notice": "Moved."}).status_code == 204
    now_is = visit(program)
    assert (now_is["title"], now_is["summary"], now_is["notice"]) == (
        "Talks in Graz",
        "Two sides, one table.",
        "Moved.",
    )
    assert program.send("PATCH", "", {"status": "ended"}).status_code == 204
    assert visit(program)["status"] == "ended"
    assert "#/title" in pointers(program.send("PATCH", "", {"title": " "}))
    assert program.send("PATCH", "", {"status": "over"}).status_code == 422


def test_stops_are_added_changed_reached_and_removed(program: Program) -> None:
    made = program.send("POST", "/stops", {"city": "Lima", "zone": "America/Lima", "planned_from": "2030-05-01T09:00"})
    assert (made.status_code, made.json) == (201, {"key": "lima"})
    lima = visit(program)["stops"][-1]
    assert (lima["city"], lima["planned_from"]) == ("Lima", "2030-05-01T14:00:00Z")
    assert program.send("PATCH", "/stops/lima", {"country": "Peru"}).status_code == 204
    changed = visit(program)["stops"][-1]
    assert (changed["country"], changed["planned_from"]) == ("Peru", "2030-05-01T14:00:00Z")
    assert program.send("POST", "/stops/lima/left", {}).status_code == 409
    assert program.send("POST", "/stops/vienna/left", {}).status_code == 204
    assert program.send("POST", "/stops/lima/arrived", {}).status_code == 204
    assert visit(program)["stops"][-1]["phase"] == "now"
    assert program.send("DELETE", "/stops/tokyo").status_code == 204
    assert program.send("DELETE", "/stops/tokyo").status_code == 404
    assert "#/planned_from" in pointers(program.send("PATCH", "/stops/lima", {"planned_from": "soon"}))


def test_sides_speakers_and_topics_are_added_changed_and_removed(program: Program) -> None:
    assert program.send("POST", "/delegations", {"name": "East"}).json == {"key": "east"}
    speaker = {"name": "Eve East", "title": "Envoy", "delegation": "east"}
    assert program.send("POST", "/speakers", speaker).json == {"key": "eve-east"}
    assert program.send("POST", "/topics", {"name": "Water"}).json == {"key": "water"}
    assert program.send("PATCH", "/delegations/east", {"country": "Estonia"}).status_code == 204
    assert program.send("PATCH", "/speakers/eve-east", {"title": "Minister"}).status_code == 204
    assert program.send("PATCH", "/topics/water", {"name": "Rivers"}).status_code == 204
    now_is = visit(program)
    east = next(side for side in now_is["delegations"] if side["key"] == "east")
    assert (east["name"], east["country"]) == ("East", "Estonia")
    assert [(one["name"], one["title"]) for one in east["speakers"]] == [("Eve East", "Minister")]
    assert {"slug": "water", "name": "Rivers"} in now_is["topics"]
    assert program.send("DELETE", "/delegations/east").status_code == 409
    for path in ("/speakers/eve-east", "/delegations/east", "/topics/water"):
        assert program.send("DELETE", path).status_code == 204
        assert program.send("PATCH", path, {"name": "Gone"}).status_code == 404
    assert "#/name" in pointers(program.send("POST", "/topics", {}))


def test_a_key_without_the_scope_sets_nothing_up(app: Flask, talks: SampleVisit, client: FlaskClient) -> None:
    for role, scopes in (("editor", ["publish", "banner", "drafts"]), ("reporter", ["set-up"])):
        program = Program.of(app, talks, role, *scopes)
        for method, path in (("PATCH", ""), ("POST", "/stops"), ("DELETE", "/topics/trade"), ("POST", "/speakers")):
            body = None if method == "DELETE" else {"title": "X", "name": "X", "city": "X", "zone": "UTC"}
            sent = {name: value for name, value in (body or {}).items() if name in FIELDS[path]} if body else None
            assert program.send(method, path, sent).status_code == 403, (role, method, path)


FIELDS = {"": ("title",), "/stops": ("city", "zone"), "/speakers": ("name", "title")}
