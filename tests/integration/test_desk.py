"""The desk over HTTP: what a reporter's browser does without any script."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.desk import Desk
from tests.markup import event, one, parse, shown, words
from tests.sample_visit import SampleVisit

HTMX = {"HX-Request": "true"}


def update_at(talks: SampleVisit, public_id: str) -> str:
    return f"/desk/visits/{talks.slug}/updates/{public_id}"


def test_a_post_at_the_desk_is_on_the_readers_page(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    answer = desk.publish(talks.slug, "The talks **opened** at ten.", headline="Talks open", stop="vienna")

    assert answer.status_code == 303, answer.text
    page = client.get(f"/live/{talks.slug}").text
    assert "Talks open" in page
    assert "The talks <strong>opened</strong> at ten." in page


def test_the_same_client_key_twice_is_one_update(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    for _ in range(2):
        assert desk.publish(talks.slug, "Sent twice.", client_key="one-and-the-same").status_code == 303

    assert client.get(f"/live/{talks.slug}").text.count("data-update=") == 1


def test_a_form_that_fails_keeps_every_field_and_says_why(desk: Desk, talks: SampleVisit) -> None:
    answer = desk.publish(talks.slug, "x" * 20_001, headline="A headline", kind="readout", topics=["trade"])

    assert answer.status_code == 422
    assert "1 character too long" in answer.text
    assert 'value="A headline"' in answer.text
    assert "x" * 20_001 in answer.text
    assert 'value="trade" checked' in answer.text


def test_nothing_under_the_desk_answers_a_stranger(client: FlaskClient, talks: SampleVisit) -> None:
    for path in ("/desk", f"/desk/visits/{talks.slug}", f"/desk/visits/{talks.slug}/updates/anything", "/desk/nothing"):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert "/desk/sign-in" in answer.location


def test_every_field_of_the_form_reaches_the_page(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    fields = {
        "headline": "Ein Wort",
        "kind": "statement",
        "standing": "official",
        "stop": "tokyo",
        "speaker": "sam-sud",
        "topics": ["trade", "borders"],
        "key": "1",
        "lang": "de",
    }
    public_id = desk.publish(talks.slug, "Ja.", **fields).location.rpartition("-")[2]
    article = one(parse(client.get("/live/talks")), f'[data-update="{public_id}"]')
    expected = {
        "data-kind": "statement",
        "data-standing": "official",
        "data-topics": "borders trade",
        "data-key": "1",
        "data-speaker": "sam-sud",
        "lang": "de",
    }
    assert {name: article.get(name) for name in expected} == expected
    assert "Tokyo" in words(article)


def test_the_desk_lists_the_visits_one_may_write_to(app: Flask, talks: SampleVisit) -> None:
    for email in (talks.reporter_email, talks.editor_email, talks.admin_email):
        page = parse(Desk.of(app).sign_in(email).get("/desk"))
        assert [link.get("href") for link in page.cssselect("article.entry a")] == ["/desk/visits/talks"]


def test_the_composer_stands_above_the_live_list(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish()
    answer = desk.get("/desk/visits/talks")
    page = parse(answer)
    assert answer.text.index('id="composer"') < answer.text.index('id="updates"')
    assert shown(page) == [public_id]
    assert one(page, f'.tools[data-for="{public_id}"] a.tool').get("href") == update_at(talks, public_id)
    one(page, "template#tools")
    one(page, "#wire")
    composer = one(page, "form#composer")
    assert composer.get("action") == "/desk/visits/talks/updates"
    names = {field.get("name") for field in composer.cssselect("input, select, textarea")}
    assert names >= {
        *("csrf_token", "client_key", "headline", "body", "kind", "standing", "stop", "speaker", "topics", "key"),
        *("lang", "publish_at"),
    }
    assert {button.get("value") for button in composer.cssselect("button[name=action]")} == {
        *("preview", "publish", "draft", "submit", "schedule", "hold")
    }
    assert one(page, "select[name=stop] option[selected]").get("value") == "vienna", "where the visitors are"


def test_each_composer_makes_a_key_of_its_own(desk: Desk, talks: SampleVisit) -> None:
    keys = {one(parse(desk.get("/desk/visits/talks")), "[name=client_key]").get("value") for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) >= 16 for key in keys)


def test_an_action_that_is_none_publishes_nothing(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    answer = desk.publish(talks.slug, "Words.", action="shout")
    assert answer.status_code == 422
    assert "Choose whether to publish" in answer.text
    assert shown(parse(client.get("/live/talks"))) == []


def test_a_script_gets_fragments_where_a_browser_gets_pages(desk: Desk, talks: SampleVisit) -> None:
    done = desk.post("/desk/visits/talks/updates", {"body": "By script.", "action": "publish"}, headers=HTMX)
    assert done.status_code == 201
    assert "<html" not in done.text
    composer = one(parse(done), "form#composer")
    assert event(done, "message") == "Published. Readers can see it."
    assert one(composer, "textarea[name=body]").text_content().strip() == ""
    failed = desk.post("/desk/visits/talks/updates", {"body": "", "headline": "Kept", "kind": "readout"}, headers=HTMX)
    assert failed.status_code == 422
    assert "<html" not in failed.text
    assert one(parse(failed), "form#composer [name=headline]").get("value") == "Kept"
    pin = f"{update_at(talks, event(done, 'posted'))}/pin"
    assert desk.post(pin, headers=HTMX).status_code == 204
    assert "<html" not in desk.post("/desk/visits/talks/banner", {"text": ""}, headers=HTMX).text


def test_an_editor_says_how_the_visit_stands(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    for status in ("paused", "ended", "live", "upcoming"):
        assert desk.post("/desk/visits/talks/status", {"status": status}).status_code == 303
        assert one(parse(client.get("/live/talks")), "#visit-head").get("data-status") == status
    refused = desk.post("/desk/visits/talks/status", {"status": "over"})
    assert refused.status_code == 422
    assert "upcoming, live" in refused.text


def test_nothing_new_is_published_once_a_visit_has_ended_and_the_text_is_kept(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.")
    desk.post("/desk/visits/talks/status", {"status": "ended"})
    answer = desk.publish("talks", "Too late.")
    assert answer.status_code == 422
    assert "has ended" in answer.text
    assert "Too late." in answer.text
    change = {"body": "Three days.", "version": "1", "change": "correction", "note": "Three."}
    assert desk.post(update_at(talks, public_id), change).status_code == 303, "corrections are still possible"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_statement_of_nobody_comes_back_with_a_sentence_beside_the_speaker_and_its_text(
    desk: Desk, client: FlaskClient, talks: SampleVisit, headers: dict[str, str]
) -> None:
    desk.get("/desk/visits/talks")
    fields = {"body": "> We agree.", "kind": "statement", "headline": "Agreed"}
    answer = desk.post("/desk/visits/talks/updates", fields, headers=headers)
    assert answer.status_code == 422
    page = parse(answer)
    assert "Choose who made this statement" in words(one(page, "#new-speaker-error"))
    assert one(page, "#new-speaker").get("aria-invalid") == "true"
    assert "> We agree." in words(one(page, "#new-body"))
    assert "We agree" not in client.get("/live/talks").text
    kept = desk.post("/desk/visits/talks/updates", fields | {"action": "draft"}, headers=headers)
    assert kept.status_code in (201, 303), "a draft may be unfinished"
    later = {"action": "schedule", "publish_at": "2126-03-04T16:20"}
    assert desk.post("/desk/visits/talks/updates", fields | later, headers=headers).status_code == 422
