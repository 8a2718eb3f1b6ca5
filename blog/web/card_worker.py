"""Fetches what cards will show, in threads of its own: no post, reader or scheduled task waits for another site."""

from __future__ import annotations

import logging
from threading import Thread

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from blog import newsroom
from blog.fetching import Fetcher, FetchFailed, read_card
from blog.newsroom.errors import NewsroomError
from blog.newsroom.link_cards import ClaimedCard
from blog.permissions import SYSTEM
from blog.settings import Settings
from blog.work_queue import run_in_threadpool

# At once; the others wait for the next second.
MAX_FETCHES = 4

logger = logging.getLogger(__name__)


class CardWorker:
    """The fetches of one process. Only tests replace its `fetcher`."""

    def __init__(self, app: Flask, fetcher: Fetcher) -> None:
        self._app = app
        self.fetcher = fetcher
        self._running = 0

    def start_due(self) -> None:
        """Begins to fetch what is due, as long as few enough fetches are running. Returns at once."""
        for claimed in newsroom.link_cards.claim(MAX_FETCHES - self._running) if self._running < MAX_FETCHES else ():
            self._running += 1
            Thread(target=self._run, args=(claimed,), name="card", daemon=True).start()

    def fetch(self, claimed: ClaimedCard) -> None:
        """Fetches one card and publishes its words, or notes that there are none. Needs no app context."""
        try:
            found = read_card(self.fetcher, claimed.url, run_in_threadpool)
        except FetchFailed as error:
            logger.info("no card for %s: %s", claimed.url, error)
            with self._app.app_context():
                newsroom.link_cards.fail(claimed.id, is_final=error.is_final)
        else:
            with self._app.app_context():
                newsroom.link_cards.card(claimed.visit_id, SYSTEM, claimed.id, found)

    def _run(self, claimed: ClaimedCard) -> None:
        try:
            self.fetch(claimed)
        except (SQLAlchemyError, NewsroomError) as error:  # fetched again after the lease
            logger.warning("the card of %s could not be saved: %s", claimed.url, error)
        except Exception:  # the page was stranger than anything that is known
            logger.exception("the card of %s failed", claimed.url)
        finally:
            self._running -= 1


def init_app(app: Flask, options: Settings) -> None:
    """Creates the worker, which the scheduler calls, unless links are not to be fetched."""
    if options.fetch_links:
        app.extensions["card_worker"] = CardWorker(app, Fetcher(f"Dateline (+{options.public_url})"))
