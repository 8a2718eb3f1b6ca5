"""A receiver that refuses, hangs, is gone or away: nothing is lost, nothing overtakes, nobody else waits."""

from __future__ import annotations

from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest
from flask import Flask

from blog import newsroom
from blog.models import Channel
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.attempts import ANSWERS_KEPT
from blog.newsroom.deliveries import BACKOFF, JITTER, LEASE, MAX_AGE, OVERDUE
from blog.permissions import SYSTEM
from blog.web.deliveries import DeliveryWorker
from tests.elsewhere import Elsewhere
from tests.sample_visit import SampleVisit
from tests.webhooks import OTHER, add, names, statuses, target, told, waiting, webhook_worker, work


@pytest.mark.parametrize("status", [500, 404, 301, 429])
def test_one_that_refuses_is_asked_again_later_and_gets_everything_in_order(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere, status: int
) -> None:
    add()
    elsewhere.pages["/hook"] = Elsewhere.status(status, Location="https://site.example/other")
    for number in range(3):
        talks.publish(f"Text {number}.")
    begun = now()
    with transaction.as_of(begun):  # on a busy machine the next attempt would be due
        work(worker)
        assert len(elsewhere.posted) == 1  # the second does not overtake the first
        assert statuses() == [status]
        work(worker)
        assert len(elsewhere.posted) == 1  # nor is the first tried again at once
    del elsewhere.pages["/hook"]
    with transaction.as_of(begun + BACKOFF[0] * (1 + JITTER)):
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


def test_what_nobody_sends_is_counted_as_overdue(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add()
    talks.publish()
    assert newsroom.deliveries.count_overdue() == 0  # it has just become due
    with transaction.as_of(now() + OVERDUE):
        assert newsroom.deliveries.count_overdue() == 1
        elsewhere.pages["/hook"] = Elsewhere.status(500)
        work(worker)
        assert newsroom.deliveries.count_overdue() == 0  # it waits for its next attempt
    with transaction.as_of(now() + OVERDUE * 3):
        assert newsroom.deliveries.count_overdue() == 1


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
    hanging, quick = newsroom.deliveries.claim(Channel.WEBHOOK, 10)
    webhook_worker(app, elsewhere.poster()).work(quick)
    assert statuses() == [200]
    webhook_worker(app, elsewhere.poster(seconds=0.3)).work(hanging)
    over.set()
    assert statuses() == [200, None]
    assert waiting() == 1


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "::ffff:10.0.0.8"])
def test_nothing_is_posted_into_a_private_network(
    app: Flask, talks: SampleVisit, elsewhere: Elsewhere, address: str
) -> None:
    add()
    talks.publish()
    work(webhook_worker(app, elsewhere.poster(resolve=lambda _host, _port: [address])))
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


@pytest.mark.both_footings
def test_two_processes_never_send_to_one_target_at_once_and_a_killed_one_is_replaced(
    talks: SampleVisit, worker: DeliveryWorker, elsewhere: Elsewhere
) -> None:
    add()
    talks.publish()
    assert len(newsroom.deliveries.claim(Channel.WEBHOOK, 10)) == 1  # and this process is killed
    assert newsroom.deliveries.claim(Channel.WEBHOOK, 10) == []
    with transaction.as_of(now() + LEASE):
        work(worker)
    assert names(elsewhere) == ["update.published"]
