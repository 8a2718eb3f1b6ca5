"""WebSub (W3C): notifies a hub when a visit's feeds change, so that subscribers need not poll.

Only the process that made a change notifies the hub, however many processes serve. A lost notification does no harm:
subscribers poll as well, and the next change notifies again.
"""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable, Collection
from http.client import HTTPException
from threading import Event as Flag
from threading import Thread
from time import sleep
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from flask import Flask, url_for
from sqlalchemy.exc import SQLAlchemyError

from blog.extensions import visit_changed
from blog.queries import visits

FEEDS = ("feeds.atom", "feeds.rss", "feeds.json")
# The hub fetches the feed at once: by then no cache in front may answer with an old copy. The delay also joins changes
# that an editor makes together.
SETTLE_SECONDS = 6.0
TIMEOUT_SECONDS = 10.0
SHUTDOWN_SECONDS = 2.0

logger = logging.getLogger(__name__)


class HubNotifier:
    """Notifies the hub from a thread of its own, so that a slow hub delays nobody."""

    def __init__(self, app: Flask, hub: str) -> None:
        self._app, self._hub = app, hub
        self._changed: set[int] = set()
        self._flag = Flag()
        self._start: Callable[[], None] | None = self._begin

    def mark_changed(self, visit_id: int) -> None:
        """Queues a notification for a visit. Never blocks and never raises."""
        self._changed.add(visit_id)
        self._flag.set()
        if start := self._start:  # on the first change, which is after any fork
            self._start = None
            start()

    def notify(self, visit_ids: Collection[int], patience: float = TIMEOUT_SECONDS) -> None:
        """Notifies the hub about these visits' feeds; gives up at the first failure. `patience` is in seconds."""
        try:
            addresses = self._addresses(visit_ids)
            for address in addresses:
                self._post(address, patience)
        except HTTPError as error:
            error.close()
            logger.warning("the WebSub hub refused a notification with status %s", error.code)
        except (OSError, HTTPException, ValueError, SQLAlchemyError) as error:
            logger.warning("the WebSub hub cannot be notified: %s", error)
        else:
            logger.info("the WebSub hub was notified of %s feeds", len(addresses))

    def stop(self) -> None:
        """Sends what is still queued, briefly: a command that posts exits right afterwards."""
        visit_changed.disconnect(self.mark_changed)
        if left := self._take_changed():
            self.notify(left, SHUTDOWN_SECONDS)

    def _begin(self) -> None:
        atexit.register(self.stop)
        Thread(target=self._run, name="websub", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._flag.wait()
            sleep(SETTLE_SECONDS)
            self._flag.clear()
            if changed := self._take_changed():
                self.notify(changed)

    def _take_changed(self) -> set[int]:
        changed, self._changed = self._changed, set()
        return changed

    def _addresses(self, visit_ids: Collection[int]) -> list[str]:
        with self._app.test_request_context():
            slugs = visits.slugs(visit_ids)
            return [url_for(feed, slug=slug, _external=True) for slug in slugs for feed in FEEDS]

    def _post(self, address: str, patience: float) -> None:
        form = urlencode({"hub.mode": "publish", "hub.url": address}).encode()
        # The settings let nothing but http and https through.
        with urlopen(Request(self._hub, form), timeout=patience):  # noqa: S310
            pass
