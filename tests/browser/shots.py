"""Takes screenshots of every page and state into .cache/shots, and renews those that docs/pictures holds.

All of them, or those named, as in `python -m tests.browser.shots live desk corrections`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Literal, cast

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from blog import newsroom
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.settings import ROOT
from tests.browser import layout_checks
from tests.browser.desk import sign_in
from tests.browser.desk_pages import DESK_KINDS
from tests.browser.host import Host, host_server
from tests.browser.pages import DEMO_DESK, KINDS, Kind, Places
from tests.browser.site import DEMO, Site
from tests.pictures import FOLDER, shown
from tests.sample_visit import PASSWORD
from tests.servers.chromium import find_chromium

SHOTS = ROOT / ".cache" / "shots"
SIZES = {360: 740, 768: 960, 1024: 800, 1440: 900}
COMMON_COLOURS, RARE_COLOURS = 160, 96
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
EDITOR = "ruth.ellery@example.org"
# The pictures say the same whenever they are taken.
MOMENT = datetime(2010, 3, 5, 6, 0, tzinfo=UTC)
# As many updates as the demonstration needs more before its first page becomes an archive.
MORE_UPDATES = 4


@dataclass
class Studio:
    """The demonstration on a server, another site beside it, a browser, and an editor's sign-in."""

    site: Site
    host: Host
    browser: Browser
    account: StorageState | None = None

    def sign_in(self) -> None:
        with self.browser.new_context(base_url=self.site.url) as context:
            page = context.new_page()
            page.goto("/desk/sign-in")
            sign_in(page, EDITOR)
            self.account = context.storage_state()

    def take_state(self, kind: Kind, places: Places) -> None:
        """A page or state of the tests, which may take some steps to get to."""
        account = self.account if kind.signed_in else None
        for scheme in SCHEMES:
            with self.browser.new_context(
                base_url=self.site.url, color_scheme=scheme, reduced_motion="reduce", storage_state=account
            ) as context:
                page = context.new_page()
                page.goto(kind.address(places))
                if kind.act:
                    kind.act(page, places)
                for width, height in list(SIZES.items())[: 1 if kind.on_a_phone else None]:
                    resize(page, width, height)
                    page.screenshot(animations="disabled", path=SHOTS / f"{kind.name}-{width}-{scheme}.png")

    def take(self, name: str, address: str, *, signed_in: bool = False) -> None:
        """One page at every width, in both schemes."""
        account = self.account if signed_in else None
        for scheme in SCHEMES:
            with self.browser.new_context(
                base_url=self.site.url, color_scheme=scheme, reduced_motion="reduce", storage_state=account
            ) as context:
                page = context.new_page()
                page.goto(address, wait_until="networkidle")
                wait_for_wire(page)
                for width, height in SIZES.items():
                    resize(page, width, height)
                    page.evaluate("() => document.fonts.ready")
                    save(page.screenshot(animations="disabled"), f"{name}-{width}-{scheme}.png")


def main(wanted: list[str]) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    with open_studio() as studio:
        with as_of(MOMENT):
            places = Places.find(studio.site)
        update = f"/live/{DEMO}/updates/{places.corrected}"
        addresses = {
            "live": f"/live/{DEMO}",
            "embed": studio.host.show(studio.site.url, DEMO, both=False, options=' data-limit="10"'),
            "sign-in": "/desk/sign-in",
            "desk": DEMO_DESK,
            "edit": f"{DEMO_DESK}/updates/{places.corrected}",
            "update": update,
            "history": f"{update}/history",
            "error": "/live/nowhere",
            "empty": places.empty.path,
            "archive": f"/live/{DEMO}?page=1",
        }
        for name in [name for name in addresses if not wanted or name in wanted]:
            if name == "archive":
                add_updates(studio.site)
            studio.take(name, addresses[name], signed_in=name in ("desk", "edit"))
        for kind in [kind for kind in (*KINDS, *DESK_KINDS) if not wanted or kind.name in wanted]:
            studio.take_state(kind, places)
    print(f"{SHOTS.relative_to(ROOT)}: {len(list(SHOTS.glob('*.png')))} pictures")


def save(picture: bytes, name: str) -> None:
    """Into .cache/shots; also into docs/pictures, compressed, when a page of the repository shows it.

    A page of text and flat colours looks the same with a palette, and is a third as large.
    """
    (SHOTS / name).write_bytes(picture)
    if name not in shown():
        return
    with Image.open(BytesIO(picture)) as image:
        plain = image.convert("RGB")
    plain.quantize(palette=palette_of(plain), dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)


def palette_of(image: Image.Image) -> Image.Image:
    """The most common colours as they are, for backgrounds; and some that are spread over all the others."""
    counted = sorted(image.getcolors(image.width * image.height) or [], reverse=True)
    common = [part for _, colour in counted[:COMMON_COLOURS] for part in cast(tuple[int, ...], colour)]
    rare = image.quantize(RARE_COLOURS, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*common, *rare[: 3 * RARE_COLOURS]])
    return palette


@contextmanager
def open_studio() -> Iterator[Studio]:
    with (
        tempfile.TemporaryDirectory(prefix="dateline-shots-") as folder,
        host_server() as host,
        sync_playwright() as playwright,
        find_chromium().launch(playwright) as browser,
    ):
        site = Site(Path(folder))
        site.start()
        try:
            site.prepare()
            site.load_demo()
            site.act(newsroom.reporters.set_password, EDITOR, PASSWORD)
            studio = Studio(site, host, browser)
            studio.sign_in()
            yield studio
        finally:
            site.stop()
            site.close()


def resize(page: Page, width: int, height: int) -> None:
    """To another width; what the page is about stays in view."""
    layout_checks.resize(page, {"width": width, "height": height})
    page.evaluate("() => document.querySelector('.update[aria-current], :target')?.scrollIntoView()")
    page.evaluate("() => document.querySelector('.since, .form-done')?.scrollIntoView({ block: 'center' })")


def add_updates(site: Site) -> None:
    visit_id = site.act(visits.id_of, DEMO)
    with as_of(MOMENT):
        for _ in range(MORE_UPDATES):
            site.act(newsroom.updates.publish, visit_id, SYSTEM, Post("The coverage goes on.", stop="tokyo"))


def wait_for_wire(page: Page) -> None:
    """A page that changes says that it is connected; so does a feed in another site's page."""
    feed = page.frame_locator("iframe") if page.locator("iframe").count() else page
    if feed.locator("#wire").count():
        expect(feed.locator("#wire")).to_have_attribute("data-state", "live")


if __name__ == "__main__":
    main(sys.argv[1:])
