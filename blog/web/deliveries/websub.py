"""The channel of WebSub (W3C): notifies a hub when the feeds of a visit have changed.

The hub then fetches the feeds as they read now. It is told nothing of what has changed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from http.client import HTTPException
from time import monotonic
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from flask import url_for

from blog.extensions import db
from blog.models.delivery import is_accepted
from blog.newsroom.attempts import NOTHING_TO_TELL, Answer, Outcome
from blog.newsroom.deliveries import Waiting
from blog.newsroom.transaction import current_time
from blog.queries import visits

FEEDS = ("feeds.atom", "feeds.rss", "feeds.json")
# The hub fetches the feed at once: by then no cache in front may answer with an old copy. The delay also joins changes
# that an editor makes together.
SETTLE = timedelta(seconds=6)
TIMEOUT_SECONDS = 10.0
NAME = "publish"

logger = logging.getLogger(__name__)


class HubSender:
    """Notifies the hub at this address."""

    at_once = 1

    def __init__(self, hub: str) -> None:
        self._hub = hub

    def deliver(self, delivery: Waiting) -> Answer:
        early = delivery.created_at + SETTLE - current_time()
        if early > timedelta():
            return Answer(Outcome.NOT_YET, wait=early)
        slugs = visits.slugs([delivery.visit_id] if delivery.visit_id else [])
        if not slugs:  # deleted, or held meanwhile
            return NOTHING_TO_TELL
        addresses = [url_for(feed, slug=slugs[0], _external=True) for feed in FEEDS]
        db.session.rollback()  # no connection is held while the hub thinks
        began = monotonic()
        status, error = self._notify(addresses)
        milliseconds = round((monotonic() - began) * 1000)
        if is_accepted(status):
            logger.info("the WebSub hub was notified of %s feeds", len(addresses))
            return Answer(Outcome.DELIVERED, NAME, status, milliseconds)
        logger.warning("the WebSub hub cannot be notified: %s", error)
        return Answer(Outcome.FAILED, NAME, status, milliseconds, error)

    def _notify(self, addresses: Sequence[str]) -> tuple[int | None, str]:
        """The status of the last answer, and what is wrong. Gives up at the first failure."""
        status = None
        try:
            for address in addresses:
                status = self._post(address)
        except HTTPError as error:
            error.close()
            return error.code, f"it answered {error.code}"
        except (OSError, HTTPException, ValueError) as error:
            return None, str(error)
        return status, ""

    def _post(self, address: str) -> int:
        form = urlencode({"hub.mode": "publish", "hub.url": address}).encode()
        # The settings let nothing but http and https through.
        with urlopen(Request(self._hub, form), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return int(answer.status)
