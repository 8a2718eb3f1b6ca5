"""The HTML of every page, as it leaves the server, and of what is pushed, is valid."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, Response

from blog import newsroom
from blog.permissions import SYSTEM
from tests.breadth import is_whole
from tests.browser.conftest import People
from tests.browser.pages import KINDS, REFUSED, VARIANTS, Kind, Places
from tests.browser.site import Site
from tests.browser.watch import Watch
from tests.servers.node import HTML_VALIDATE, node, npm_tool

# The recommended rules, but that checkboxes may share a name, because that is how a form sends a list.
CONFIG = Path(__file__).with_name("htmlvalidate.json")
# A pushed fragment lies in a page: it has one around it here too, with the headings that come before it there.
AROUND = """<!DOCTYPE html>
<html lang="en">
<head><title>A page</title></head>
<body><h1>A visit</h1><h2>Updates</h2>{content}</body>
</html>
"""


def test_the_html_of_every_page_is_valid(people: People, places: Places, watch: Watch, tmp_path: Path) -> None:
    watch.expect(*REFUSED)
    reader, editor = (open_as("about:blank", java_script_enabled=False) for open_as in (people.reader, people.editor))
    kinds = [kind for kind in KINDS if is_whole() or kind.name not in VARIANTS]
    pages = {kind.name: html_of(editor if kind.signed_in else reader, places, kind) for kind in kinds}
    assert all(html.startswith("<!DOCTYPE html>") for html in pages.values())
    assert complaints(pages, tmp_path) == ""


def test_the_html_of_everything_that_is_pushed_is_valid(people: People, site: Site, tmp_path: Path) -> None:
    visit = site.new_visit(updates=2)
    request = people.context().request
    epoch = request.get(visit.path).text().partition('data-cursor="')[2].partition(":")[0]
    visit.publish("> A statement", kind="statement", speaker="ada-nord", topics=["trade"], headline="They agree")
    visit.publish("- A list\n- of **points**", kind="summary", key=True)
    visit.edit(visit.ids[0], "Put right.", reason="correction", note="It was wrong.")
    visit.withdraw(visit.ids[1], "It was not so.")
    visit.pin(visit.ids[0])
    visit.set_banner("The talks have begun")
    site.act(newsroom.visits.set_status, visit.id, SYSTEM, "paused")
    message = request.get(f"{visit.path}/since/{epoch}:0").json()
    fragments = message["content"].split("<hx-partial ")[1:]
    pushed = {f"pushed-{number}": f"<hx-partial {html}" for number, html in enumerate(fragments)}
    assert {part.partition('"')[2].partition('"')[0] for part in fragments} >= {
        "#updates[data-front]",
        "#pinned",
        "#banner",
        "#visit-head",
        "#key-events",
        "#sides",
        "#filters",
        "#itinerary",
    }
    assert complaints({name: AROUND.format(content=html) for name, html in pushed.items()}, tmp_path) == ""


def html_of(page: Page, places: Places, kind: Kind) -> str:
    """What the server sends to a browser without JavaScript."""
    if kind.act is None or kind.scripted:
        return page.context.request.get(kind.address(places)).text()
    documents: list[Response] = []

    def remember(response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            documents.append(response)

    page.on("response", remember)
    page.goto(kind.address(places))
    kind.act(page, places)
    page.remove_listener("response", remember)
    return documents[-1].text()


def complaints(pages: Mapping[str, str], folder: Path) -> str:
    """What html-validate says; nothing when everything is right."""
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    script = npm_tool(*HTML_VALIDATE) / "bin" / "html-validate.mjs"
    files = [str(folder / f"{name}.html") for name in pages]
    done = node().run(script, "--config", str(CONFIG), "--formatter", "text", *files)
    assert done.stdout or done.returncode == 0, done.stderr
    return done.stdout
