"""Chromium, by Playwright: the browser that the other tests use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from playwright.sync_api import BrowserContext, Frame, Locator, Page, ViewportSize, sync_playwright

from tests.engines.tab import PATIENCE_SECONDS, WINDOW, ZONE, Browser, Engine, Tab
from tests.servers.chromium import find_chromium


class ChromiumTab(Tab):
    def __init__(self, page: Page) -> None:
        self._page = self.name = page

    def go(self, url: str) -> None:
        self._page.goto(url)

    def back(self) -> None:
        self._page.go_back(wait_until="commit")

    def call(self, function: str, frame: str | None) -> str:
        return str(self._within(frame).evaluate(function))

    def click(self, selector: str, frame: str | None = None) -> None:
        self._find(selector, frame).click()

    def resize(self, size: dict[str, int]) -> None:
        self._page.set_viewport_size(cast(ViewportSize, size))

    def write(self, selector: str, text: str) -> None:
        self._find(selector, None).press_sequentially(text)

    def _within(self, frame: str | None) -> Page | Frame:
        if frame is None:
            return self._page
        element = self._page.query_selector(frame)
        within = element.content_frame() if element else None
        assert within, f"there is no frame {frame}"
        return within

    def _find(self, selector: str, frame: str | None) -> Locator:
        return self._within(frame).locator(selector).first


class ChromiumBrowser(Browser):
    def __init__(self, context: BrowserContext) -> None:
        self._context = context

    def tab(self, url: str) -> Tab:
        page = self._context.new_page()
        page.goto(url)
        return ChromiumTab(page)

    def tabs(self) -> list[Tab]:
        self._context.pages[0].evaluate("0")  # Playwright hears of new pages while it waits for an answer
        return [ChromiumTab(page) for page in self._context.pages]


class Chromium(Engine):
    name = "Chromium"
    install = "run `make test`, which fetches one, or `apt-get install chromium`"

    @contextmanager
    def running(self) -> Iterator[Chromium]:
        """Raises NotInstalledError when there is none."""
        # Playwright waits with an unseen page for nobody, and switches the cache of pages for *back* off.
        with sync_playwright() as playwright, find_chromium().launch(playwright) as self._browser:
            self.version = self._browser.version
            yield self

    @contextmanager
    def person(self) -> Iterator[Browser]:
        with self._browser.new_context(viewport=cast(ViewportSize, WINDOW), timezone_id=ZONE) as context:
            context.set_default_timeout(PATIENCE_SECONDS * 1000)
            yield ChromiumBrowser(context)
