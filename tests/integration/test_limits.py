"""Past a limit there is a sentence, nothing is changed, and the text is not lost."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit

POST = "/desk/visits/talks/updates"


@pytest.mark.parametrize(
    ("field", "most", "unit"),
    [("body", 20_000, "a"), ("body", 5_000, "北"), ("headline", 200, "h"), ("headline", 200, "🕊")],
)
def test_a_field_is_taken_up_to_its_limit(
    desk: Desk, client: FlaskClient, talks: SampleVisit, field: str, most: int, unit: str
) -> None:
    assert desk.post(POST, {"body": "Words.", field: unit * most}).status_code == 303
    assert len(shown(parse(client.get("/live/talks")))) == 1


def test_the_longest_text_fits_in_every_script_as_the_desks_own_forms_send_it(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    composer = one(parse(desk.get("/desk/visits/talks")), "form#composer")
    assert composer.get("enctype") == "multipart/form-data", "urlencoded, a Chinese character takes nine bytes"
    answer = desk.post(POST, {"body": "北" * 20_000}, content_type=composer.get("enctype"))
    assert answer.status_code == 303
    public_id = answer.location.rpartition("-")[2]
    for page in (desk.get(f"{POST}/{public_id}"), desk.client.post(POST, data={"body": "Kept."})):
        [form] = parse(page).cssselect("form:has([name=body])")
        assert form.get("enctype") == "multipart/form-data"


@pytest.mark.parametrize(("field", "most"), [("body", 20_000), ("headline", 200)])
def test_one_character_more_is_a_422_with_the_text_kept(
    desk: Desk, client: FlaskClient, talks: SampleVisit, field: str, most: int
) -> None:
    answer = desk.post(POST, {"body": "Words.", field: "x" * (most + 1)})
    assert answer.status_code == 422
    form = one(parse(answer), "form#composer")
    assert f"1 character too long (maximum {most:,})" in words(one(form, f"#new-{field}-error"))
    assert form.fields[field].strip("\n") == "x" * (most + 1)
    assert one(form, f"[name={field}]").get("aria-invalid") == "true"
    assert shown(parse(client.get("/live/talks"))) == []


def test_a_note_has_at_most_500_characters(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish()
    withdraw = f"{POST}/{public_id}/withdraw"
    answer = desk.post(withdraw, {"note": "n" * 501})
    assert answer.status_code == 422
    assert "maximum 500" in answer.text
    assert one(parse(answer), "[name=note]").get("value") == "n" * 501
    assert desk.post(withdraw, {"note": "n" * 500}).status_code == 303


def test_a_form_past_64_kib_is_a_413_with_a_sentence(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    for form in ({"body": "x" * 70_000}, {"body": "Words.", "anything": "x" * 70_000}):
        for content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            answer = desk.post(POST, form, content_type=content_type)
            assert answer.status_code == 413
            assert "the maximum is 64 KiB" in words(one(parse(answer), "main"))
    assert shown(parse(client.get("/live/talks"))) == []


def test_a_form_of_too_many_fields_is_refused(desk: Desk, talks: SampleVisit) -> None:
    parts = {f"field{n}": "x" for n in range(2_000)}
    assert desk.post(POST, {"body": "Words.", **parts}, content_type="multipart/form-data").status_code == 413


@pytest.mark.both_footings
def test_sixty_posts_a_minute_and_then_a_429_with_the_text_kept(
    app: Flask, desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    for n in range(60):
        # A key that was sent already, so that the posts count and cost little.
        assert desk.publish("talks", "The same.", client_key="one").status_code == 303, n
    answer = desk.publish("talks", "The sixty-first.", headline="Kept", topics=["trade", "borders"], client_key="two")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    kept = one(parse(answer), f'main form[action="{POST}"]')
    assert "Too many requests" in words(one(parse(answer), "[role=alert]"))
    assert one(kept, "textarea[name=body]").text_content().strip() == "The sixty-first."
    assert one(kept, "[name=headline]").get("value") == "Kept"
    assert [field.get("value") for field in kept.cssselect("[name=topics]")] == ["trade", "borders"]
    assert one(kept, "[name=client_key]").get("value") == "two"
    assert len(shown(parse(client.get("/live/talks")))) == 1
    assert desk.post("/desk/visits/talks/preview", {"body": "Previews have a limit of their own."}).status_code == 200
    colleague = Desk.of(app).sign_in(talks.reporter_email)
    assert colleague.publish("talks", "From somebody else.").status_code == 303


@pytest.mark.both_footings
def test_a_client_key_is_of_a_bounded_length_and_of_one_account(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    assert desk.publish("talks", "Words.", client_key="k" * 81).status_code == 422
    assert desk.publish("talks", "Words.", client_key="k" * 80).status_code == 303
    colleague = Desk.of(app).sign_in(talks.reporter_email)
    answer = colleague.publish("talks", "My own words.", client_key="k" * 80)
    assert answer.status_code == 422
    assert "My own words." in answer.text


@pytest.mark.both_footings
def test_a_page_far_behind_is_told_to_load_again_and_is_not_sent_everything(
    client: FlaskClient, talks: SampleVisit
) -> None:
    cursor = one(parse(client.get("/live/talks")), "#wire").get("data-cursor")
    public_id = talks.publish()
    for _ in range(150):
        newsroom.updates.key(talks.visit_id, SYSTEM, public_id)
        newsroom.updates.unkey(talks.visit_id, SYSTEM, public_id)
    answer = client.get(f"/live/talks/since/{cursor}")
    assert (answer.status_code, answer.json) == (410, {"reload": True})
