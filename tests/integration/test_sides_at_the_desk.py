"""How an update comes to be of a side without a named person, and how it goes: desk, drafts, archive, terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.cli.posts import post
from blog.models import State
from blog.newsroom.errors import Refused
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.archives import exported, forget_everything, imported
from tests.desk import Desk
from tests.integration.test_sides import READOUTS, article, readout, update_of
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit


@pytest.fixture
def desk(app: Flask, talks: SampleVisit) -> Desk:
    return Desk.of(app).sign_in(talks.editor_email)


def test_the_composer_offers_the_sides_beside_their_speakers(desk: Desk, talks: SampleVisit) -> None:
    newsroom.people.add_delegation(talks.visit_id, SYSTEM, "East")
    choice = one(parse(desk.get("/desk/visits/talks")), "#composer [name=speaker]")
    offered = {
        group.get("label"): [option.get("value") for option in group.cssselect("option")]
        for group in choice.cssselect("optgroup")
    }
    assert offered == {
        "North": ["side:north", "ada-nord"],
        "South": ["side:south", "sam-sud"],
        "East": ["side:east"],
    }


def test_the_desk_publishes_and_edits_in_the_name_of_a_side(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    assert desk.publish("talks", "In depth.", kind="statement", speaker="side:south").status_code < 400
    [public_id] = shown(parse(client.get("/live/talks?delegation=south")))
    form = parse(desk.get(f"/desk/visits/talks/updates/{public_id}"))
    assert one(form, "[name=speaker] [selected]").get("value") == "side:south"
    fields = {"body": "In depth.", "kind": "statement", "speaker": "ada-nord", "version": "1", "change": "update"}
    desk.post(f"/desk/visits/talks/updates/{public_id}", fields)
    assert update_of(public_id).version == 2
    found = article(client, talks, public_id)
    assert (found.get("data-delegation"), found.get("data-speaker")) == ("north", "ada-nord")
    desk.post(f"/desk/visits/talks/updates/{public_id}", fields | {"speaker": "side:north", "version": "2"})
    found = article(client, talks, public_id)
    assert (found.get("data-delegation"), found.get("data-speaker")) == ("north", None)


def test_a_refused_form_keeps_the_side(desk: Desk, talks: SampleVisit) -> None:
    answer = desk.publish("talks", " ", kind="readout", speaker="side:south")
    assert answer.status_code == 422
    assert one(parse(answer), "#composer [name=speaker] [selected]").get("value") == "side:south"
    refused = desk.publish("talks", "In depth.", speaker="side:east")
    assert refused.status_code == 422
    assert "This side is not part of the visit" in words(parse(refused))


def test_a_draft_keeps_the_side(talks: SampleVisit) -> None:
    by = talks.visit_id, talks.editor_id
    public_id = newsroom.drafts.save(*by, Post("In depth.", kind="readout", delegation="south"))
    kept = update_of(public_id)
    assert kept.delegation
    assert (kept.state, kept.delegation.key) == (State.DRAFT, "south")


def test_a_side_that_said_something_cannot_be_taken_out_of_the_talks(talks: SampleVisit) -> None:
    by = talks.visit_id, SYSTEM
    key = newsroom.people.add_delegation(*by, "East")
    public_id = readout(talks, delegation=key)
    with pytest.raises(Refused, match="1 update is attributed to East"):
        newsroom.removal.drop_delegation(*by, key)
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")
    newsroom.removal.drop_delegation(*by, key)


@pytest.mark.parametrize("taken_down", ["withdrawn", "purged"])
def test_what_is_taken_down_says_nothing_of_the_side(client: FlaskClient, talks: SampleVisit, taken_down: str) -> None:
    public_id = readout(talks)
    talks.withdraw(public_id)
    if taken_down == "purged":
        newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")
        assert update_of(public_id).delegation_id is None
    found = article(client, talks, public_id)
    assert found.get("data-delegation") is None
    assert "South" not in words(found)
    assert not shown(parse(client.get("/live/talks?delegation=south")))
    answer = client.get(f"/api/v1/visits/talks/updates/{public_id}").json
    assert answer
    assert "delegation" not in answer
    silent = [words(line) for line in parse(client.get(READOUTS)).cssselect(".account-none")]
    assert not silent or "Nothing from South yet." in silent


def test_an_archive_brings_the_side_back(app: Flask, client: FlaskClient, talks: SampleVisit, tmp_path: Path) -> None:
    alone, spoken = readout(talks), talks.publish("I agree.", kind="statement", speaker="ada-nord")
    document = exported(app, "talks", tmp_path / "archive")
    assert [update["delegation"] for update in document["updates"]] == ["south", "north"]
    del document["updates"][1]["delegation"]  # as an older archive has it
    forget_everything()
    assert imported(app, document, tmp_path).exit_code == 0
    columns = {
        one(account, "[data-update]").get("data-update"): words(one(account, ".account-side"))
        for account in parse(client.get(READOUTS)).cssselect(".account")
    }
    assert columns == {alone: "South", spoken: "North"}
    assert parse(client.get("/live/talks/search?q=south+depth")).cssselect(".result")


def test_a_terminal_posts_in_the_name_of_a_side(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    run = app.test_cli_runner()
    said = ["talks", "In depth.", "--kind", "statement", "--delegation"]
    assert run.invoke(post, [*said, "south"]).exit_code == 0
    assert len(shown(parse(client.get("/live/talks?delegation=south")))) == 1
    refused = run.invoke(post, [*said, "east"])
    assert refused.exit_code == 1
    assert "This side is not part of the visit" in refused.stderr
