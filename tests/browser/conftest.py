"""Fixtures of the browser tests: a served site, a browser, and people who use it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, StorageState, expect, sync_playwright

from tests.browser.crowd import crowded_visit
from tests.browser.desk import sign_in
from tests.browser.host import Host, host_server
from tests.browser.pages import Places
from tests.browser.site import EDITOR, SECOND_EDITOR, Site, Visit
from tests.browser.watch import Watch
from tests.conftest import FOOTINGS, Footing
from tests.databases import DATABASE, MEDIA
from tests.servers.chromium import find_chromium

PATIENCE_MS = 60_000
DESK = {"width": 1280, "height": 900}
FRESH_SECONDS = 600

expect.set_options(timeout=PATIENCE_MS)


# Not for the session: while Playwright runs, no other test could start an event loop of its own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = find_chromium().launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package", params=FOOTINGS)
def site(
    request: pytest.FixtureRequest,
    footing: Callable[[str], Footing],
    demo_master: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """`python app.py` on a free port, with the accounts of two editors and an admin."""
    folder = tmp_path_factory.mktemp("site")
    with footing(request.param) as (url, bell):
        if request.param == "sqlite":  # with the demonstration in it from the start, as to load it takes seconds
            shutil.copy(demo_master / DATABASE, url.removeprefix("sqlite:///"))
            shutil.copytree(demo_master / MEDIA, folder / MEDIA)
            shutil.copytree(demo_master, folder / "instance", ignore=shutil.ignore_patterns(DATABASE, MEDIA))
        site = Site(folder, request.param, DATABASE_URL=url, **bell)
        site.start()
        try:
            site.prepare()
            yield site
        finally:
            site.stop()
            site.close()


@pytest.fixture(scope="package")
def demo(site: Site) -> Site:
    """The site with the demonstration in it."""
    site.load_demo()
    return site


@pytest.fixture(scope="package")
def places(demo: Site) -> Places:
    """Where the kinds of pages are."""
    return Places.find(demo)


@pytest.fixture(scope="package")
def host() -> Iterator[Host]:
    with host_server() as host:
        yield host


@pytest.fixture
def visit(site: Site) -> Visit:
    """A live visit that belongs to this test, with three updates."""
    return site.new_visit(updates=3)


@pytest.fixture
def crowded(site: Site) -> Visit:
    """A visit of this test with some two hundred speakers and twelve topics."""
    return crowded_visit(site)


@pytest.fixture
def mortal_site(site: Site) -> Iterator[Site]:
    """The site for a test that kills it: it is up again afterwards."""
    yield site
    if not site.is_ready():
        site.kill()
        site.start()


@pytest.fixture
def watch(site: Site, host: Host) -> Watch:
    return Watch(site.url, host.url)


@pytest.fixture
def people(browser: Browser, site: Site, watch: Watch) -> Iterator[People]:
    """Fails the test when any page did what no page may do."""
    people = People(browser, site, watch)
    yield people
    people.leave()
    assert not watch.complaints, "\n".join(watch.complaints)


class People:
    """Everyone gets a browser of their own, as fresh as on the first day."""

    # One sign-in for many tests, as a hash takes its time; not so old that the desk asks for the password again.
    _signed_in: dict[tuple[str, str], tuple[float, StorageState]] = {}  # noqa: RUF012

    def __init__(self, browser: Browser, site: Site, watch: Watch) -> None:
        self._browser, self._site, self._watch = browser, site, watch
        self._contexts: list[BrowserContext] = []

    def context(self, *, fonts: bool = True, **options: Any) -> BrowserContext:
        """A browser. Without our fonts no letter moves when they come, which is as late as the machine is busy."""
        options = {"base_url": self._site.url, "viewport": DESK, "reduced_motion": "reduce", **options}
        options.setdefault("service_workers", "block")  # what needs the desk's worker allows it
        context = self._watch.over(self._browser.new_context(**options))
        context.set_default_timeout(PATIENCE_MS)
        if not fonts:
            context.route("**/*.woff2", lambda route: route.abort())
            self._watch.expect(r"\.woff2", "net::ERR_FAILED")
        self._contexts.append(context)
        return context

    def reader(self, path: str = "/", **options: Any) -> Page:
        """A reader's page, open at a path."""
        page = self.context(**options).new_page()
        page.goto(path)
        return page

    def live_reader(self, path: str, **options: Any) -> Page:
        """A reader's page that is connected."""
        page = self.reader(path, **options)
        expect_live(page)
        return page

    def editor(self, path: str = "/desk", *, second: bool = False, **options: Any) -> Page:
        """An editor's page, signed in."""
        email = SECOND_EDITOR if second else EDITOR
        who = self._site.url, email
        signed_in_at, _state = self._signed_in.get(who, (-inf, None))
        if monotonic() - signed_in_at > FRESH_SECONDS:
            page = self.reader("/desk/sign-in")
            sign_in(page, email)
            self._signed_in[who] = monotonic(), page.context.storage_state()
        _at, stored = self._signed_in[who]
        if path.startswith("/desk"):
            # Only the readers' pages ask for more than cookies, and Playwright opens a page of its own to put it back.
            stored = {"cookies": stored["cookies"]}
        return self.reader(path, storage_state=stored, **options)

    def leave(self) -> None:
        for context in self._contexts:
            context.close()


def expect_live(page: Page | FrameLocator, timeout: float = PATIENCE_MS) -> None:
    expect(page.locator("#wire")).to_have_attribute("data-state", "live", timeout=timeout)
