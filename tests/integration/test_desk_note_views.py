"""Notes and handover notes at the desk, without scripts and as fragments: who is shown what, and what is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

HTMX = {"HX-Request": "true"}
DESK, NOTES = "/desk/visits/talks", "/desk/visits/talks/notes"


@pytest.fixture
def sign_in(app: Flask, talks: SampleVisit) -> Callable[[str], Desk]:
    return lambda role: Desk.of(app).sign_in(getattr(talks, f"{role}_email"))


def listed(page: HtmlElement, place: str = "#notes-list > .note-list > .note") -> list[str]:
    return [words(each.cssselect(".note-text")[0]) for each in page.cssselect(place)]


def test_a_note_is_sent_without_scripts_and_names_are_looked_up(sign_in: Callable[[str], Desk]) -> None:
    rita, ed = sign_in("reporter"), sign_in("editor")
    rita.get(DESK)
    answer = rita.post(NOTES, {"text": "@An editor and @bob: who is at the airport?"})
    assert answer.status_code == 303
    assert answer.location.startswith(f"{DESK}#n-")
    page = parse(rita.get(DESK).text)
    assert words(one(page, "#said")) == "The note is sent. Nobody of the team is called @bob."
    assert not page.cssselect("[data-for-me]")
    page = parse(ed.get(DESK).text)
    note = one(page, "#notes-list .note")
    assert [words(each) for each in note.cssselect(".note-text strong")] == ["@An editor"]
    assert "data-for-me" in note.attrib
    assert words(one(note, ".note-meta")).startswith("For you · An reporter ·")
    assert not note.cssselect("[id^=n-delete]"), "an editor deletes no note of somebody else"
    assert words(one(page, "#notes-count")) == "1"
    ed.post(f"{NOTES}/{note.get('data-note')}/resolve")
    page = parse(ed.get(DESK).text)
    assert not listed(page)
    assert words(one(page, "#notes-resolved > summary")) == "1 resolved"
    assert not page.cssselect("[data-for-me]")
    assert "Resolved by An editor" in words(one(page, "#notes-resolved .note-meta"))


def test_a_note_on_an_update_stands_beside_its_form_and_marks_it_in_the_stream(
    sign_in: Callable[[str], Desk], talks: SampleVisit
) -> None:
    public_id, other = talks.publish("They met."), talks.publish("They parted.")
    rita, ed = sign_in("reporter"), sign_in("editor")
    edit = f"{DESK}/updates/{public_id}"
    rita.get(edit)
    answer = rita.post(NOTES, {"text": "Which room?", "update": public_id, "back": edit})
    assert answer.location.startswith(f"{edit}#n-")
    ed.get(DESK)
    ed.post(NOTES, {"text": "The red one.", "update": public_id})
    page = parse(rita.get(DESK).text)
    assert listed(page) == ["The red one.", "Which room?"]
    mark = one(page, f'.tools[data-for="{public_id}"] > .note-mark')
    assert words(mark) == "2 2 notes to the desk"
    assert page.cssselect(str(mark.get("href")).replace("#", "#")) != []
    assert "hidden" in one(page, f'.tools[data-for="{other}"] > .note-mark').attrib
    link = page.cssselect("#notes-list .note-meta a")[0]
    assert (words(link), link.get("data-goto")) == ("They met.", public_id)
    page = parse(rita.get(edit).text)
    assert listed(page) == ["The red one.", "Which room?"]
    assert not parse(rita.get(f"{DESK}/updates/{other}").text).cssselect("#notes .note")
    talks.withdraw(public_id)
    links = parse(ed.get(DESK).text).cssselect("#notes-list .note-meta a")
    assert [words(each) for each in links] == ["a withdrawn update"] * 2


def test_the_menu_of_an_update_leads_to_a_form_without_scripts(
    sign_in: Callable[[str], Desk], talks: SampleVisit
) -> None:
    public_id = newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("By an editor."))
    rita = sign_in("reporter")
    menu = one(parse(rita.get(DESK).text), f'.tools[data-for="{public_id}"] form[action$="/notes"]')
    answer = rita.post(NOTES, dict(menu.form_values()))
    page = parse(answer.text)
    assert answer.status_code == 200
    assert not page.cssselect(".form-errors")
    assert words(one(page, ".page-lead")) == "By an editor."
    form = dict(one(page, "#note-form").form_values())
    answer = rita.post(NOTES, form | {"text": "x" * 501})
    assert answer.status_code == 422
    page = parse(answer.text)
    assert "1 character too long" in words(one(page, "#note-text-error"))
    assert one(page, "#note-text").text.strip() == "x" * 501
    answer = rita.post(NOTES, dict(one(page, "#note-form").form_values()) | {"text": "Who said so?"})
    assert answer.location.startswith(f"{NOTES}?update={public_id}#n-")
    assert listed(parse(rita.get(answer.location).text)) == ["Who said so?"]


def test_a_fragment_has_the_form_and_the_lists_and_a_refusal_its_sentence(
    sign_in: Callable[[str], Desk], talks: SampleVisit
) -> None:
    public_id, rita = talks.publish(), sign_in("reporter")
    rita.get(DESK)
    sent = rita.post(NOTES, {"text": "<b>Which room?</b>", "update": public_id}, headers=HTMX)
    assert sent.text.count("&lt;b&gt;Which room?") == 2
    assert "<b>" not in sent.text
    page = parse(f"<div>{sent.text}</div>")
    assert one(page, "#note-text").text.strip() == ""
    targets = {each.get("hx-target") for each in page.iter("hx-partial")}
    assert f'#notes-list[data-about="{public_id}"]' in targets
    assert "#notes-list:not([data-about])" in targets
    refused = rita.post(NOTES, {"text": " ", "update": public_id, "from": "menu"}, headers=HTMX)
    assert (refused.status_code, refused.text) == (422, "Write what your colleagues should know.")
    refused = rita.post(NOTES, {"text": " "}, headers=HTMX)
    assert (refused.status_code, words(one(parse(refused.text), "#note-text-error"))) == (
        422,
        "Write what your colleagues should know.",
    )
    gone = rita.post(f"{NOTES}/999/resolve", headers=HTMX)
    assert (gone.status_code, "was deleted" in gone.text) == (404, True)


def test_nobody_reads_a_note_that_is_not_for_them(
    sign_in: Callable[[str], Desk], app: Flask, client: FlaskClient, talks: SampleVisit
) -> None:
    rita, ed = (talks.visit_id, talks.reporter_id), (talks.visit_id, talks.editor_id)
    draft = newsroom.drafts.save(*rita, Post("A draft of hers."))
    handed_in = newsroom.drafts.save(*ed, Post("An editor's."), state=State.SUBMITTED)
    newsroom.notes.write(*rita, "On a draft.", about=draft)
    newsroom.notes.write(*ed, "On what waits.", about=handed_in)
    newsroom.reporters.add("eve@example.org", name="Eve", role="editor", password="a plain long password")
    reporter, editor = sign_in("reporter"), sign_in("editor")
    assert client.get(NOTES).status_code == 302
    assert client.post(NOTES, data={"text": "Hello"}).status_code == 401
    eve = Desk.of(app).sign_in("eve@example.org")
    assert listed(parse(eve.get(DESK).text)) == ["On what waits."]
    assert listed(parse(editor.get(DESK).text)) == ["On what waits."]
    assert listed(parse(reporter.get(DESK).text)) == ["On a draft."]
    assert reporter.get(f"{NOTES}?update={handed_in}").status_code == 403
    assert reporter.get(f"{NOTES}?update=nothing").status_code == 404
    newsroom.notes.write(*rita, "@Eve, too soon?", about=draft)
    page = parse(eve.get(DESK).text)
    assert listed(page) == ["@Eve, too soon?", "On what waits."]
    assert words(page.cssselect("#notes-list .note-meta a")[0]) == "a colleague’s draft"


def test_a_handover_note_is_shown_until_each_has_dismissed_it(
    sign_in: Callable[[str], Desk], talks: SampleVisit
) -> None:
    newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("Mine."), state=State.SUBMITTED)
    newsroom.notes.write(talks.visit_id, talks.editor_id, "Who is at the airport?")
    rita, ed = sign_in("reporter"), sign_in("editor")
    page = parse(ed.get(f"{DESK}/handover").text)
    form = dict(one(page, "#handover-form").form_values())
    assert form["what_waits"].strip().split("\n") == ["Handed in: 1", "1 open note to the desk"]
    refused = ed.post(f"{DESK}/handover", {"who_is_on": "", "what_waits": " ", "promised": ""})
    assert (refused.status_code, "should know" in words(one(parse(refused.text), "#handover-promised-error"))) == (
        422,
        True,
    )
    answer = ed.post(f"{DESK}/handover", form | {"promised": "A call\nat six."})
    assert (answer.status_code, answer.location) == (303, DESK)
    assert not parse(ed.get(DESK).text).cssselect("#handover *"), "one knows one's own"
    for address in ("/desk", DESK):
        shown = one(parse(rita.get(address).text), ".handover")
        assert words(one(shown, "h2")).startswith("Handover by An editor")
        assert "A call at six." in words(shown)
    dismiss = one(parse(rita.get("/desk").text), ".handover form")
    answer = rita.post(str(dismiss.get("action")), dict(dismiss.form_values()))
    assert answer.location == "/desk"
    for address in ("/desk", DESK):
        assert not parse(rita.get(address).text).cssselect(".handover *")
    earlier = one(parse(rita.get(f"{DESK}/handover").text), "#earlier")
    assert words(one(earlier, "summary")) == "1 earlier handover note"
