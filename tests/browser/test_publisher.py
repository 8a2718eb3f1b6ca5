"""A live page under a newsroom's own name, logo and colour, in both schemes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import People
from tests.browser.site import Site
from tests.browser.test_accessibility import axe_findings
from tests.browser.watch import Watch

NAME = "The Daily Harbour"
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40"><style>path { fill: #123456 }</style>
<path d="M0 0h160v40H0z"/></svg>"""
# Too pale for paper and light enough for the dark: one shade is computed, the other is the colour itself.
ACCENT, DARKER = "#e0a800", "rgb(141, 105, 9)"
LINE = "getComputedStyle(document.querySelector('.masthead')).borderBlockStartColor"
GROUND = "getComputedStyle(document.querySelector('.logo')).backgroundColor"


@pytest.fixture
def own(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """People on a site with settings of its own, and one live visit: `talks-1`."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "logo.svg").write_text(LOGO)
    links = {"SITE_IMPRINT_URL": "https://harbour.example/imprint", "SITE_CONTACT_URL": "mailto:desk@harbour.example"}
    site = Site(folder, SITE_NAME=NAME, SITE_LOGO=str(folder / "logo.svg"), SITE_ACCENT=ACCENT, **links)
    site.start()
    watch = Watch(site.url)
    people = People(browser, site, watch)
    try:
        site.prepare()
        site.new_visit(updates=2)
        yield people
    finally:
        people.leave()
        site.stop()
        site.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def test_logo_and_accent_are_shown_and_can_be_read(own: People) -> None:
    page = own.live_reader("/live/talks-1")
    mark = page.get_by_role("banner").get_by_role("link", name=NAME)
    expect(mark.locator("img")).to_have_js_property("naturalWidth", 160)
    expect(page).to_have_title(f"Live: Talks in Vienna · {NAME}")
    assert page.evaluate(LINE) == DARKER
    assert axe_findings(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".masthead")).to_have_css("border-top-color", "rgb(224, 168, 0)")
    assert page.evaluate(GROUND) != "rgba(0, 0, 0, 0)"
    mark.click()
    expect(page.get_by_role("contentinfo").last).to_contain_text("Made with Dateline")
