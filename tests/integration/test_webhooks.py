"""Webhooks are told of every change: signed, in order, as it reads now, and nothing of what was taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from standardwebhooks import Webhook as Verifier

from blog import newsroom
from blog.extensions import db
from blog.models import Delivery, DeliveryAnswer, DeliveryTarget
from blog.models.visit import now
from blog.models.webhook import EVENTS, OVERLAP
from blog.newsroom import transaction
from blog.newsroom.deliveries import ANSWERS_KEPT, BACKOFF, JITTER, LEASE, MAX_AGE
from blog.newsroom.webhooks import Subscription
from blog.permissions import SYSTEM
from blog.queries import webhooks
from blog.web.deliveries import DeliveryWorker
from tests.elsewhere import Elsewhere, elsewhere_served
from tests.sample_visit import SampleVisit

URL = "https://site.example/hook"
OTHER = "https://vimeo.com/hook"


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with elsewhere_served() as made:
        yield made


@pytest.fixture
def worker(app: Flask, elsewhere: Elsewhere) -> DeliveryWorker:
    return DeliveryWorker(app, elsewhere.poster())


def add(url: str = URL, events: tuple[str, ...] = EVENTS, visit: str = "") -> str:
    return newsroom.webhooks.add(SYSTEM, Subscription("The archive", url, events, visit))


def secrets_of(public_id: str, key: str) -> tuple[str, ...]:
    """What a webhook is signed with now, the newest secret first."""
    db.session.rollback()
    listed = webhooks.by_public_id(public_id)
    assert listed
    return listed.webhook.secrets_at(transaction.current_time(), key)


def work(worker: DeliveryWorker) -> None:
    """Does what the worker's threads do, one target after the other."""
    for claimed in newsroom.deliveries.claim(10):
        worker.work(claimed)


def told(elsewhere: Elsewhere) -> list[tuple[str, dict[str, Any]]]:
    """What arrived: the name of each event, and its data."""
    contents = [json.loads(body) for _, body in elsewhere.posted]
    return [(content["type"], content["data"]) for content in contents]


def names(elsewhere: Elsewhere) -> list[str]:
    return [name for name, _ in told(elsewhere)]


def waiting(*, dead: bool = False) -> int:
    db.session.rollback()
    condition = Delivery.dead_at.is_not(None) if dead else Delivery.dead_at.is_(None)
    return db.session.scalars(select(func.count()).select_from(Delivery).where(condition)).one()


def target() -> DeliveryTarget:
    db.session.rollback()
    return db.session.scalars(select(DeliveryTarget)).one()


def statuses() -> list[int | None]:
    db.session.rollback()
    return list(db.session.scalars(select(DeliveryAnswer.status).order_by(DeliveryAnswer.id)))


@pytest.mark.both_footings
def test_every_change_arrives_in_order_with_a_signature_that_another_library_accepts(
    app: Flask, talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    hook = add()
    first = talks.publish("The delegations have met.")
    talks.edit(first, "The delegations have met twice.", version=1)
    talks.edit(first, "They have met once.", version=2, reason="correction", note="Once, and not twice.")
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "A treaty is signed", level="breaking")
    newsroom.banner.clear_banner(talks.visit_id, talks.editor_id)
    talks.withdraw(first)
    second = talks.publish("A second text.")
    newsroom.updates.purge(talks.visit_id, talks.admin_id, second, "A court has ordered it.")
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "paused")
    work(worker)
    # What was taken back, and a banner that is gone, had not left the site yet: of them only the end is told.
    expected = ["banner.cleared", "update.withdrawn", "update.purged", "visit.status"]
    assert names(elsewhere) == expected
    assert waiting() == 0
    withdrawn = told(elsewhere)[1][1]
    assert withdrawn["update"]["note"] == "It was wrong."
    assert "html" not in withdrawn["update"]
    assert withdrawn["visit"]["url"].endswith("/live/talks")
    verifier = Verifier(secrets_of(hook, app.config["SECRET_KEY"])[0])
    for headers, body in elsewhere.posted:
        verifier.verify(body, headers)
    ids = [headers["webhook-id"] for headers, _ in elsewhere.posted]
    assert len(set(ids)) == len(ids)


