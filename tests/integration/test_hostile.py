"""Hostile words in every field come out as words, on every page and on the wire."""

from __future__ import annotations

from flask import Flask

from blog import newsroom
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.markup import one, parse
from tests.sample_visit import PASSWORD, SampleVisit

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7919*7}}"


def assert_only_words(text: str, address: str) -> None:
    """That none of the hostile words became an element."""
    page = parse(text)
    for script in page.cssselect("script"):
        assert script.get("src") or script.get("type") == "application/ld+json", address
        assert "alert(1)</script>" not in (script.text or "").replace("\\u003c", "<")
    assert not page.cssselect("img:not([data-crop-image])"), address  # the desk's own, which a script fills
    assert not page.xpath("//@onerror | //@onload | //@onclick"), address
    assert "<script>alert" not in text, address
    assert "55433" not in text, address


def test_hostile_words_in_every_field_come_out_as_words(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    visit = talks.visit_id
    cursor = one(parse(desk.get("/live/talks")), "#wire").get("data-cursor")
    newsroom.visits.describe(visit, SYSTEM, title=HOSTILE, summary=HOSTILE, notice=HOSTILE)
    newsroom.people.add_topic(visit, SYSTEM, HOSTILE, slug="hostile")
    newsroom.people.add_delegation(visit, SYSTEM, HOSTILE, short_name=HOSTILE, country=HOSTILE, key="side")
    newsroom.people.add_speaker(visit, SYSTEM, HOSTILE, title=HOSTILE, delegation="side", key="voice")
    newsroom.itinerary.add_stop(visit, SYSTEM, HOSTILE, zone="UTC", country=HOSTILE, key="stop", press_access=HOSTILE)
    newsroom.reporters.add("hostile@example.org", name=HOSTILE, role="editor", password=PASSWORD)
    hostile = Desk.of(app).sign_in("hostile@example.org")
    ids = []
    for kind in ("report", "statement", "readout", "analysis", "logistics"):
        fields = {
            "headline": HOSTILE,
            "kind": kind,
            "stop": "stop",
            "speaker": "voice",
            "topics": "hostile",
            "key": "1",
        }
        answer = hostile.publish("talks", HOSTILE, **fields)
        assert answer.status_code == 303
        ids.append(answer.location.rpartition("-")[2])
    edit = {"body": HOSTILE + "!", "version": "1", "change": "correction", "note": HOSTILE}
    assert hostile.post(f"/desk/visits/talks/updates/{ids[0]}", edit).status_code == 303
    assert hostile.post(f"/desk/visits/talks/updates/{ids[1]}/withdraw", {"note": HOSTILE}).status_code == 303
    assert hostile.post(f"/desk/visits/talks/updates/{ids[2]}/pin").status_code == 303
    assert hostile.post("/desk/visits/talks/banner", {"text": HOSTILE, "update": ids[2]}).status_code == 303
    draft = {"body": HOSTILE, "headline": HOSTILE, "action": "draft"}
    assert hostile.post("/desk/visits/talks/updates", draft).status_code == 303

    addresses = ["/", "/live/talks", "/live/talks/embed", "/live/talks?topic=hostile", "/desk", "/desk/visits/talks"]
    for public_id in ids:
        addresses += [f"/live/talks/updates/{public_id}", f"/live/talks/updates/{public_id}/history"]
        addresses += [f"/desk/visits/talks/updates/{public_id}"]
    for address in addresses:
        answer = hostile.get(address)
        assert answer.status_code == 200, address
        assert_only_words(answer.text, address)
    content = hostile.get(f"/live/talks/since/{cursor}").json["content"]  # type: ignore[index]
    assert "alert(1)" in content
    assert_only_words(content, "since")


def test_hostile_words_that_are_refused_come_back_as_words(desk: Desk, talks: SampleVisit) -> None:
    names = ("headline", "kind", "standing", "stop", "speaker", "lang", "client_key", "publish_at", "topics")
    hostile = dict.fromkeys(names, HOSTILE)
    answers = [
        desk.publish("talks", HOSTILE, **hostile),
        desk.publish("talks", "", **hostile),
        desk.post("/desk/visits/talks/updates", {"action": HOSTILE, "body": HOSTILE}),
        desk.post(
            "/desk/visits/talks/banner", {"text": "", "level": HOSTILE, "update": HOSTILE, "expires_at": HOSTILE}
        ),
        desk.client.post("/desk/visits/talks/updates", data={"body": HOSTILE, HOSTILE: HOSTILE}),
    ]
    for answer in answers:
        assert answer.status_code in (400, 422)
        assert_only_words(answer.text, "refused")
    for address in ("/live/talks", "/live/talks/embed"):
        for name in ("topic", "speaker", "kind", "lang", "theme", "limit", "x"):
            answer = desk.client.get(address, query_string={name: HOSTILE})
            assert_only_words(answer.text, f"{address} {name}")
    for address in (f"/{HOSTILE}", f"/live/{HOSTILE}", f"/live/talks/updates/{HOSTILE}", "/desk/sign-in"):
        assert_only_words(desk.client.get(address, query_string={"next": HOSTILE}).text, address)
