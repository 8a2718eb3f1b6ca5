"""Every address of the API, by role, by whose text it is, by visit and by scope: a new one has to be in the table."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog.extensions import limiter
from blog.models import Role
from tests.api_client import EVERYTHING, Program
from tests.api_doors import DOORS, PUBLIC, Door
from tests.integration.test_safety import methods
from tests.permitted import WHERE, Places
from tests.sample_visit import SampleVisit


def method_of(app: Flask, endpoint: str) -> str:
    [rule] = app.url_map.iter_rules(endpoint)
    [method] = set(methods(rule)) - {"HEAD", "OPTIONS"}
    return method


def is_permitted(app: Flask, program: Program, endpoint: str, door: Door, public_id: str) -> bool:
    limiter.reset()  # the table has more rows than an account has posts in a minute
    path = door.path.format(id=public_id)
    answer = program.send(method_of(app, endpoint), path, door.body, If_Match="*")
    assert answer.status_code in (200, 204, 403, 404, 409, 422), (endpoint, answer.text)
    return answer.status_code != 403


def test_every_address_of_the_api_is_in_the_table(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    assert endpoints == DOORS.keys() | PUBLIC


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_key_opens_what_the_table_says(app: Flask, talks: SampleVisit, role: str) -> None:
    places = Places.of(app, talks, role)
    programs = {scope: Program.of(app, talks, role, scope) for scope in EVERYTHING}
    for endpoint, door in DOORS.items():
        for where in WHERE:
            slug, _visit_id, public_id = places.by_name[where]
            for scope, program in programs.items():
                program.base = f"/api/v1/visits/{slug}"
                has_scope = scope == door.scope or (scope, door.scope) == ("publish", "write")
                expected = has_scope and (role, where) in door.allowed
                assert is_permitted(app, program, endpoint, door, public_id) is expected, (endpoint, where, scope)


def test_without_a_key_every_door_is_closed(app: Flask, talks: SampleVisit, client: FlaskClient) -> None:
    public_id = talks.publish()
    for endpoint, door in DOORS.items():
        path = f"/api/v1/visits/talks{door.path.format(id=public_id)}"
        sent = {} if door.body is None else {"json": door.body}
        answer = client.open(path, method=method_of(app, endpoint), **sent)
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), endpoint
