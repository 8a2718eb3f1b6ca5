"""Works the queue in threads of its own: one for each target that has something due, so that none waits for another."""

from __future__ import annotations

import logging
from collections import Counter
from threading import Thread
from time import monotonic, sleep

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from blog import metrics, newsroom
from blog.extensions import db
from blog.models import Channel
from blog.newsroom.attempts import Answer, Outcome, Tally
from blog.newsroom.deliveries import Claimed
from blog.newsroom.errors import NewsroomError
from blog.web.deliveries.channels import Sender

TICK_SECONDS = 1.0
PATIENCE_SECONDS = 20.0
_COUNTED = {Outcome.DELIVERED: "accepted", Outcome.FAILED: "failed", Outcome.GONE: "failed"}

logger = logging.getLogger(__name__)


class DeliveryWorker:
    """The deliveries of one process, by the senders that it has. What it has no sender for waits."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._senders: dict[Channel, Sender] = {}
        self._running: Counter[Channel] = Counter()

    def add(self, channel: Channel, sender: Sender) -> None:
        """Sends the deliveries of a channel from now on."""
        self._senders[channel] = sender

    def start_due(self) -> None:
        """Begins to send to targets for which something is due, as long as few enough are being sent to. Returns at
        once."""
        for channel in self._due():
            for claimed in newsroom.deliveries.claim(channel, self._senders[channel].at_once - self._running[channel]):
                self._running[channel] += 1
                Thread(target=self._run, args=(claimed,), name="delivery", daemon=True).start()

    def run_due(self) -> Tally:
        """Sends what is due now, one target after the other."""
        tally = Tally()
        while channels := self._due():
            for channel in channels:
                for claimed in newsroom.deliveries.claim(channel, 1):
                    self.work(claimed, tally)
        return tally

    def run_until_interrupted(self) -> None:
        """Sends whatever becomes due. Ends when what is on its way has arrived."""
        try:
            while True:
                self.start_due()
                sleep(TICK_SECONDS)
        except KeyboardInterrupt:
            until = monotonic() + PATIENCE_SECONDS
            while self._running.total() and monotonic() < until:
                sleep(TICK_SECONDS / 10)

    def work(self, claimed: Claimed, tally: Tally | None = None) -> None:
        """Sends to a target what waits for it, in order, until all has arrived or something has not."""
        sender, counted = self._senders[claimed.channel], tally or Tally()
        with self._app.test_request_context():
            try:
                while delivery := newsroom.deliveries.oldest_waiting(claimed.target_id):
                    answer = sender.deliver(delivery)
                    _count(claimed.channel, answer)
                    settled = newsroom.deliveries.settle(delivery, answer)
                    counted.add(answer, settled.given_up)
                    if not settled.goes_on:
                        return
                newsroom.deliveries.release(claimed)
            finally:
                db.session.remove()

    def _due(self) -> list[Channel]:
        return [channel for channel in newsroom.deliveries.due_channels() if channel in self._senders]

    def _run(self, claimed: Claimed) -> None:
        try:
            self.work(claimed)
        except (SQLAlchemyError, NewsroomError) as error:  # sent again after the lease
            logger.warning("a delivery could not be noted: %s", error)
        except Exception:  # the row is stranger than anything that is known; others must not wait for it
            logger.exception("a delivery failed")
        finally:
            self._running[claimed.channel] -= 1


def _count(channel: Channel, answer: Answer) -> None:
    if result := _COUNTED.get(answer.outcome):
        metrics.DELIVERIES.labels(channel.value, result).inc()
