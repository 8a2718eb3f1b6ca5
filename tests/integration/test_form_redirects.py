"""No address of the desk is a dead end: what only takes forms leads, opened as a page, to the page with its form."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.routing import Rule

from blog import newsroom
from blog.models.webhook import EVENTS
from blog.newsroom.engagements import Plan
from blog.newsroom.posts import Post
from blog.newsroom.webhooks import Subscription
from blog.permissions import SYSTEM
from tests.desk import Desk
from tests.markup import parse
from tests.sample_visit import SampleVisit

_PARTS = {"slug": "talks", "client_key": "k", "token": "x", "id": "1", "note_id": "1", "handover_id": "1"}
_PARTS |= {"account_id": "2", "session_id": "1", "prefix": "x", "invitation_id": "1", "mail_id": "1", "passkey_id": "1"}
_PARTS |= {"act": "begin", "event_key": "x"}
KEYS = {"stop": "vienna", "delegation": "north", "speaker": "ada-nord", "topic": "trade"}


def forms(app: Flask) -> list[Rule]:
    """The desk's addresses that take a form; a button that signs out is on every page."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk/")]
    # Links for strangers are their own pages.
    elsewhere = {"security.logout", "desk.invitation", "desk.reset", "desk.forgot"}
    return [rule for rule in rules if rule.methods and "POST" in rule.methods and rule.endpoint not in elsewhere]


def address_of(rule: Rule, **ids: str) -> list[str]:
    """A rule as addresses of the talks, one for each kind of thing where it names none."""
    kinds = KEYS if "<any(" in rule.rule else {next((kind for kind in KEYS if f"/{kind}s/" in rule.rule), "stop"): ""}
    made = [rule.build({**_PARTS, **ids, "kind": kind, "key": KEYS[kind]}) for kind in kinds]
    return [built[1] for built in made if built]


def test_every_address_that_takes_a_form_can_be_opened(app: Flask, talks: SampleVisit) -> None:
    admin = Desk.of(app).sign_in(talks.admin_email)
    public_id = newsroom.updates.publish(talks.visit_id, talks.editor_id, Post("Two days."))
    embargo_id = newsroom.embargoes.set_embargo(talks.visit_id, talks.editor_id, "When he speaks")
    wanted = Subscription("The archive", "https://site.example/hook", EVENTS)
    hook_id = newsroom.webhooks.add(SYSTEM, wanted)
    opening = Plan("Opening", datetime(2026, 3, 4, 9, tzinfo=UTC))
    event_key = newsroom.engagements.plan(talks.visit_id, talks.editor_id, "tokyo", opening)
    ids = {"public_id": public_id, "embargo_id": embargo_id, "hook_id": hook_id, "event_key": event_key}
    assert len(forms(app)) > 25
    for rule in forms(app):
        for address in address_of(rule, **ids):
            answer = admin.get(address)
            if answer.status_code == 302:
                place = urlsplit(answer.location).fragment
                answer = admin.get(answer.location)
                assert not place or parse(answer).cssselect(f"#{place}"), f"{address} leads to no #{place}"
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            assert parse(answer).cssselect("main"), address


def test_a_refused_form_of_the_set_up_is_found_again_by_its_address(desk: Desk, talks: SampleVisit) -> None:
    desk.get("/desk/visits/talks/set-up")
    address = "/desk/visits/talks/set-up/stops/tokyo"
    assert desk.post(address, {"city": "", "zone": "Asia/Tokyo"}).status_code == 422
    assert desk.get(address).location == "/desk/visits/talks/set-up#stop-tokyo"


def test_an_address_that_takes_a_form_tells_a_stranger_nothing(app: Flask, talks: SampleVisit) -> None:
    for rule in forms(app):
        for address in address_of(rule, public_id="anything", embargo_id="anything", hook_id="anything"):
            answer = app.test_client().get(address)
            signs_in = answer.status_code == 200 and "/desk/sign-in" in address
            assert signs_in or answer.location.startswith("/desk/sign-in"), address
