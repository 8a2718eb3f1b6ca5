"""What every check is given: a browser, a real site with a visit of its own, and another newsroom's site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests

from tests.breakable_proxy import BreakableProxy, _Line
from tests.browser.host import WORDPRESS_SCRIPT, Host, host_server
from tests.browser.site import EDITOR, PASSWORD, Site, Visit
from tests.engines.tab import NARROW, Browser, Tab
from tests.servers.ports import HOST

# Debian's `wordpress` has it; elsewhere a short one plays its part.
WORDPRESS = Path("/usr/share/wordpress/wp-includes/js/wp-embed.js")
LONG = "A sentence that is long enough to fill a line or two of the page, so that an edit changes its height. " * 6

Check = Callable[["Stage"], None]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Makes a function, whose name is a sentence about behaviour, one of the checks."""
    CHECKS.append(function)
    return function


class WithoutSockets(BreakableProxy):
    """A line on which no socket can be opened, as behind some proxies."""

    def breaks_at(self, said: bytes) -> bool:
        return b"/ws?" in said

    def break_line(self, line: _Line, said: bytes) -> None:
        line.close()


@dataclass
class Stage:
    """One person's browser, and all there is to look at. `visit` has three updates and belongs to one check."""

    browser: Browser
    site: Site
    host: Host
    visit: Visit

    def read(self, path: str = "", *, deep: bool = False) -> Tab:
        """The visit's page, live; `deep` is in the middle of a long one, with an update at the top of the window."""
        if deep:
            self.visit = self.site.new_visit(updates=12)
        tab = self.browser.tab(self.site.url + (path or self.visit.path))
        tab.see_state("live")
        if deep:
            tab.run(
                "scrollBy(0, document.getElementById(arguments[0]).getBoundingClientRect().top - 200)", self.reading
            )
            tab.see(
                "Math.abs(document.getElementById(arguments[0]).getBoundingClientRect().top - 200) < 2", self.reading
            )
        return tab

    @property
    def reading(self) -> str:
        """The id of the article that a deep reader looks at."""
        return f"u-{self.visit.ids[4]}"

    def stays(self, tab: Tab) -> None:
        """Asserts that what a deep reader looks at is where it was, once two frames have been painted."""
        top = tab.run(
            """return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
              done(document.getElementById(arguments[0]).getBoundingClientRect().top))))""".replace(
                "arguments[0]", f"'{self.reading}'"
            )
        )
        assert abs(top - 200) <= 2, f"it has moved from 200 to {top}"

    def sign_in(self, path: str, *, narrow: bool = False) -> Tab:
        """A page of the desk, by way of the sign-in form; `narrow` in a window like a phone."""
        tab = self.browser.tab(f"{self.site.url}/desk/sign-in")
        tab.write("[name=email]", EDITOR)
        tab.write("[name=password]", PASSWORD)
        tab.click("main form button[type=submit]")
        tab.see("location.pathname !== '/desk/sign-in' && document.readyState === 'complete'")
        if narrow:
            tab.resize(NARROW)
            tab.see("innerWidth <= arguments[0]", NARROW["width"])
        tab.go(self.site.url + path)
        return tab

    def embed(self, options: str = "") -> Tab:
        """A page of another site with the feed in it, by the script."""
        tab = self.browser.tab(self.host.show(self.site.url, self.visit.slug, both=False, options=options))
        tab.see_state("live", frame="iframe")
        return tab

    def sandbox(self, sandbox: str) -> Tab:
        """A page of another site with the feed in a sandboxed frame."""
        return self.browser.tab(self.host.show_in_sandbox(self.site.url + self.visit.embed_path, sandbox))

    def wordpress(self) -> Tab:
        """A post in WordPress with the feed in it."""
        asked = {"url": self.site.url + self.visit.path}
        html = requests.get(f"{self.site.url}/oembed", asked, timeout=20).json()["html"]
        script = WORDPRESS.read_text() if WORDPRESS.exists() else WORDPRESS_SCRIPT
        return self.browser.tab(self.host.show_in_wordpress(html, script=script))

    @contextmanager
    def without_sockets(self) -> Iterator[str]:
        """The site's address where no socket can be opened."""
        proxy = WithoutSockets((HOST, urlsplit(self.site.url).port or 0))
        proxy.open()
        try:
            yield f"http://{HOST}:{proxy.port}"
        finally:
            proxy.close()


@contextmanager
def the_sites(folder: Path) -> Iterator[tuple[Site, Host]]:
    """The site with its accounts, and the other newsroom's."""
    site = Site(folder)
    site.start()
    try:
        site.prepare()
        with host_server() as host:
            yield site, host
    finally:
        site.stop()
        site.close()
