"""An embedded feed as tests see it: the line that embeds it, and a frame as high as its text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Locator

from tests.browser.conftest import PATIENCE_MS
from tests.browser.site import Site, Visit

LONG = "It is long, and goes on for more than one line of a narrow column. " * 40


def line(site: Site, visit: Visit, options: str = "") -> str:
    return f'<script async src="{site.url}/embed.js" data-visit="{visit.slug}"{options}></script>'


def article(feed: FrameLocator, public_id: str) -> Locator:
    return feed.locator(f"#updates > [data-update='{public_id}']")


def expect_as_high_as_its_text(frame: Locator, accept: Callable[[float], bool] = lambda _: True) -> float:
    """Waits until the frame has the height of the page in it, and one that is accepted; returns it."""
    document = frame.content_frame.locator("html")

    def fits() -> float:
        wanted = float(document.evaluate("html => Math.ceil(html.getBoundingClientRect().height)"))
        height = float(frame.evaluate("frame => frame.offsetHeight"))
        return height if height == wanted and accept(height) else 0.0

    for _ in range(PATIENCE_MS // 50):
        if height := fits():
            return height
        frame.page.wait_for_timeout(50)
    pytest.fail("the frame did not take the height of its text")


def place_of(element: Locator) -> float:
    """Where an element of a frame stands in the window around it."""
    box = element.bounding_box()
    assert box
    return box["y"]
