"""The channel of webhooks: a signed message for each event, posted to one address."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from blog.extensions import db, secret_keys
from blog.fetching import FetchFailed
from blog.fetching.posting import Poster
from blog.models import Webhook
from blog.models.delivery import is_accepted
from blog.newsroom.attempts import NOTHING_TO_TELL, Answer, Outcome
from blog.newsroom.deliveries import Waiting
from blog.newsroom.transaction import current_time
from blog.queries import webhooks
from blog.web.deliveries import payloads, signing
from blog.web.deliveries.payloads import Message

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Request:
    """A signed message on its way."""

    url: str
    name: str
    headers: Mapping[str, str]
    body: bytes


class WebhookSender:
    """Posts to webhooks. Only tests replace its `poster`."""

    at_once = 8

    def __init__(self, poster: Poster) -> None:
        self.poster = poster

    def deliver(self, delivery: Waiting) -> Answer:
        webhook, message = webhooks.of_target(delivery.target_id), payloads.message(delivery)
        if webhook is None or message is None or message.name not in webhook.events:
            return NOTHING_TO_TELL
        answer = self._post(_request(webhook, message))
        if not answer.is_accepted:
            logger.info("a webhook did not take %s: %s", message.id, answer.status or answer.error)
        return answer

    def test(self, webhook: Webhook) -> Answer:
        """Sends a message of the type `test` at once, beside the queue, and returns how it was answered."""
        at = current_time()
        content = {"type": "test", "timestamp": at.isoformat(), "data": {"webhook": webhook.name}}
        message = payloads.Message(f"msg_test_{int(at.timestamp())}", "test", payloads.as_json(content))
        return self._post(_request(webhook, message))

    def _post(self, request: Request) -> Answer:
        db.session.rollback()  # no connection is held while another site thinks
        began, posted, error = monotonic(), None, ""
        try:
            posted = self.poster.post(request.url, request.headers, request.body)
        except FetchFailed as failure:
            error = str(failure)
        milliseconds = round((monotonic() - began) * 1000)
        if posted is None:
            return Answer(Outcome.FAILED, request.name, None, milliseconds, error)
        return Answer(_outcome(posted.status), request.name, posted.status, milliseconds, wait=posted.retry_after)


def _outcome(status: int) -> Outcome:
    if is_accepted(status):
        return Outcome.DELIVERED
    return Outcome.GONE if status == 410 else Outcome.FAILED


def _request(webhook: Webhook, message: Message) -> Request:
    at = current_time()
    secrets = webhook.secrets_at(at, *secret_keys())
    return Request(webhook.url, message.name, signing.headers(message.id, at, message.body, secrets), message.body)
