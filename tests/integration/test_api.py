"""What the API gives: all that pages show of a visit, its updates and its log, and nothing that they do not show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from werkzeug.routing import Rule

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from tests.action_context import SOURCED
from tests.sample_visit import SampleVisit

V1 = "/api/v1"
TALKS = f"{V1}/visits/talks"


def given(client: FlaskClient, address: str) -> Any:
    """What an address gives."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/json"
    return json.loads(answer.text)


def operations(document: Any) -> dict[tuple[str, str], Any]:
    """The operations of a description, by path and method."""
    return {
        (path, method.upper()): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def methods(rule: Rule) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def test_the_description_of_the_api_is_valid_and_names_all_of_it(app: Flask, client: FlaskClient) -> None:
    document = given(client, f"{V1}/openapi.json")
    validate(document)
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    named = {(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method) for rule in rules for method in methods(rule)}
    assert set(operations(document)) == named
    assert all(operation["summary"] for operation in operations(document).values())


def test_a_visit_is_given_whole(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish()
    newsroom.updates.pin(talks.visit_id, talks.editor_id, public_id)
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "They have met.", update=public_id)
    newsroom.visits.sum_up(talks.visit_id, talks.editor_id, "- Both **agree**")

    visit = given(client, TALKS)
    assert visit["title"] == "Talks in Vienna"
    assert visit["status"] == "live"
    assert [(stop["key"], stop["zone"], stop["phase"]) for stop in visit["stops"]] == [
        ("vienna", "Europe/Vienna", "now"),
        ("tokyo", "Asia/Tokyo", "ahead"),
    ]
    assert [side["speakers"][0]["name"] for side in visit["delegations"]] == ["Ada Nord", "Sam Sud"]
    assert [topic["slug"] for topic in visit["topics"]] == ["borders", "trade"]
    assert visit["pinned"] == public_id
    assert (visit["banner"]["text"], visit["banner"]["update"]) == ("They have met.", public_id)
    assert visit["state_of_play"]["text"] == "• Both agree"
    assert given(client, visit["updates_url"])["cursor"] == visit["cursor"]
    [listed] = given(client, f"{V1}/visits")["visits"]
    assert listed["api_url"].endswith(TALKS)
    assert listed == {name: visit[name] for name in listed}


def test_an_update_is_given_with_all_that_its_page_says_of_it(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish(
        "> We *agree*.", kind="statement", speaker="ada-nord", stop="vienna", topics=["trade"], key=True, **SOURCED
    )
    newsroom.people.change_speaker(talks.visit_id, talks.editor_id, "ada-nord", title="Minister")
    update = given(client, f"{TALKS}/updates/{public_id}")
    assert update["id"] == public_id
    assert client.get(update["url"]).status_code == 200
    assert update["html"] == '<blockquote dir="auto">\n<p dir="auto">We <em>agree</em>.</p>\n</blockquote>'
    assert update["text"] == "We agree."
    assert update["speaker"]["title"] == "Spokesperson"
    assert update["speaker"]["delegation"]["key"] == "north"
    assert update["stop"] == {"key": "vienna", "city": "Vienna", "country": "Austria", "zone": "Europe/Vienna"}
    assert update["topics"] == [{"slug": "trade", "name": "Trade"}]
    assert update["key"] is True
    assert update["issued_at"].endswith("Z")
    assert update["changes"] == []
    assert update["updated_at"] == update["published_at"]


def test_a_correction_is_told_and_every_wording_is_kept(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("Three days.")
    talks.edit(public_id, "Two days.", version=1, reason="correction", note="It is two days.")
    update = given(client, f"{TALKS}/updates/{public_id}")
    assert update["text"] == "Two days."
    [change] = update["changes"]
    assert (change["change"], change["note"]) == ("correction", "It is two days.")
    revisions = given(client, f"{TALKS}/updates/{public_id}/revisions")["revisions"]
    assert [(one["number"], one["text"], one["change"]) for one in revisions] == [
        (2, "Two days.", "correction"),
        (1, "Three days.", "first"),
    ]


def test_what_was_withdrawn_leaves_its_place_and_the_reason(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A secret.", headline="A secret", speaker="ada-nord", topics=["trade"])
    talks.withdraw(public_id, "It was not so.")
    [update] = given(client, f"{TALKS}/updates")["updates"]
    assert set(update) == {
        *("id", "url", "number", "version", "state", "published_at", "updated_at", "withdrawn_at", "note")
    }
    assert (update["state"], update["note"]) == ("withdrawn", "It was not so.")
    assert given(client, f"{TALKS}/updates/{public_id}") == update
    assert given(client, f"{TALKS}/updates/{public_id}/revisions")["revisions"] == []


def test_what_is_not_published_is_in_no_answer_and_no_event(client: FlaskClient, talks: SampleVisit) -> None:
    before = given(client, f"{TALKS}/events?limit=200")
    by, soon = (talks.visit_id, talks.editor_id), now() + timedelta(hours=1)
    ids = [
        newsroom.drafts.save(*by, Post("A secret.")),
        newsroom.drafts.save(*by, Post("A secret."), state=State.SCHEDULED, due_at=soon),
    ]
    assert given(client, f"{TALKS}/updates")["updates"] == []
    assert given(client, f"{TALKS}/events?limit=200") == before
    for public_id in ids:
        assert client.get(f"{TALKS}/updates/{public_id}").status_code == 404
        assert client.get(f"{TALKS}/updates/{public_id}/revisions").status_code == 404


def test_the_log_is_given_without_a_gap_and_without_names(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("Words.")
    newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("A draft."))
    talks.edit(public_id, "Other words.", version=1)
    events = list(walked(client, f"{TALKS}/events?limit=3", "events"))
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert [(event["verb"], event["subject"]) for event in events[-2:]] == [("publish", public_id), ("edit", public_id)]
    assert all(set(event) == {"seq", "verb", "subject", "at"} for event in events)


def walked(client: FlaskClient, address: str | None, name: str) -> Iterator[Any]:
    """All that there is, from one answer to the next; the header leads where the body does."""
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        body = json.loads(answer.text)
        yield from body[name]
        address = body["next"]
        assert answer.headers.get("Link") == (f'<{address}>; rel="next"' if address else None)


def test_one_walks_back_to_the_first_update(client: FlaskClient, talks: SampleVisit) -> None:
    ids = [talks.publish(f"Update {n}.", key=n % 2 == 0) for n in range(7)]
    assert [one["id"] for one in walked(client, f"{TALKS}/updates?limit=3", "updates")] == ids[::-1]
    assert [one["id"] for one in walked(client, f"{TALKS}/updates?limit=2&key=true", "updates")] == ids[::-2]


def test_the_manual_says_everything_that_is_in_the_description(client: FlaskClient) -> None:
    assert client.get(V1).location == f"{V1}/"
    page, document = client.get(f"{V1}/").text, given(client, f"{V1}/openapi.json")
    assert "<br>" not in page, "the lines of a docstring end where the source does"
    for (path, method), operation in operations(document).items():
        assert f"{method} {path}" in page
        assert all(f"<code>{one['name']}</code>" in page for one in operation.get("parameters", ()))
    for name, schema in document["components"]["schemas"].items():
        assert f'id="{name}"' in page
        assert all(f"<code>{field}</code>" in page for field in schema["properties"])
