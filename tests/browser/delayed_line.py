"""Holds back what the desk's socket sends to a page, so that it comes after something else."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute

from tests.wait import until


class DelayedLine:
    """For the page that is opened next: while it `is_held`, messages wait to be released."""

    def __init__(self, page: Page) -> None:
        self.is_held = False
        self._page = page
        self._kept: list[str] = []
        self._send: Callable[[str], None] = lambda message: None
        page.route_web_socket(re.compile(r"/desk/visits/[^/]+/ws"), self._open)

    def release(self, words: str) -> None:
        """Waits for a message with these words, and then passes on what was held, at once."""
        # Only while the page is asked for something does Playwright tell of its sockets.
        until(lambda: self._page.evaluate("true") and any(words in message for message in self._kept))
        self.is_held = False
        for message in self._kept:
            self._send(message)
        self._kept.clear()

    def _open(self, line: WebSocketRoute) -> None:
        self._send = line.send
        line.connect_to_server().on_message(self._pass_on)

    def _pass_on(self, message: str | bytes) -> None:
        assert isinstance(message, str)
        if self.is_held:
            self._kept.append(message)
        else:
            self._send(message)
