"""What a channel can rely on, whatever it sends: parts with a cursor, waiting without failure, one target for many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, update

from blog import newsroom
from blog.models import Channel, Delivery, DeliveryTarget, Verb
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.attempts import Answer, Outcome
from blog.newsroom.commits import write_session
from blog.newsroom.deliveries import LEASE, Waiting
from blog.web.deliveries import DeliveryWorker
from tests.integration.test_keys import flask
from tests.sample_visit import SampleVisit
from tests.webhooks import add, statuses, target, waiting


class Parts:
    """A channel that answers with these outcomes, one after the other, and counts as its cursor."""

    at_once = 1

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.cursors: list[str] = []

    def deliver(self, delivery: Waiting) -> Answer:
        self.cursors.append(delivery.progress)
        outcome = self.outcomes.pop(0)
        done = int(delivery.progress or 0) + (outcome is Outcome.IN_PART)
        return Answer(outcome, "banner.set", 200, wait=timedelta(seconds=9), progress=str(done))


def queued(app: Flask, channel: Parts) -> DeliveryWorker:
    with write_session() as session:
        session.add(push := DeliveryTarget(channel=Channel.PUSH))
        session.flush()
        session.add_all(Delivery(target_id=push.id, created_at=now()) for _ in range(2))
    worker = DeliveryWorker(app)
    worker.add(Channel.PUSH, channel)
    return worker


@pytest.mark.both_footings
def test_a_delivery_is_sent_in_parts_and_goes_on_where_it_was(app: Flask, talks: SampleVisit) -> None:
    channel = Parts(Outcome.IN_PART, Outcome.IN_PART)
    worker = queued(app, channel)
    with pytest.raises(IndexError):  # as if the process were killed during the third part
        worker.run_due()
    channel.outcomes = [Outcome.DELIVERED, Outcome.DELIVERED]
    worker.run_due()
    assert len(channel.cursors) == 3  # the lease keeps others away
    with transaction.as_of(now() + LEASE):
        worker.run_due()
    assert channel.cursors == ["", "1", "2", "2", ""]
    assert waiting() == 0
    assert statuses() == [200, 200]


def test_the_command_says_what_has_become_of_what_was_due(app: Flask, talks: SampleVisit) -> None:
    channel = Parts(Outcome.DELIVERED, Outcome.FAILED, Outcome.NOTHING_TO_TELL)
    app.extensions["delivery_worker"] = queued(app, channel)
    said = "1 delivery was sent.\n1 delivery was not accepted. It is sent again later.\n"
    assert flask(app, "deliver", "--once").stdout == said
    assert flask(app, "deliver", "--once").stdout == "Nothing was due.\n"
    with write_session() as session:
        session.execute(update(DeliveryTarget).values(next_at=None))
    said = "1 delivery was skipped: nothing is left to send.\n"
    assert flask(app, "deliver", "--once").stdout == said
    channel.outcomes = [Outcome.GONE]
    app.extensions["delivery_worker"] = queued(app, channel)
    assert flask(app, "deliver", "--once").stdout == "2 deliveries were given up. The desk shows them.\n"


def test_what_is_sent_too_early_waits_without_a_failure(app: Flask, talks: SampleVisit) -> None:
    channel = Parts(Outcome.NOT_YET, Outcome.DELIVERED, Outcome.NOTHING_TO_TELL)
    worker = queued(app, channel)
    worker.run_due()
    worker.run_due()
    assert (len(channel.cursors), target().failures, waiting()) == (1, 0, 2)
    with transaction.as_of(now() + timedelta(seconds=10)):
        worker.run_due()
    assert (statuses(), waiting()) == ([200], 0)


def test_what_no_channel_of_this_process_sends_waits_for_one_that_does(app: Flask, talks: SampleVisit) -> None:
    queued(app, Parts())
    DeliveryWorker(app).run_due()
    assert waiting() == 2


@pytest.mark.both_footings
def test_the_hub_of_websub_is_one_target_however_often_a_site_starts(talks: SampleVisit) -> None:
    ids = set()
    for is_set in (True, True, False, True):
        newsroom.websub.note_hub(is_set=is_set)
        assert target().is_on is is_set
        ids.add(target().id)
    assert len(ids) == 1


def test_a_withdrawal_takes_out_what_is_on_its_way_in_parts(app: Flask, talks: SampleVisit) -> None:
    public_id = talks.publish("A word that is taken back.")
    channel = Parts(Outcome.IN_PART, Outcome.DELIVERED, Outcome.DELIVERED)
    worker = queued(app, channel)
    with write_session() as session:
        session.execute(delete(Delivery))
        session.add(Delivery(target_id=target().id, visit_id=talks.visit_id, subject=public_id, created_at=now()))
    [claimed] = newsroom.deliveries.claim(Channel.PUSH, 1)
    first = newsroom.deliveries.oldest_waiting(claimed.target_id)
    assert first
    talks.withdraw(public_id)
    assert newsroom.deliveries.settle(first, channel.deliver(first)).goes_on
    worker.work(claimed)
    assert channel.cursors == [""]


def test_a_withdrawal_that_comes_while_the_text_is_on_its_way_follows_it(app: Flask, talks: SampleVisit) -> None:
    """SQLite gives the id of a row that was taken out to the next one."""
    add()
    public_id = talks.publish("A word that is taken back.")
    [claimed] = newsroom.deliveries.claim(Channel.WEBHOOK, 1)
    under_way = newsroom.deliveries.oldest_waiting(claimed.target_id)
    assert under_way
    talks.withdraw(public_id)
    newsroom.deliveries.settle(under_way, Answer(Outcome.DELIVERED, status=200))
    following = newsroom.deliveries.oldest_waiting(claimed.target_id)
    assert following
    assert following.verb is Verb.WITHDRAW
