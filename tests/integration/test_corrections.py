"""What an update says about itself: its standing and its source, every wording of it, and what a visit put right."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from blog import newsroom
from blog.newsroom.errors import Invalid
from blog.queries import corrections, revisions
from tests.action_context import SOURCED, ActionContext
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

CORRECTIONS = "/live/talks/corrections"


@pytest.fixture
def context(talks: SampleVisit) -> ActionContext:
    public_id = talks.publish("They met for three days.", headline="They met", standing="unverified", stop="vienna")
    return ActionContext(talks, old=public_id, new=public_id)


def article(client: FlaskClient, public_id: str) -> HtmlElement:
    return one(parse(client.get("/live/talks")), f'[data-update="{public_id}"]')


def history(client: FlaskClient, public_id: str) -> list[HtmlElement]:
    return parse(client.get(f"/live/talks/updates/{public_id}/history")).cssselect("article.revision")


def test_another_standing_is_said_with_its_reason_and_what_it_was(client: FlaskClient, context: ActionContext) -> None:
    context.edit(context.new, note="The ministry named them.", standing="confirmed")
    shown = article(client, context.new)
    assert shown.get("data-standing") == "confirmed"
    note = words(one(shown, ".update-note"))
    assert note.startswith("Now confirmed, was unverified ·")
    assert "Vienna" in note
    assert note.endswith(": The ministry named them.")
    assert "unverified" in words(history(client, context.new)[0])


def test_how_firm_a_thing_is_does_not_change_without_a_word(client: FlaskClient, context: ActionContext) -> None:
    for reason, note, field in (("update", "", "note"), ("correction", " ", "note"), ("typo", "Said twice.", "change")):
        with pytest.raises(Invalid) as refused:
            context.edit(context.new, reason, note, standing="confirmed")
        assert set(refused.value.fields) == {field}
    assert article(client, context.new).get("data-standing") == "unverified"


def test_of_several_notices_the_newest_is_first_and_corrections_are_never_left_out(
    client: FlaskClient, context: ActionContext
) -> None:
    context.edit(context.new, "correction", "It was four days.", body="They met for four days.")
    for number in range(3):
        context.edit(context.new, note=f"More, {number}.", body=f"They met for four days. {number}")
    context.edit(context.new, "typo", body="They met for four days, twice.")
    shown = article(client, context.new)
    notes = [words(note) for note in shown.cssselect(".update-note")]
    assert [note.split()[0] for note in notes] == ["Updated", "Corrected"]
    assert notes[0].endswith("More, 2.")
    assert "Updated 2 times before." in words(one(shown, ".update-note-ways"))


def test_every_standing_leads_to_the_page_that_explains_it(client: FlaskClient, context: ActionContext) -> None:
    link = one(article(client, context.new), "a.standing")
    assert link.get("href") == "/standing#unverified"
    page = parse(client.get("/standing"))
    for standing in ("official", "confirmed", "reported", "unverified", "disputed"):
        assert one(page, f"#{standing} h3.standing svg") is not None
    assert one(parse(client.get("/")), 'footer a[href="/standing"]') is not None


def test_a_readout_names_its_issuer_its_time_and_its_source(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They agreed.", kind="readout", speaker="ada-nord", stop="vienna", **SOURCED)
    head = one(article(client, public_id), ".readout-head")
    assert words(head).startswith("North: readout issued 16.20 Vienna, 4 March by Ada Nord, Spokesperson")
    link = one(head, ".source a")
    assert (link.get("href"), link.get("rel")) == ("https://example.org/record", "nofollow noopener")


@pytest.mark.parametrize("kind", ["report", "statement", "readout", "analysis", "logistics", "summary", "correction"])
def test_an_update_of_any_kind_says_its_source_once(client: FlaskClient, talks: SampleVisit, kind: str) -> None:
    shown = article(client, talks.publish("Words.", kind=kind, **SOURCED))
    assert words(one(shown, ".source")) == "Source: Its record"
    assert len(shown.cssselect('time[datetime="2026-03-04T16:20:00Z"][data-format="clock"]')) == 1


def test_a_source_is_kept_by_the_form_and_through_a_change(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    answer = desk.publish("talks", "Words.", stop="tokyo", **SOURCED)
    assert answer.status_code == 303
    public_id = str(parse(client.get("/live/talks")).cssselect("[data-update]")[0].get("data-update"))
    address = f"/desk/visits/talks/updates/{public_id}"
    fields = one(parse(desk.get(address)), "form#editor").fields
    assert {name: fields[name] for name in SOURCED} == SOURCED
    refused = desk.post(address, {"body": "", "version": "1", "change": "update", **SOURCED, "source_url": "nowhere"})
    assert refused.status_code == 422
    editor = one(parse(refused), "form#editor")
    assert {name: editor.fields[name] for name in SOURCED} == SOURCED | {"source_url": "nowhere"}
    assert one(editor, "details[open] [name=source_url]").get("aria-invalid") == "true"


def test_a_history_marks_words_that_came_and_went(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("双方会谈持续三天。", headline="<b> 三", lang="zh", **SOURCED)
    ActionContext(talks, public_id, public_id).edit(
        public_id, "correction", "是两天。", body="双方会谈持续两天。", headline="<b> 两", source="Its second record"
    )
    newest, first = history(client, public_id)
    assert [words(mark) for mark in one(newest, ".prose").cssselect("del, ins")] == ["[removed: 三]", "[added: 两]"]
    assert words(one(newest, ".update-headline")) == "Headline: <b> [removed: 三] [added: 两]"
    assert one(newest, ".prose").get("lang") == "zh"
    assert "[added: second ]" in words(newest)
    assert "是两天。" in words(newest)
    assert words(one(first, ".prose")) == "双方会谈持续三天。"
    assert not first.cssselect("del, ins")


def test_a_history_says_what_changed_when_no_word_did(client: FlaskClient, context: ActionContext) -> None:
    context.edit(context.new, "typo", body="They met for *three* days.")
    context.edit(context.new, "update", source="The record", source_url="https://example.org/a")
    context.edit(context.new, "update", source_url="https://example.org/b", issued_at="2026-03-04T16:20")
    address, source, form, _ = [words(step) for step in history(client, context.new)]
    assert "The link to the source changed." in address
    assert "Time of issue: 16.20 Vienna, 4 March" in address
    assert "Source: [added: The record]" in source
    assert "The text did not change." in source
    assert "The words did not change" in form


@pytest.mark.both_footings
def test_a_long_history_goes_on_below(
    client: FlaskClient, context: ActionContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "PAGE_SIZE", 2)
    for number in range(4):
        context.edit(context.new, "update", body=f"Wording {number}.")
    address, seen = f"/live/talks/updates/{context.new}/history", list[str]()
    while address:
        page = parse(client.get(address))
        seen += [words(step) for step in page.cssselect("article.revision")]
        older = page.cssselect("a.pager-older")
        address = older[0].get("href") if older else ""
    assert len(seen) == 5
    assert "They met for three days." in seen[-1]


@pytest.mark.both_footings
def test_the_corrections_of_a_visit_are_listed_with_what_was_wrong(client: FlaskClient, context: ActionContext) -> None:
    assert "No corrections, withdrawals or changes of standing" in words(one(parse(client.get(CORRECTIONS)), "main"))
    context.edit(context.new, "typo", body="They met for three days!")
    context.edit(context.new, "update", "There is more.", headline="They met again")
    context.edit(context.new, "correction", "It was four days.", body="They met for four days!")
    context.edit(context.new, note="Both sides say so.", standing="confirmed")
    context.talks.withdraw(context.talks.publish("A secret."), "Our source took it back.")
    page = parse(client.get(CORRECTIONS))
    entries = [words(entry) for entry in page.cssselect("article.correction")]
    assert [entry.split(" ", 1)[0] for entry in entries] == ["Withdrawn", "Now", "Corrected"]
    corrected = next(entry for entry in entries if entry.startswith("Corrected"))
    for said in ("They met again", "It was four days.", "[removed: three]", "[added: four]"):
        assert said in corrected
    assert "1 correction, 1 withdrawal and 1 change of standing" in words(one(page, ".page-lead"))
    assert "Our source took it back." in words(one(page, "main"))
    assert "secret" not in words(page)
    links = [link.get("href") for link in page.cssselect(".correction a")]
    assert f"/live/talks/updates/{context.new}/history" in links


@pytest.mark.both_footings
def test_corrections_are_turned_page_by_page(
    client: FlaskClient, context: ActionContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "PAGE_SIZE", 2)
    for number in range(3):
        context.edit(context.new, "correction", f"Note {number}.", body=f"Words {number}.")
        context.talks.withdraw(context.talks.publish(f"Gone {number}."), f"Reason {number}.")
    seen = ""
    for page in (1, 2, 3):
        found = parse(client.get(f"{CORRECTIONS}?page={page}")).cssselect("article.correction")
        assert len(found) == 2
        seen += "".join(words(entry) for entry in found)
    assert all(f"Note {number}." in seen and f"Reason {number}." in seen for number in range(3))
    for nowhere in ("4", "0", "-1", "", "x", "999999999", "9" * 40):
        assert client.get(f"{CORRECTIONS}?page={nowhere}").status_code == 404, nowhere
        assert client.get(f"/live/talks/updates/{context.new}/history?before={nowhere}").status_code == 200


@pytest.mark.both_footings
def test_a_correction_leads_to_all_of_them_and_goes_with_what_it_corrected(
    client: FlaskClient, context: ActionContext
) -> None:
    context.edit(context.new, "correction", "It was four days.", body="They met for four days.")
    assert article(client, context.new).cssselect(f'a[href="{CORRECTIONS}"]')
    assert one(parse(client.get("/live/talks")), f'.margin a[href="{CORRECTIONS}"]') is not None
    newsroom.updates.purge(*context.by_admin, context.new, "A court said so.")
    page = client.get(CORRECTIONS).text
    assert "four days" not in page
    assert "A court said so." in page
