"""The names that an update is signed with: readers see them everywhere, and never the address of an account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.cli.posts import post as post_command
from blog.extensions import db
from blog.models import Event, Reporter, Revision, State, Update
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import Post
from tests.archives import exported, forget_everything, imported
from tests.desk import Desk
from tests.feeds import parsed
from tests.markup import Element, one, parse, shown, words
from tests.sample_visit import SampleVisit

DOORS = ("", "/feed.atom", "/feed.rss", "/feed.json", "/search?q=met", "/corrections", "/embed")


def update_of(public_id: str) -> Update:
    db.session.rollback()
    found = db.session.scalar(select(Update).where(Update.public_id == public_id))
    assert found
    return found


def byline(client: FlaskClient, talks: SampleVisit, public_id: str) -> str:
    page = parse(client.get(f"/live/{talks.slug}/updates/{public_id}"))
    return words(one(page, f'[data-update="{public_id}"] .byline'))


def refused(answer: Any) -> Element:
    """The composer of an answer that refuses the byline."""
    assert answer.status_code == 422
    form = one(parse(answer), "#composer")
    assert one(form, "[name=by]").get("aria-invalid") == "true"
    assert form.cssselect("details[open] [name=by]")
    return form


@pytest.mark.both_footings
def test_others_sign_and_the_account_that_typed_is_known_to_the_desk_alone(
    app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    desk = Desk.of(app).sign_in(talks.reporter_email)
    desk.publish("talks", "They met.", by=["Ada Lovelace", "Rita Rossi"])
    [public_id] = shown(parse(client.get("/live/talks")))
    assert byline(client, talks, public_id) == "By Ada Lovelace and Rita Rossi"
    assert update_of(public_id).author_id == talks.reporter_id
    assert db.session.scalars(select(Event.by_id).where(Event.subject == public_id)).all() == [talks.reporter_id]
    for door in DOORS:
        assert "An reporter" not in client.get(f"/live/talks{door}").text, door
    assert shown(parse(client.get("/live/talks"))) == [public_id]
    assert "They met." in desk.get("/desk/visits/talks/search?by=reporter@example.org").text


def test_without_names_it_is_signed_by_who_sends_it(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They met.")
    assert byline(client, talks, public_id) == "By An reporter"
    assert update_of(public_id).byline == ""
    analysis = talks.publish("It means much.", kind="analysis", by=["Ada", "Bea", "Cleo"])
    assert byline(client, talks, analysis) == "by Ada, Bea and Cleo"
    assert words(one(parse(desk.get("/desk/visits/talks")), ".chip-fold:has([name=by]) summary")) == "By you"
    edit = parse(desk.get(f"/desk/visits/talks/updates/{public_id}"))
    assert words(one(edit, ".chip-fold:has([name=by]) summary")) == "By An reporter"


@pytest.mark.both_footings
def test_an_address_of_the_team_becomes_a_name_and_reaches_no_reader(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    desk.publish("talks", "They met.", by=[" Reporter@Example.org ", "Reuters pool", "an reporter"])
    [public_id] = shown(parse(client.get("/live/talks")))
    assert byline(client, talks, public_id) == "By An reporter and Reuters pool"
    api = f"/api/v1/visits/talks/updates/{public_id}"
    for address in (api, f"{api}/revisions", *(f"/live/talks{door}" for door in DOORS)):
        assert "@example.org" not in client.get(address).text.lower(), address


@pytest.mark.parametrize("typed", ["stranger@example.org", "Rita <reporter@example.org>", "reporter＠example.com"])
def test_an_address_of_nobody_here_is_refused_beside_the_field(desk: Desk, talks: SampleVisit, typed: str) -> None:
    form = refused(desk.publish("talks", "They met.", by=["Ada", typed]))
    assert f"{typed} is no account of this visit" in words(one(form, "#new-by-error"))
    assert one(form, "[name=by]").get("value") == f"Ada, {typed}"
    assert one(form, "[name=body]").text.strip() == "They met."


def test_who_has_left_the_visit_signs_by_name_alone(talks: SampleVisit) -> None:
    newsroom.reporters.switch_off(talks.reporter_email)
    with pytest.raises(Invalid) as refusal:
        newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("They met.", by=[talks.reporter_email]))
    assert set(refusal.value.fields) == {"by"}
    assert newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("They met.", by=["An reporter"]))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["A", "B, C; D", "E", "F"], "Give at most 5 names."),
        (["a@b", "b@b; c@b", "d@b", "e@b", "f@b"], "Give at most 5 names."),  # no account is looked up
        (["x" * 81], "A name can have at most 80 characters."),
    ],
)
def test_there_are_few_names_and_each_is_a_name(
    desk: Desk, talks: SampleVisit, typed: list[str], sentence: str
) -> None:
    assert words(one(refused(desk.publish("talks", "They met.", by=typed)), "#new-by-error")) == sentence


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Ada Lovelace; Rita Rossi, Reuters pool", ("Ada Lovelace", "Rita Rossi", "Reuters pool")),
        ("王毅、李明，新华社", ("王毅", "李明", "新华社")),
        (" , Ada ,, ada;\u200b", ("Ada",)),
        (", ;", ("An editor",)),
    ],
)
def test_names_in_one_field_are_told_apart(
    desk: Desk, client: FlaskClient, talks: SampleVisit, typed: str, names: tuple[str, ...]
) -> None:
    desk.publish("talks", "They met.", by=typed)
    [public_id] = shown(parse(client.get("/live/talks")))
    assert update_of(public_id).authors == names


def test_every_format_tells_the_authors_apart(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They met.", by=["Ada Lovelace", "Rita Rossi"])
    names = ["Ada Lovelace", "Rita Rossi"]
    [entry] = parsed(client.get("/live/talks/feed.atom")).entries
    assert [author.name for author in entry.authors] == names
    assert "By Ada Lovelace and Rita Rossi" in words(parse(entry.content[0].value))
    assert client.get("/live/talks/feed.rss").text.count("<dc:creator>") == 2
    item = client.get("/live/talks/feed.json").json["items"][0]  # type: ignore[index]
    assert item["authors"] == [{"name": name} for name in names]
    answer = client.get(f"/api/v1/visits/talks/updates/{public_id}").json
    assert answer
    assert (answer["author"], answer["authors"]) == ("Ada Lovelace and Rita Rossi", names)
    page = client.get(f"/live/talks/updates/{public_id}").text
    assert '"author": [{"@type": "Person", "name": "Ada Lovelace"}, {"@type": "Person", "name": "Rita Rossi"}]' in page
    told = client.get(f"/oembed?url=http://localhost:8000/live/talks/updates/{public_id}").json
    assert told
    assert told["author_name"] == "Ada Lovelace and Rita Rossi"


@pytest.mark.both_footings
def test_a_byline_is_corrected_and_its_history_shows_both(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They met.", by=["Ada Lovelace"])
    address = f"/desk/visits/talks/updates/{public_id}"
    assert one(parse(desk.get(address)), "[name=by]").get("value") == "Ada Lovelace"
    fields = {"body": "They met.", "stop": "", "version": "1", "change": "correction", "note": "Rita wrote it."}
    assert desk.post(address, {**fields, "by": "Rita Rossi"}).status_code == 303
    assert byline(client, talks, public_id) == "By Rita Rossi"
    history = words(parse(client.get(f"/live/talks/updates/{public_id}/history")))
    assert "Byline: Ada Lovelace now Rita Rossi" in history
    assert "Byline: Ada Lovelace now Rita Rossi" in words(parse(client.get("/live/talks/corrections")))
    assert desk.post(address, {**fields, "version": "2", "note": "The desk wrote it."}).status_code == 303
    assert byline(client, talks, public_id) == "By An reporter", "as the account that sent it first"
    assert desk.post(address, {**fields, "version": "3", "change": "typo", "by": "Rita Rosi"}).status_code == 303
    assert byline(client, talks, public_id) == "By Rita Rosi", "the byline alone is a change"
    assert update_of(public_id).author_id == talks.reporter_id
    revisions = client.get(f"/api/v1/visits/talks/updates/{public_id}/revisions").json
    assert revisions
    assert [revision["by"] for revision in revisions["revisions"]] == [
        ["Rita Rosi"],
        [],
        ["Rita Rossi"],
        ["Ada Lovelace"],
    ]


@pytest.mark.both_footings
def test_a_search_finds_who_signed_until_it_is_taken_down(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They met.", by=["Zoë Müller"])
    search = "/live/talks/search?q=zoe+muller"
    assert len(parse(client.get(search)).cssselect(".result")) == 1
    talks.withdraw(public_id)
    assert not parse(client.get(search)).cssselect(".result")
    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")
    assert update_of(public_id).byline == ""
    assert set(db.session.scalars(select(Revision.byline)).all()) == {""}


def test_a_draft_keeps_its_byline(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    desk.publish("talks", "They met.", action="draft", by="Ada Lovelace")
    draft = db.session.scalars(select(Update)).one()
    assert (draft.state, draft.byline) == (State.DRAFT, "Ada Lovelace")
    fields = {"body": "They met.", "version": draft.version, "action": "publish", "by": "Ada Lovelace; Rita Rossi"}
    desk.post(f"/desk/visits/talks/updates/{draft.public_id}", fields)
    assert byline(client, talks, draft.public_id) == "By Ada Lovelace and Rita Rossi"


def test_a_preview_shows_the_byline(desk: Desk, talks: SampleVisit) -> None:
    answer = desk.post("/desk/visits/talks/preview", {"body": "They met.", "by": "Ada, Bea"})
    assert words(one(parse(answer), ".byline")) == "By Ada and Bea"
    assert (
        words(one(parse(desk.post("/desk/visits/talks/preview", {"body": "They met."})), ".byline")) == "By An editor"
    )


def test_an_archive_brings_the_names_and_not_the_account_behind_them(
    app: Flask, client: FlaskClient, talks: SampleVisit, tmp_path: Path
) -> None:
    signed = talks.publish("They met.", by=["Ada Lovelace", "Rita Rossi"])
    own = talks.publish("They met again.")
    document = exported(app, "talks", tmp_path / "archive")
    assert [update["author"] for update in document["updates"]] == [None, "An reporter"]
    assert [update["revisions"][0]["by"] for update in document["updates"]] == [["Ada Lovelace", "Rita Rossi"], []]
    del document["updates"][1]["revisions"][0]["by"]  # as an older archive has it
    forget_everything()
    assert imported(app, document, tmp_path).exit_code == 0
    assert byline(client, talks, signed) == "By Ada Lovelace and Rita Rossi"
    assert byline(client, talks, own) == "By An reporter"
    assert len(parse(client.get("/live/talks/search?q=lovelace")).cssselect(".result")) == 1
    assert db.session.scalars(select(Reporter.name)).all() == ["An reporter"]


@pytest.mark.parametrize("names", [["A\nB"], ["x" * 81], list("abcdef"), [""], "Ada"])
def test_an_archive_with_another_byline_is_refused(
    app: Flask, talks: SampleVisit, tmp_path: Path, names: object
) -> None:
    talks.publish("They met.")
    document = exported(app, "talks", tmp_path / "archive")
    document["updates"][0]["revisions"][0]["by"] = names
    forget_everything()
    refusal = imported(app, document, tmp_path)
    assert refusal.exit_code == 1
    assert "updates[0].revisions[0].by" in refusal.stderr


def test_a_terminal_signs_with_names(app: Flask, client: FlaskClient, talks: SampleVisit) -> None:
    run = app.test_cli_runner()
    assert run.invoke(post_command, ["talks", "They met.", "--by", "Ada", "--by", "Bea"]).exit_code == 0
    [public_id] = shown(parse(client.get("/live/talks")))
    assert byline(client, talks, public_id) == "By Ada and Bea"
