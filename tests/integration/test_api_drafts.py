"""The API lists what waits at the desk, in pages that no text falls out of."""

from __future__ import annotations

import pytest
from flask import Flask

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from tests.api_client import Program
from tests.sample_visit import SampleVisit


@pytest.fixture
def program(app: Flask, talks: SampleVisit) -> Program:
    return Program.of(app, talks, "editor", "drafts")


def test_what_waits_comes_in_pages_whatever_happens_meanwhile(program: Program, talks: SampleVisit) -> None:
    by = talks.visit_id, talks.editor_id
    for number in range(5):
        newsroom.drafts.save(*by, Post(f"Text {number}."))
    newsroom.drafts.save(*by, Post("Held."), state=State.HELD, embargo="When he speaks")
    found: list[str] = []
    path = "/drafts?limit=2"
    while path:
        answer = program.get(path)
        assert answer.json
        found += [one["body"] for one in answer.json["updates"]]
        following = answer.json["next"]
        assert answer.headers.get("Link") == (f'<{following}>; rel="next"' if following else None)
        newsroom.drafts.save(*by, Post("Newer."))
        newsroom.handins.discard(*by, answer.json["updates"][-1]["id"])
        path = following.split(program.base)[1] if following else ""
    assert found == ["Held.", "Text 4.", "Text 3.", "Text 2.", "Text 1.", "Text 0."]


def test_fifty_are_listed_unless_one_asks_for_another_number(program: Program, talks: SampleVisit) -> None:
    for number in range(51):
        newsroom.drafts.save(talks.visit_id, talks.editor_id, Post(f"Text {number}."))
    listed = program.get("/drafts").json
    assert listed
    assert (len(listed["updates"]), listed["next"] is None) == (50, False)
    whole = program.get("/drafts?limit=200").json
    assert whole
    assert (len(whole["updates"]), whole["next"]) == (51, None)


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "before=x", "befor=3"])
def test_a_wrong_argument_is_refused_by_name(program: Program, query: str) -> None:
    refused = program.get(f"/drafts?{query}")
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
    assert refused.json
    assert [*refused.json["errors"]] == [query.split("=")[0]]
