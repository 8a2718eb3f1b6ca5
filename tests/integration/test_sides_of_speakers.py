"""Which side a speaker speaks for: the desk asks, it can be changed, and what was said keeps the side of its day."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import visits
from tests.archives import exported, forget_everything, imported
from tests.desk import Desk
from tests.integration.test_set_up_again import PAGE, article, refused, said, send
from tests.integration.test_sides import update_of
from tests.markup import one, parse, shown, words
from tests.opened_form import HTMX, Opened
from tests.sample_visit import SampleVisit

SAID = {"kind": "statement", "speaker": "ada-nord"}
NEW = {"name": "Zoe Ost", "title": "Envoy"}


def move(desk: Desk, **fields: str) -> None:
    said(
        desk,
        send(desk, "speakers/ada-nord", **{"name": "Ada Nord", "title": "Minister", "delegation": "south", **fields}),
    )


@pytest.mark.parametrize(
    ("page", "address", "form"),
    [
        ("/desk/visits/talks", "/desk/visits/talks/speakers", "add-speaker"),
        (PAGE, f"{PAGE}/speakers", "new-speaker"),
    ],
)
def test_no_side_is_chosen_for_a_new_speaker_unless_there_is_one_alone(
    desk: Desk, talks: SampleVisit, page: str, address: str, form: str
) -> None:
    field = one(parse(desk.get(page)), f"#{form} [name=delegation]")
    assert [option.get("value") for option in field.cssselect("option")] == ["", "north", "south"]
    assert not field.cssselect("[selected]")
    asked = desk.post(address, NEW | {"delegation": ""}, headers=HTMX)
    assert asked.status_code == 422
    assert words(one(parse(asked), f"#{form}-delegation-error")) == "Choose the side that this speaker speaks for."
    assert one(parse(asked), f"#{form}-name").get("value") == "Zoe Ost"
    newsroom.removal.drop_speaker(talks.visit_id, SYSTEM, "sam-sud")
    newsroom.removal.drop_delegation(talks.visit_id, SYSTEM, "south")
    alone = one(parse(desk.get(page)), f"#{form} [name=delegation]")
    assert [(option.get("value"), option.get("selected")) for option in alone.cssselect("option")] == [
        ("north", "selected")
    ]


def test_a_speaker_changes_sides_and_earlier_updates_keep_theirs(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    before = talks.publish("> We agree.", **SAID)
    move(desk)
    after = talks.publish("> We disagree.", **SAID)
    newsroom.updates.edit(
        talks.visit_id, talks.editor_id, before, Post("> We all agree.", **SAID), version=1, reason="typo"
    )
    for public_id, side, name, title in (
        (before, "north", "North", "Spokesperson"),
        (after, "south", "South", "Minister"),
    ):
        found = article(client, public_id)
        assert found.get("data-delegation") == side
        assert f"Ada Nord, {title} {name}" in words(one(found, ".quotation-source"))
        assert shown(parse(client.get(f"/live/talks?delegation={side}"))) == [public_id]
    assert shown(parse(client.get("/live/talks?speaker=ada-nord"))) == [after, before]
    assert "Ada Nord Minister" in words(one(parse(client.get("/live/talks")), "#sides section:nth-of-type(2)"))
    once, now = (
        words(line)
        for line in parse(client.get("/live/talks/people")).cssselect("[aria-labelledby=person-ada-nord] .saying-when")[
            ::-1
        ]
    )
    assert once.endswith("as Spokesperson · for North")
    assert "for" not in now


def test_an_edit_that_changes_nothing_after_the_move_is_no_edit(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("> We agree.", **SAID)
    move(desk)
    update = update_of(public_id)
    assert update.author
    preview = newsroom.preview.changed(update, update.author, Post("> We agreed.", **SAID), reason="typo")
    assert preview.delegation
    assert (preview.delegation.key, preview.speaker_title) == ("north", "Spokesperson")
    newsroom.updates.edit(
        talks.visit_id, talks.editor_id, public_id, Post("> We agree.", **SAID), version=1, reason="typo"
    )
    assert update_of(public_id).version == 1


def test_the_archive_keeps_the_side_of_the_day(
    app: Flask, client: FlaskClient, desk: Desk, talks: SampleVisit, tmp_path: Path
) -> None:
    public_id = talks.publish("> We agree.", **SAID)
    move(desk)
    document = exported(app, "talks", tmp_path / "archive")
    forget_everything()
    assert imported(app, document, tmp_path).exit_code == 0
    assert article(client, public_id).get("data-delegation") == "north"
    found = visits.by_slug("talks")
    assert found
    assert [speaker.key for speaker in found.delegations[1].speakers] == ["ada-nord", "sam-sud"]


def test_two_who_move_a_speaker_are_told_of_each_other(desk: Desk, talks: SampleVisit) -> None:
    newsroom.people.add_delegation(talks.visit_id, SYSTEM, "East")
    form = Opened(desk, "speaker-ada-nord")
    newsroom.people.change_speaker(talks.visit_id, talks.admin_id, "ada-nord", title="Spokesperson", delegation="east")
    clash = form.save(HTMX, delegation="south")
    assert clash.status_code == 409
    assert words(one(parse(clash), "#speaker-ada-nord-delegation-theirs")) == "Saved now: East"
    assert form.save(HTMX, take="theirs").status_code == 200
    found = visits.by_slug("talks")
    assert found
    assert [speaker.key for speaker in found.delegations[2].speakers] == ["ada-nord"]


@pytest.mark.parametrize(
    ("address", "form", "filter_"),
    [
        ("stops/vienna", "stop-vienna", "stop=vienna"),
        ("topics/trade", "topic-trade", "topic=trade"),
        ("speakers/ada-nord", "speaker-ada-nord", "speaker=ada-nord"),
        ("delegations/south", "delegation-south", "speaker=side:south"),
    ],
)
def test_what_cannot_be_removed_leads_to_the_updates_that_name_it(
    desk: Desk, talks: SampleVisit, address: str, form: str, filter_: str
) -> None:
    newsroom.removal.drop_speaker(talks.visit_id, SYSTEM, "sam-sud")
    talks.publish("Nothing to do with it.", stop="tokyo", topics=["borders"])
    named = {"stop": "vienna", "topics": ["trade"]}
    named |= {"delegation": "south", "kind": "readout"} if "south" in filter_ else {"speaker": "ada-nord"}
    public = talks.publish("They met.", **named)
    draft = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("They will meet.", **named))  # type: ignore[arg-type]
    answer = send(desk, f"{address}/remove")
    assert "2 updates" in refused(answer, form)
    link = one(parse(answer), f"#{form} .form-errors p > a")
    assert words(link) == "Show these updates"
    assert link.get("href") == f"/desk/visits/talks/search?{filter_}"
    page = parse(desk.get(link.get("href")))
    assert [row.get("data-update") for row in page.cssselect(".results [data-update]")] == [draft, public]
    assert one(page, f".find-more[open] [value='{filter_.partition('=')[2]}'][selected]") is not None