def test_what_is_told_at_once_has_the_words_and_names_each_kind_of_edit(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add(visit="talks")
    public_id = talks.publish("The delegations have met.")
    work(worker)
    talks.edit(public_id, "The delegations have met twice.", version=1)
    work(worker)
    talks.edit(public_id, "They have met once.", version=2, reason="correction", note="Once, and not twice.")
    work(worker)
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "A treaty is signed", level="breaking")
    work(worker)
    assert names(elsewhere) == ["update.published", "update.updated", "update.corrected", "banner.set"]
    published, _, corrected, banner = (data for _, data in told(elsewhere))
    assert published["update"]["text"] == "The delegations have met."
    assert published["update"]["id"] == public_id
    assert corrected["update"]["changes"][-1]["note"] == "Once, and not twice."
    assert banner["banner"]["text"] == "A treaty is signed"


def test_a_withdrawal_takes_out_what_waits_and_no_older_word_arrives_after_it(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add()
    elsewhere.pages["/hook"] = Elsewhere.status(500)
    public_id = talks.publish("A word that is taken back.")
    kept = talks.publish("A word that stays.")
    work(worker)
    talks.withdraw(public_id)
    elsewhere.posted.clear()
    del elsewhere.pages["/hook"]
    with transaction.as_of(now() + timedelta(minutes=1)):
        work(worker)
    assert names(elsewhere) == ["update.published", "update.withdrawn"]
    assert told(elsewhere)[0][1]["update"]["id"] == kept
    assert not any(b"taken back" in body for _, body in elsewhere.posted)


def test_a_held_visit_is_not_told_about_but_that_it_is_gone(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add()
    talks.publish("Not to be seen for a while.")
    newsroom.visits.set_status(talks.visit_id, talks.editor_id, "held")
    talks.publish("Written while it is held.")
    newsroom.visits.open_visit("secret", title="A secret visit", summary="", by_id=SYSTEM, is_held=True)
    work(worker)
    assert told(elsewhere) == [
        ("visit.hidden", {"cursor": told(elsewhere)[0][1]["cursor"], "visit": {"slug": "talks"}})
    ]
    assert waiting() == 0


def test_only_the_chosen_events_of_the_chosen_visit_are_told(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add(events=("update.withdrawn",), visit="talks")
    other = SampleVisit.open("other")
    other.withdraw(other.publish())
    talks.withdraw(talks.publish())
    work(worker)
    assert names(elsewhere) == ["update.withdrawn"]
    assert told(elsewhere)[0][1]["visit"]["slug"] == "talks"
    assert waiting() == 0


@pytest.mark.parametrize("status", [500, 404, 301, 429])
def test_one_that_refuses_is_asked_again_later_and_gets_everything_in_order(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere, status: int
) -> None:
    add()
    elsewhere.pages["/hook"] = Elsewhere.status(status, Location="https://site.example/other")
    for number in range(3):
        talks.publish(f"Text {number}.")
    work(worker)
    assert len(elsewhere.posted) == 1  # the second does not overtake the first
    assert statuses() == [status]
    work(worker)
    assert len(elsewhere.posted) == 1  # nor is the first tried again at once
    del elsewhere.pages["/hook"]
    with transaction.as_of(now() + BACKOFF[0] * (1 + JITTER)):
        work(worker)
    texts = [data["update"]["text"] for _, data in told(elsewhere)[1:]]
    assert texts == ["Text 0.", "Text 1.", "Text 2."]
    ids = [headers["webhook-id"] for headers, _ in elsewhere.posted]
    assert ids[0] == ids[1]  # so that a receiver knows it again
    assert target().failures == 0


def test_a_receiver_may_ask_for_a_longer_wait(talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere) -> None:
    add()
    elsewhere.pages["/hook"] = Elsewhere.status(503, Retry_After="600")
    talks.publish()
    work(worker)
    for minutes, expected in ((9, 1), (11, 2)):
        with transaction.as_of(now() + timedelta(minutes=minutes)):
            work(worker)
        assert len(elsewhere.posted) == expected


def test_one_that_hangs_delays_nobody_else_and_is_left_after_its_time(
    app: Flask, talks: SampleVisit, elsewhere: Elsewhere
) -> None:
    over = Event()

    def hang(_: BaseHTTPRequestHandler) -> None:
        over.wait(30)

    add()
    add(OTHER.replace("/hook", "/quick"))
    elsewhere.pages["/hook"] = hang
    talks.publish()
    worker = DeliveryWorker(app, elsewhere.poster(seconds=0.3))
    hanging, quick = newsroom.deliveries.claim(10)
    worker.work(quick)
    assert statuses() == [200]
    worker.work(hanging)
    over.set()
    assert statuses() == [200, None]
    assert waiting() == 1


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "::ffff:10.0.0.8"])
def test_nothing_is_posted_into_a_private_network(
    app: Flask, talks: SampleVisit, elsewhere: Elsewhere, address: str
) -> None:
    add()
    talks.publish()
    work(DeliveryWorker(app, elsewhere.poster(resolve=lambda _host, _port: [address])))
    assert elsewhere.connected == []
    assert statuses() == [None]
    assert waiting() == 1


def test_one_that_is_gone_is_switched_off_and_what_waited_can_be_sent_when_it_is_back(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    hook = add()
    elsewhere.pages["/hook"] = Elsewhere.status(410)
    talks.publish("First.")
    talks.publish("Second.")
    work(worker)
    assert not target().is_on
    assert (waiting(), waiting(dead=True)) == (0, 2)
    talks.publish("While it is off.")
    del elsewhere.pages["/hook"]
    newsroom.webhooks.switch(SYSTEM, hook, is_on=True)
    assert newsroom.webhooks.send_again(SYSTEM, hook) == 2
    work(worker)
    assert [data["update"]["text"] for _, data in told(elsewhere)[1:]] == ["First.", "Second."]


@pytest.mark.both_footings
def test_one_that_is_away_for_an_hour_misses_nothing(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add()
    elsewhere.pages["/hook"] = Elsewhere.status(503)
    began = now()
    for minute in range(0, 60, 5):
        with transaction.as_of(began + timedelta(minutes=minute)):
            talks.publish(f"Minute {minute}.")
            work(worker)
    failed = len(elsewhere.posted)
    assert 4 <= failed <= 8  # later and later
    del elsewhere.pages["/hook"]
    with transaction.as_of(began + timedelta(hours=2)):
        work(worker)
    texts = [data["update"]["text"] for _, data in told(elsewhere)[failed:]]
    assert texts == [f"Minute {minute}." for minute in range(0, 60, 5)]


def test_what_could_not_be_delivered_for_days_is_given_up_and_can_be_discarded(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    hook = add()
    elsewhere.pages["/hook"] = Elsewhere.status(500)
    talks.publish()
    with transaction.as_of(now() + MAX_AGE + timedelta(minutes=1)):
        work(worker)
    assert (waiting(), waiting(dead=True)) == (0, 1)
    assert newsroom.webhooks.discard(SYSTEM, hook) == 1
    assert waiting(dead=True) == 0


def test_of_the_answers_the_newest_are_kept(talks: SampleVisit, worker: DeliveryWorker) -> None:
    add()
    for number in range(ANSWERS_KEPT + 3):
        talks.publish(f"Text {number}.")
    work(worker)
    assert len(statuses()) == ANSWERS_KEPT


def test_a_new_secret_and_the_old_one_both_sign_for_a_day(
    app: Flask, talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    hook, key = add(), app.config["SECRET_KEY"]
    old = Verifier(secrets_of(hook, key)[0])
    newsroom.webhooks.rotate(SYSTEM, hook)
    new = Verifier(secrets_of(hook, key)[0])
    talks.publish()
    work(worker)
    headers, body = elsewhere.posted[0]
    old.verify(body, headers)
    new.verify(body, headers)
    assert len(secrets_of(hook, key)) == 2
    with transaction.as_of(now() + OVERLAP + timedelta(seconds=1)):
        assert len(secrets_of(hook, key)) == 1


@pytest.mark.both_footings
def test_two_processes_never_send_to_one_target_at_once_and_a_killed_one_is_replaced(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add()
    talks.publish()
    assert len(newsroom.deliveries.claim(10)) == 1  # and this process is killed
    assert newsroom.deliveries.claim(10) == []
    with transaction.as_of(now() + LEASE):
        work(worker)
    assert names(elsewhere) == ["update.published"]


def test_a_change_that_is_refused_is_not_told(talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere) -> None:
    add()
    with pytest.raises(newsroom.errors.Invalid):
        talks.publish("")
    work(worker)
    assert elsewhere.posted == []
