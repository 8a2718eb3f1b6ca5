"""Ready-made texts: editors keep them on the set-up page, reporters begin with them, readers never see them."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.archives import exported
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

SET_UP = "/desk/visits/talks/set-up"
TEXTS = f"{SET_UP}/ready-texts"
READY = {
    "name": "Press conference begins",
    "headline": "[Name] takes questions",
    "body": "The press conference of **[name]** has begun in [room].",
    "kind": "logistics",
    "standing": "confirmed",
}


@pytest.fixture
def ready(desk: Desk, talks: SampleVisit) -> str:
    """The key of a ready-made text."""
    assert desk.post(TEXTS, READY).status_code == 303
    return "press-conference-begins"


def names(desk: Desk) -> list[str]:
    menu = parse(desk.get("/desk/visits/talks")).cssselect("#composer .ready-text")
    return [words(link) for link in menu]


def test_a_reporter_begins_with_a_ready_made_text_without_scripts(
    app: Flask, desk: Desk, ready: str, talks: SampleVisit
) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    link = one(parse(reporter.get("/desk/visits/talks")), "#composer .ready-text")
    assert link.get("data-body") == READY["body"]
    form = one(parse(reporter.get(link.get("href"))), "#composer")
    assert one(form, "[name=body]").text_content().strip() == READY["body"]
    assert one(form, "[name=headline]").get("value") == READY["headline"]
    assert one(form, "[name=kind] [selected]").get("value") == "logistics"
    assert one(form, "[name=standing] [selected]").get("value") == "confirmed"
    assert one(form, "[name=client_key]").get("value")
    unknown = one(parse(reporter.get("/desk/visits/talks?text=nothing")), "#composer [name=body]")
    assert unknown.text_content().strip() == ""


def test_editors_add_change_order_and_remove_ready_made_texts(desk: Desk, ready: str) -> None:
    desk.post(TEXTS, READY | {"name": "Readout received", "headline": ""})
    assert names(desk) == ["Press conference begins", "Readout received"]
    desk.post(f"{TEXTS}/order", {"order": f"readout-received {ready}"})
    assert names(desk) == ["Readout received", "Press conference begins"]
    changed = desk.post(f"{TEXTS}/{ready}", READY | {"name": "It begins"})
    assert changed.status_code == 303
    assert names(desk) == ["Readout received", "It begins"]
    desk.post(f"{TEXTS}/readout-received/remove")
    assert names(desk) == ["It begins"]
    page = desk.get(SET_UP)
    assert "Readout received" not in page.text.replace("“Readout received”", "")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter a name"),
        ({"name": "press conference BEGINS"}, "already has a ready-made text"),
        ({"name": "Other", "headline": "", "body": " "}, "Write the text, or its headline."),
        ({"name": "Other", "body": "x" * 5_001}, "1 character too long"),
        ({"name": "Other", "kind": "song"}, "Choose one of"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_with_every_field(
    desk: Desk, ready: str, wrong: dict[str, str], sentence: str
) -> None:
    answer = desk.post(TEXTS, READY | wrong)
    assert answer.status_code == 422
    form = one(parse(answer), "#new-ready")
    assert sentence in words(form)
    assert one(form, "[name=body]").text_content().strip() == (READY | wrong)["body"].strip()
    assert len(names(desk)) == 1


def test_no_save_of_an_older_form_undoes_another(desk: Desk, ready: str) -> None:
    version = one(parse(desk.get(SET_UP)), f"#ready-{ready} [name=version]").get("value")
    desk.post(f"{TEXTS}/{ready}", READY | {"body": "Hers.", "version": version})
    desk.post(f"{TEXTS}/{ready}", READY | {"headline": "His", "version": version})
    form = one(parse(desk.get(SET_UP)), f"#ready-{ready}")
    assert (one(form, "[name=body]").text_content().strip(), one(form, "[name=headline]").get("value")) == (
        "Hers.",
        "His",
    )
    answer = desk.post(f"{TEXTS}/{ready}", READY | {"body": "His.", "version": version})
    assert answer.status_code == 409
    form = one(parse(answer), f"#ready-{ready}")
    assert "Nothing was overwritten" in words(form)
    assert "Hers." in words(one(form, "#ready-press-conference-begins-body-theirs"))
    assert one(form, "[name=body]").text_content().strip() == "His."
    desk.post(TEXTS, READY | {"name": "Other"})
    assert desk.post(f"{TEXTS}/order", {"order": f"{ready} other", "version": f"other {ready}"}).status_code == 409


def test_reporters_may_not_change_ready_made_texts(app: Flask, ready: str, talks: SampleVisit) -> None:
    reporter = Desk.of(app).sign_in(talks.reporter_email)
    reporter.get("/desk/visits/talks")
    for address in (TEXTS, f"{TEXTS}/{ready}", f"{TEXTS}/{ready}/remove", f"{TEXTS}/order"):
        assert reporter.post(address, READY).status_code == 403, address


def test_no_public_door_shows_a_ready_made_text(
    app: Flask, client: FlaskClient, ready: str, talks: SampleVisit, tmp_path: Path
) -> None:
    """Every address that answers a reader, and every file of the archive."""
    assert ready
    talks.publish("Something else.")
    shown: dict[str, bytes] = {}
    for rule in app.url_map.iter_rules():
        address = str(rule).replace("<slug>", "talks")
        if "GET" in (rule.methods or ()) and not address.startswith("/desk") and "<" not in address:
            shown[address] = client.get(address).data
    exported(app, "talks", tmp_path)
    shown |= {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert b"Something else." in shown["/live/talks"]
    assert b"Something else." in shown[str(tmp_path / "visit.json")]
    assert len(shown) > 40
    guilty = {name for name, body in shown.items() if b"takes questions" in body or b"Press conference" in body}
    assert not guilty
