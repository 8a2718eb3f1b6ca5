"""The desk over HTTP: what a reporter's browser does without any script."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.desk import Desk
from tests.talks import Talks


def test_a_post_at_the_desk_is_on_the_readers_page(desk: Desk, client: FlaskClient, talks: Talks) -> None:
    answer = desk.publish(talks.slug, "The talks **opened** at ten.", headline="Talks open", stop="vienna")

    assert answer.status_code == 303, answer.text
    page = client.get(f"/live/{talks.slug}").text
    assert "Talks open" in page
    assert "The talks <strong>opened</strong> at ten." in page


def test_the_same_client_key_twice_is_one_update(desk: Desk, client: FlaskClient, talks: Talks) -> None:
    for _ in range(2):
        assert desk.publish(talks.slug, "Sent twice.", client_key="one-and-the-same").status_code == 303

    assert client.get(f"/live/{talks.slug}").text.count("data-update=") == 1


def test_a_form_that_fails_keeps_every_field_and_says_why(desk: Desk, talks: Talks) -> None:
    answer = desk.publish(talks.slug, "x" * 20_001, headline="A headline", kind="readout", topics=["trade"])

    assert answer.status_code == 422
    assert "1 characters too long" in answer.text
    assert 'value="A headline"' in answer.text
    assert "x" * 20_001 in answer.text
    assert 'value="trade" checked' in answer.text


def test_nothing_under_the_desk_answers_a_stranger(client: FlaskClient, talks: Talks) -> None:
    for path in ("/desk", f"/desk/visits/{talks.slug}", f"/desk/visits/{talks.slug}/updates/anything", "/desk/nothing"):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert "/desk/sign-in" in answer.location
