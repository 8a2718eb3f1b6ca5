"""Works the queue in threads of its own: one for each target that has something due, so that none waits for another."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Thread
from time import monotonic, sleep

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from blog import metrics, newsroom
from blog.extensions import db
from blog.fetching import FetchFailed
from blog.fetching.posting import Poster
from blog.models import Webhook
from blog.newsroom.deliveries import Answer, Claimed, Waiting
from blog.newsroom.errors import NewsroomError
from blog.newsroom.transaction import current_time
from blog.queries import webhooks
from blog.settings import Settings
from blog.web.deliveries import payloads, signing
from blog.web.deliveries.payloads import Message

# At once; other targets wait for the next second.
MAX_TARGETS = 8
TICK_SECONDS = 1.0
PATIENCE_SECONDS = 20.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Request:
    """A signed message on its way."""

    url: str
    name: str
    headers: Mapping[str, str]
    body: bytes


class DeliveryWorker:
    """The deliveries of one process. Only tests replace its `poster`."""

    def __init__(self, app: Flask, poster: Poster) -> None:
        self._app = app
        self.poster = poster
        self._running = 0

    def start_due(self) -> None:
        """Begins to send to targets for which something is due, as long as few enough are being sent to. Returns at
        once."""
        for claimed in newsroom.deliveries.claim(MAX_TARGETS - self._running):
            self._running += 1
            Thread(target=self._run, args=(claimed,), name="delivery", daemon=True).start()

    def run_due(self) -> None:
        """Sends what is due now, one target after the other."""
        while claimed := newsroom.deliveries.claim(1):
            self.work(claimed[0])

    def run_until_interrupted(self) -> None:
        """Sends whatever becomes due. Ends when what is on its way has arrived."""
        try:
            while True:
                self.start_due()
                sleep(TICK_SECONDS)
        except KeyboardInterrupt:
            until = monotonic() + PATIENCE_SECONDS
            while self._running and monotonic() < until:
                sleep(TICK_SECONDS / 10)

    def work(self, claimed: Claimed) -> None:
        """Sends to a target what waits for it, in order, until all has arrived or something has not."""
        with self._app.test_request_context():
            try:
                while delivery := newsroom.deliveries.oldest_waiting(claimed.target_id):
                    if not self._send(delivery):
                        return
                newsroom.deliveries.release(claimed)
            finally:
                db.session.remove()

    def test(self, webhook: Webhook) -> Answer:
        """Sends a message of the type `test` at once, beside the queue, and returns how it was answered."""
        at = current_time()
        content = {"type": "test", "timestamp": at.isoformat(), "data": {"webhook": webhook.name}}
        message = payloads.Message(f"msg_test_{int(at.timestamp())}", "test", payloads.as_json(content))
        return self._post(self._request(webhook, message))

    def _send(self, delivery: Waiting) -> bool:
        """Whether the delivery is done, so that the next may follow."""
        webhook, message = webhooks.of_target(delivery.target_id), payloads.message(delivery)
        if webhook is None or message is None or message.name not in webhook.events:
            newsroom.deliveries.arrived(delivery)
            return True
        answer = self._post(self._request(webhook, message))
        metrics.DELIVERIES.labels("accepted" if answer.is_accepted else "failed").inc()
        if answer.is_accepted:
            newsroom.deliveries.arrived(delivery, answer)
        else:
            logger.info("a webhook did not take %s: %s", message.id, answer.status or answer.error)
            newsroom.deliveries.failed(delivery, answer)
        return answer.is_accepted

    def _request(self, webhook: Webhook, message: Message) -> Request:
        at = current_time()
        secrets = webhook.secrets_at(at, self._app.config["SECRET_KEY"])
        return Request(webhook.url, message.name, signing.headers(message.id, at, message.body, secrets), message.body)

    def _post(self, request: Request) -> Answer:
        db.session.rollback()  # no connection is held while another site thinks
        began, posted, error = monotonic(), None, ""
        try:
            posted = self.poster.post(request.url, request.headers, request.body)
        except FetchFailed as failure:
            error = str(failure)
        milliseconds = round((monotonic() - began) * 1000)
        if posted is None:
            return Answer(request.name, None, milliseconds, error)
        return Answer(request.name, posted.status, milliseconds, retry_after=posted.retry_after)

    def _run(self, claimed: Claimed) -> None:
        try:
            self.work(claimed)
        except (SQLAlchemyError, NewsroomError) as error:  # sent again after the lease
            logger.warning("a delivery could not be noted: %s", error)
        except Exception:  # the row is stranger than anything that is known; others must not wait for it
            logger.exception("a delivery failed")
        finally:
            self._running -= 1


def init_app(app: Flask, options: Settings) -> None:
    """Creates the worker. The scheduler calls it, unless `flask deliver` is to do the work."""
    app.extensions["delivery_worker"] = DeliveryWorker(app, Poster(f"Dateline (+{options.public_url})"))
