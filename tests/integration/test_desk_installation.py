"""What makes the desk an app: its service worker, its manifest, and the address that takes what other apps share."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORKER, MANIFEST, SHARE = "/desk/worker.js", "/desk/manifest.webmanifest", "/desk/share"


@pytest.fixture
def stranger(app: Flask, talks: SampleVisit) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("path", [WORKER, MANIFEST])
def test_they_are_the_same_for_everybody_and_say_nothing_of_a_visit_or_an_account(
    desk: Desk, stranger: FlaskClient, talks: SampleVisit, path: str
) -> None:
    talks.publish("A published word.")
    mine, theirs = desk.client.get(path), stranger.get(path)
    assert mine.status_code == theirs.status_code == 200
    assert mine.data == theirs.data
    for word in ("talks", "An editor", "editor@", "A published word", "csrf_token"):
        assert word not in mine.text


def test_the_worker_may_serve_the_whole_desk_and_opens_a_page_with_the_desks_own_policy(stranger: FlaskClient) -> None:
    answer = stranger.get(WORKER)
    assert answer.headers["Service-Worker-Allowed"] == "/desk"
    assert answer.mimetype == "text/javascript"
    found = re.match(r"self\.desk=(\{.*\});\n", answer.text)
    assert found
    desk = json.loads(found[1])
    assert (
        desk["headers"]["Content-Security-Policy"] == stranger.get("/desk/sign-in").headers["Content-Security-Policy"]
    )
    assert 'id="composer"' in desk["page"]
    assert len(desk["files"]) > 5
    assert {stranger.get(file).headers["Cache-Control"] for file in desk["files"]} == {
        "public, max-age=31536000, immutable"
    }


def test_the_manifest_is_all_that_a_browser_needs_to_install_the_desk(stranger: FlaskClient) -> None:
    answer = stranger.get(MANIFEST)
    assert answer.mimetype == "application/manifest+json"
    manifest = json.loads(answer.data)
    assert {manifest[name] for name in ("start_url", "scope", "id")} == {"/desk"}
    assert manifest["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        assert stranger.get(icon["src"]).mimetype == icon["type"]
    target = manifest["share_target"]
    assert (target["action"], target["method"], target["enctype"]) == (SHARE, "POST", "multipart/form-data")


def test_what_is_shared_without_the_worker_is_refused_in_a_kind_sentence_and_changes_nothing(
    desk: Desk, stranger: FlaskClient, talks: SampleVisit
) -> None:
    before = desk.get("/desk/visits/talks").text
    for client in (desk.client, stranger):
        answer = client.post(SHARE, data={"title": "A title", "text": "A paragraph", "url": "https://example.org/"})
        assert answer.status_code == 403
        page = parse(answer)
        assert one(page, "textarea").text_content() == "\nA title\n\nA paragraph\n\nhttps://example.org/"
        assert "Copy your words." in words(one(page, "main"))
        assert page.cssselect("link[href*='desk']"), "it looks like the desk"
        way = one(page, "main a.button")
        assert way.get("href") == ("/desk" if client is desk.client else "/desk/sign-in")
    assert not parse(stranger.post(SHARE)).cssselect("textarea")
    again = desk.get("/desk/visits/talks").text
    assert [part for part in (before, again) if "A title" in part or "A paragraph" in part] == []
    assert stranger.get(SHARE).status_code in (302, 405)
