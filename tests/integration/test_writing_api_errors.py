"""What the writing API says of a body that it refuses: each field that is wrong, with the desk's sentence."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.api_client import Program, pointers
from tests.integration.test_writing_api import count
from tests.sample_visit import SampleVisit


@pytest.fixture
def program(app: Flask, talks: SampleVisit) -> Program:
    return Program.of(app, talks)


def test_errors_name_each_field_with_the_desks_sentence(program: Program) -> None:
    wrong = {"body": "x" * 20_001, "kind": "rumour", "topics": ["none"], "issued_at": "yesterday"}
    refused = program.post({**wrong, "pool_number": 1000, "pooler": "x" * 121})
    assert refused.status_code == 422
    said = pointers(refused)
    assert said.keys() == {"#/body", "#/kind", "#/topics", "#/issued_at", "#/pool_number", "#/pooler"}
    assert said["#/body"] == "The text is 1 character too long (maximum 20,000). Your text is kept."
    assert count() == 0


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"body": 7}, "#/body"),
        ({"body": "Text.", "topics": "trade"}, "#/topics"),
        ({"body": "Text.", "topics": ["trade", 7]}, "#/topics/1"),
        ({"body": "Text.", "key": "yes"}, "#/key"),
        ({"body": "\ud800"}, "#/body"),
        ({"headline": "Text.", "a/b~c": 1}, "#/a~1b~0c"),
        ({"body": "Text.", "action": "shout"}, "#/action"),
        ({"body": "Text.", "action": "schedule", "publish_at": "soon"}, "#/publish_at"),
        ([], "#"),
    ],
)
def test_what_is_no_such_field_is_named_by_a_pointer(program: Program, body: object, pointer: str) -> None:
    refused = program.post(body)
    assert refused.status_code == 422, refused.text
    assert list(pointers(refused)) == [pointer]
    assert count() == 0


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("updates", {"body": "Write something"}),
        ("notes", {"text": "Write what your colleagues should know."}),
        ("stops", {"city": "Enter the city."}),
        ("speakers", {"name": "Enter the name", "title": "Enter the title"}),
    ],
)
def test_a_field_with_a_wrong_name_and_the_one_that_lacks_are_both_named(
    program: Program, path: str, needed: dict[str, str]
) -> None:
    said = pointers(program.send("POST", f"/{path}", {"txt": "They met.", **dict.fromkeys(needed)}))
    assert said.keys() == {"#/txt", *(f"#/{name}" for name in needed)}
    assert said["#/txt"] == "Unknown field."
    assert all(said[f"#/{name}"].startswith(sentence) for name, sentence in needed.items())
