"""What the composer offers to choose: what each speaker said last, and speakers and topics that are added at once."""

from __future__ import annotations

import pytest
from flask import Flask

from blog import newsroom
from blog.extensions import db
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.markup import Element, event, one, parse, words
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def option(desk: Desk, value: str, path: str = DESK) -> Element:
    return one(parse(desk.get(path)), f'form.composer [name=speaker] option[value="{value}"]')


@pytest.mark.both_footings
def test_a_speaker_comes_with_what_was_last_published_of_them(desk: Desk, talks: SampleVisit) -> None:
    said = {"kind": "statement", "speaker": "ada-nord"}
    talks.publish("First.", standing="official", topics=["borders"], **said)
    talks.publish("Then.", standing="official", topics=["trade", "borders"], **said)
    talks.withdraw(talks.publish("Wrong.", standing="disputed", **said))
    newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("Not yet.", kind="report", speaker="ada-nord"))
    talks.publish("In depth.", kind="readout", standing="confirmed", delegation="south")
    ada = option(desk, "ada-nord")
    assert (ada.get("data-kind"), ada.get("data-standing")) == ("statement", "official")
    assert set(ada.get("data-topics").split()) == {"trade", "borders"}
    south = option(desk, "side:south")
    assert [south.get(f"data-{name}") for name in ("kind", "standing", "topics")] == ["readout", "confirmed", ""]
    assert option(desk, "side:north").get("data-kind") is None, "what its speaker said is not the side's own"
    assert option(desk, "sam-sud").get("data-kind") is None


def test_what_was_taken_back_or_corrected_is_no_habit_of_a_composer_that_was_open_before(
    desk: Desk, talks: SampleVisit
) -> None:
    address = one(parse(desk.get(DESK)), "#habits").get("hx-get")
    said = {"kind": "statement", "speaker": "ada-nord"}
    first = talks.publish("First.", standing="official", topics=["trade"], **said)

    def habit() -> tuple[str | None, ...]:
        ada = one(parse(desk.get(str(address))), 'option[value="ada-nord"]')
        return ada.get("data-kind"), ada.get("data-standing"), ada.get("data-topics")

    slip = talks.publish("A slip.", standing="disputed", topics=["borders"], **said)
    assert habit() == ("statement", "disputed", "borders")
    newsroom.updates.take_back(talks.visit_id, talks.editor_id, slip)
    assert habit() == ("statement", "official", "trade")
    corrected = Post("First.", kind="readout", standing="confirmed", speaker="ada-nord", topics=["borders"])
    newsroom.updates.edit(
        talks.visit_id, talks.editor_id, first, corrected, version=1, reason="correction", note_text="It was a readout."
    )
    assert habit() == ("readout", "confirmed", "borders")


def test_an_edit_is_not_changed_by_what_a_speaker_said_elsewhere(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("First.", kind="statement", speaker="ada-nord")
    assert option(desk, "ada-nord", f"{DESK}/updates/{public_id}").get("data-kind") is None


@pytest.mark.both_footings
def test_a_new_speaker_is_answered_as_a_choice_of_their_side(desk: Desk, talks: SampleVisit) -> None:
    desk.get(DESK)
    fields = {"name": " Wang  Yi", "title": "Foreign Minister", "delegation": "south"}
    answer = desk.post(f"{DESK}/speakers", fields, headers=HTMX)
    assert answer.status_code == 201
    choice = one(parse(f"<select>{answer.text}</select>"), "option")
    assert (choice.get("value"), choice.get("data-name"), choice.get("selected")) == ("wang-yi", "Wang Yi", "selected")
    place = answer.headers["HX-Retarget"]
    assert answer.headers["HX-Reswap"] == "beforeend"
    assert event(answer, "message") == "Wang Yi was added and is chosen."
    assert words(one(parse(desk.get(DESK)), place)).endswith("Wang Yi, Foreign Minister")


def test_a_new_topic_is_answered_as_a_checked_box(desk: Desk, talks: SampleVisit) -> None:
    desk.get(DESK)
    answer = desk.post(f"{DESK}/topics", {"name": "Fisheries"}, headers=HTMX)
    assert answer.status_code == 201
    box = one(parse(answer), "[name=topics]")
    assert (box.get("value"), box.get("checked")) == ("fisheries", "checked")
    assert "Fisheries" in words(one(parse(desk.get(DESK)), answer.headers["HX-Retarget"]))


@pytest.mark.parametrize(
    ("what", "fields", "wrong", "sentence"),
    [
        ("speaker", {"name": "Wang Yi", "delegation": "south"}, "title", "Enter the title of the speaker."),
        ("speaker", {"name": "Wang Yi", "title": "Minister", "delegation": "east"}, "delegation", "Add it first."),
        ("speaker", {"name": "Ada Nord", "title": "Envoy", "delegation": "south"}, "", "already has Ada Nord"),
        ("topic", {"name": " "}, "name", "Enter the name of the topic."),
        ("topic", {"name": "trade"}, "", "already has a topic trade"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    desk: Desk, talks: SampleVisit, what: str, fields: dict[str, str], wrong: str, sentence: str
) -> None:
    desk.get(DESK)
    answer = desk.post(f"{DESK}/{what}s", fields, headers=HTMX)
    assert answer.status_code == 422
    form = one(parse(answer), f"form#add-{what}")
    assert form.fields["name"] == fields["name"]
    where = f"#add-{what}-{wrong}-error" if wrong else ".form-errors"
    assert sentence in words(one(form, where))
    assert sentence in words(parse(desk.post(f"{DESK}/{what}s", fields))), "and on a page, without scripts"


def test_without_scripts_the_desk_says_what_was_added(desk: Desk, talks: SampleVisit) -> None:
    desk.get(DESK)
    answer = desk.post(f"{DESK}/topics", {"name": "Fisheries"})
    assert (answer.status_code, answer.location) == (303, DESK)
    assert words(one(parse(desk.get(DESK)), "#said")) == "Fisheries was added and is chosen."


def test_a_reporter_is_told_whom_to_ask(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app).sign_in(talks.reporter_email)
    page = parse(desk.get(DESK))
    select = one(page, "#composer [name=speaker]")
    assert select.get("data-adds") is None
    assert "Ask an editor" in select.get("data-advice")
    assert not page.cssselect("#add-speaker, #add-topic, [data-open]")
    for what in ("speakers", "topics"):
        assert desk.post(f"{DESK}/{what}", {"name": "Wang Yi"}).status_code == 403
    db.session.rollback()
    assert "wang-yi" not in desk.get(DESK).text


def test_without_a_side_nobody_can_be_added(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    newsroom.visits.open_visit("empty", title="Nothing yet", by_id=SYSTEM)
    admin = Desk.of(app).sign_in(talks.admin_email)
    page = parse(admin.get("/desk/visits/empty"))
    assert "Add a side first" in one(page, "#composer [name=speaker]").get("data-advice")
    assert not page.cssselect("#add-speaker")
    assert page.cssselect("#add-topic")


def test_the_team_is_suggested_by_name_and_without_addresses(desk: Desk, talks: SampleVisit) -> None:
    newsroom.reporters.switch_off(talks.reporter_email)
    composer = one(parse(desk.get(DESK)), "#composer")
    suggested = [choice.get("value") for choice in composer.cssselect("#new-team option")]
    assert sorted(suggested) == ["An admin", "An editor"]
    assert not [each for each in composer.iter() if any("@" in value for value in each.attrib.values())]
