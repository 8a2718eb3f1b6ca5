"""A browser asks for notifications and for no more of them, without a cookie; strangers get nowhere by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db, limiter
from blog.models import PushSubscription, TakenBackBanner
from blog.permissions import SYSTEM
from blog.push import from_settings
from tests.desk import Desk
from tests.integration.deliveries.push_site import KEY
from tests.markup import one, parse
from tests.opened_form import DESK, HTMX, Opened
from tests.push_service import PUSH_HOST, Device
from tests.sample_visit import SampleVisit

ADDRESS = "/live/talks/push"


@pytest.fixture
def client(app: Flask, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    settings = replace(app.config["SETTINGS"], push=from_settings(KEY, PUSH_HOST))
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return app.test_client()


def rows() -> list[PushSubscription]:
    db.session.rollback()
    return list(db.session.scalars(select(PushSubscription).order_by(PushSubscription.id)))


@pytest.mark.both_footings
def test_a_browser_subscribes_changes_its_mind_and_leaves_in_one_step(client: FlaskClient) -> None:
    phone = Device("phone")
    made = client.post(ADDRESS, json=phone.subscription())
    assert (made.status_code, made.data, made.headers.getlist("Set-Cookie")) == (201, b"", [])
    assert client.post(ADDRESS, json=phone.subscription("banner", "key")).status_code == 204
    (row,) = rows()
    assert (row.wants_banner, row.wants_key) == (True, True)
    assert client.post(ADDRESS, json=phone.subscription() | {"about": "key"}).status_code == 204
    assert not rows()[0].wants_banner
    gone = client.delete(ADDRESS, json={"endpoint": phone.endpoint})
    assert (gone.status_code, gone.headers.getlist("Set-Cookie")) == (204, [])
    assert rows() == []
    assert client.delete(ADDRESS, json={"endpoint": phone.endpoint}).status_code == 204


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://evil.example/send/phone"},
        {"endpoint": "http://push.example/send/phone"},
        {"endpoint": f"https://push.example/{'x' * 1000}"},
        {"endpoint": None},
        {"keys": {}},
        {"keys": None},
        {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {"keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22}},
        {"keys": {"p256dh": 1, "auth": ["é"]}},
        {"about": []},
        {"about": ["banner", "everything"]},
        {"about": 7},
    ],
)
def test_what_is_no_subscription_is_refused_with_a_sentence(client: FlaskClient, wrong: dict[str, object]) -> None:
    answer = client.post(ADDRESS, json=Device("phone").subscription() | wrong)
    assert answer.status_code == 422
    assert answer.mimetype == "text/plain"
    assert answer.text.endswith(".")
    assert rows() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'"x"', b"null"])
def test_what_is_no_json_is_refused_too(client: FlaskClient, body: bytes) -> None:
    for headers in ({}, {"Content-Type": "application/json"}):
        assert client.post(ADDRESS, data=body, headers=headers).status_code == 422
        assert client.delete(ADDRESS, data=body, headers=headers).status_code == 204


def test_pages_of_other_sites_cannot_subscribe_anybody(client: FlaskClient) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(ADDRESS, json=Device("phone").subscription(), headers=headers).status_code == 403
        assert client.delete(ADDRESS, json={"endpoint": ""}, headers=headers).status_code == 403


def test_a_held_visit_and_one_that_does_not_exist_have_no_notifications(
    client: FlaskClient, talks: SampleVisit
) -> None:
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "held")
    for slug in ("talks", "nowhere"):
        assert client.post(f"/live/{slug}/push", json=Device("phone").subscription()).status_code == 404
        assert client.get(f"/live/{slug}/push").status_code == 404
        assert client.delete(f"/live/{slug}/push", json={"endpoint": "x"}).status_code == 404
        assert client.get(f"/live/{slug}/manifest.webmanifest").status_code == 404


def test_a_site_without_a_key_has_none_and_shows_no_switch(app: Flask, talks: SampleVisit) -> None:
    client = app.test_client()
    assert client.post(ADDRESS, json=Device("phone").subscription()).status_code == 404
    assert client.get(ADDRESS).status_code == 204
    assert "data-push" not in client.get("/live/talks").text


def test_a_page_offers_notifications_with_the_public_key_alone(client: FlaskClient) -> None:
    page = client.get("/live/talks").text
    settings = from_settings(KEY, PUSH_HOST)
    assert settings
    assert " data-push hidden" in page
    assert client.get(ADDRESS).text == settings.key.public
    assert KEY not in page
    assert "manifest.webmanifest" in page


def test_the_desk_takes_a_banner_back_for_a_reason_that_is_kept_for_whoever_was_notified(
    client: FlaskClient, desk: Desk, talks: SampleVisit
) -> None:
    newsroom.banner.set_banner(talks.visit_id, SYSTEM, "They have signed.")
    form, clear = Opened(desk, "banner-form", DESK), {"to": f"{DESK}/banner/clear", "clear": "1"}
    refused = form.save(HTMX, **clear, note="x" * 501)
    assert refused.status_code == 422
    assert one(parse(refused), "#banner-note").get("aria-invalid") == "true"
    assert form.save(HTMX, **clear, note=" The ministry  denies it. ").status_code == 200
    kept = db.session.get(TakenBackBanner, talks.visit_id)
    assert kept
    assert kept.note == "The ministry denies it."


def test_ten_subscriptions_an_hour_come_from_one_address(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    devices = [Device(f"phone-{number}") for number in range(11)]
    answers = [client.post(ADDRESS, json=device.subscription()) for device in devices[:10]]
    assert {answer.status_code for answer in answers} == {201}
    # Who has subscribed may still change what it is about.
    assert client.post(ADDRESS, json=devices[0].subscription("key")).status_code == 204
    refused = client.post(ADDRESS, json=devices[10].subscription())
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    elsewhere = client.post(ADDRESS, json=devices[10].subscription(), environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert elsewhere.status_code == 201


def test_the_worker_may_look_after_readers_pages_and_sees_none_of_their_requests(client: FlaskClient) -> None:
    answer = client.get("/push-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/live/"
    assert "fetch'" not in answer.text.replace('"', "'").replace("`", "'")
    assert "no-cache" in answer.headers["Cache-Control"]


def test_the_page_can_be_put_on_a_home_screen(client: FlaskClient) -> None:
    manifest = client.get("/live/talks/manifest.webmanifest").get_json(force=True)
    assert manifest["display"] == "standalone"
    assert manifest["start_url"].startswith(manifest["scope"])
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200
