"""A first visit to the live page or to the feed in a frame is light, and all of it comes from the site itself."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import People, expect_live
from tests.browser.site import DEMO, Site

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 10


def test_a_first_visit_to_the_live_page_loads_little_and_only_from_the_site(people: People, demo: Site) -> None:
    assert weighed(people, demo, f"/live/{DEMO}") <= MOST_BYTES


def test_a_first_visit_to_the_feed_in_a_frame_loads_as_little(people: People, demo: Site) -> None:
    assert weighed(people, demo, f"/live/{DEMO}/embed") <= MOST_BYTES


def weighed(people: People, site: Site, path: str) -> int:
    """The bytes on the wire of everything that a first visit to a page loads, fonts and pictures apart."""
    page = people.context().new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    addresses: dict[str, str] = {}
    loaded: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def finished(event: dict[str, Any]) -> None:
        address = addresses[event["requestId"]]
        loaded[address] = loaded.get(address, 0) + int(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", asked)
    network.on("Network.loadingFinished", finished)
    page.goto(path, wait_until="networkidle")
    expect_live(page)
    expect(page.locator("#updates > [data-update]").first).to_be_visible()

    local = {address: size for address, size in loaded.items() if not address.startswith("data:")}
    assert all(address.startswith(site.url) for address in local)
    assert any("htmx" in address for address in local), "the measurement began too late"
    own = {address: size for address, size in local.items() if "/media/" not in address}
    assert len(own) <= MOST_REQUESTS, own
    return sum(size for address, size in own.items() if not address.endswith(".woff2"))
