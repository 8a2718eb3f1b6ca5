"""The archive of the demonstration, opened from its folder and from a plain file server, with no Dateline running."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from blog import create_app, newsroom
from blog.extensions import db
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM
from blog.queries import visits
from tests.breadth import BREADTH, breadth, is_whole
from tests.browser.conftest import PATIENCE_MS
from tests.browser.layout_checks import resize
from tests.browser.site import DEMO
from tests.browser.test_accessibility import ALL_RULES, DESK, PHONE, RUN, axe
from tests.browser.test_markup import complaints
from tests.browser.watch import Watch
from tests.conftest import settings_for
from tests.servers.node import LINKINATOR, node, npm_tool
from tests.servers.ports import HOST

# An archive works wherever it lies on a server.
BELOW = "/news/2010/visit"
OVER = datetime(2010, 3, 6, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, demo_master: Path) -> Path:
    """The folder of the visit, which has ended."""
    instance = shutil.copytree(demo_master, tmp_path_factory.mktemp("archived") / "instance")
    app = create_app(settings_for(f"sqlite:///{instance / 'dateline.sqlite'}", instance, SECRET_KEY=""))
    folder = instance / BELOW[1:]
    with app.app_context():
        visit_id = visits.id_of(DEMO)
        assert visit_id
        with as_of(OVER):
            newsroom.visits.set_status(visit_id, SYSTEM, "ended")
        done = app.test_cli_runner().invoke(args=["visit", "export", DEMO, str(folder)])
        assert (done.exit_code, done.stderr) == (0, ""), done.output
        db.engine.dispose()
    return folder


@pytest.fixture(scope="module")
def served(archive: Path) -> Iterator[str]:
    """The address of the archive on a server that knows of nothing but files."""
    with file_server(archive.parents[BELOW.count("/") - 1]) as url:
        yield url + BELOW


@contextmanager
def file_server(folder: Path) -> Iterator[str]:
    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Says nothing between the tests' dots."""

    with ThreadingHTTPServer((HOST, 0), partial(Silent, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{HOST}:{server.server_port}"
        finally:
            server.shutdown()


@pytest.fixture
def page(browser: Browser, archive: Path, served: str) -> Iterator[Page]:
    """A reader who complains of everything that goes wrong, and of everything that is asked of another place."""
    watch = Watch(served, archive.as_uri())
    context = watch.over(browser.new_context(viewport=DESK, reduced_motion="reduce"))
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def test_every_link_inside_leads_to_something(served: str) -> None:
    script = npm_tool(*LINKINATOR) / "build" / "src" / "cli.js"
    walk = ("--recurse", "--check-fragments", "--check-css", "--concurrency", "4")
    elsewhere = ("--skip", f"^(?!{served}/)")
    said = node().run(script, f"{served}/index.html", *walk, *elsewhere, "--format", "json", "--verbosity", "info")
    links = json.loads(said.stdout)["links"]
    inside = [link for link in links if link["state"] != "SKIPPED"]
    assert len(inside) > 50, said.stderr
    assert [(link["url"], link.get("parent")) for link in inside if link["state"] != "OK"] == []


@BREADTH
def test_what_it_is_read_back_into_makes_the_same_archive_again(
    archive: Path, tmp_path: Path, sqlite_master: Path
) -> None:
    shutil.copy(sqlite_master, tmp_path / "dateline.sqlite")
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'dateline.sqlite'}", tmp_path))
    with app.app_context():
        for command in (("import", str(archive / "visit.json")), ("export", DEMO, str(tmp_path / "again"))):
            done = app.test_cli_runner().invoke(args=["visit", *command])
            assert (done.exit_code, done.stderr) == (0, ""), done.output
        db.engine.dispose()
    one, other = (files(folder) for folder in (archive, tmp_path / "again"))
    logs = [re.search(rb'"epoch": ?"(\w+)"', found["visit.json"])[1] for found in (one, other)]  # type: ignore[index]
    assert logs[0] != logs[1], "a log that goes on elsewhere is another one"
    other["visit.json"] = other["visit.json"].replace(logs[1], logs[0])
    assert len(one) > 80
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name] and name != "SHA256SUMS"] == []


@pytest.mark.parametrize("is_served", [*breadth(False), True], ids=["from the folder", "from a server"])
def test_pages_open_without_a_complaint_and_in_their_own_type(
    page: Page, archive: Path, served: str, is_served: bool
) -> None:
    for name in one_of_each(archive):
        page.goto(f"{served if is_served else archive.as_uri()}/{name}")
        faces = page.evaluate(
            "document.fonts.ready.then(all => [...all].filter(face => face.status === 'loaded').length)"
        )
        assert faces > 1, name


@pytest.mark.parametrize("is_served", [False, *breadth(True)], ids=["from the folder", "from a server"])
def test_one_gets_around_in_it(page: Page, archive: Path, served: str, is_served: bool) -> None:
    start = served if is_served else archive.as_uri()
    page.goto(f"{start}/index.html")
    page.get_by_role("navigation", name="Show").get_by_role("link", name="Iran", exact=True).click()
    expect(page).to_have_url(f"{start}/topic/iran/index.html")
    page.get_by_role("link", name="Key events", exact=True).first.click()
    expect(page).to_have_url(f"{start}/key/index.html")
    article = page.locator("#updates > [data-update]").last
    public_id = article.get_attribute("data-update")
    article.locator(".update-time").click()
    there = re.compile(rf"{re.escape(start)}/(page/1/)?index\.html#u-{public_id}$")
    expect(page).to_have_url(there)
    page.goto(f"{start}/updates/{public_id}/index.html")
    expect(page).to_have_url(there)
    expect(page.locator(f"#u-{public_id}")).to_be_in_viewport()
    page.get_by_role("link", name="Dateline").click()
    expect(page).to_have_url(f"{start}/index.html")


@pytest.mark.parametrize("is_served", [False, *breadth(True)], ids=["from the folder", "from a server"])
def test_a_reader_chooses_a_clock(page: Page, archive: Path, served: str, is_served: bool) -> None:
    page.goto(f"{served if is_served else archive.as_uri()}/index.html")
    expect(page.locator("#updates .city").first).to_have_text("Tokyo")
    page.get_by_label("Times in").select_option("Washington")
    expect(page.locator("#updates .city").first).to_have_text("Washington")


def test_it_reads_without_a_script(browser: Browser, archive: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{archive.as_uri()}/index.html")
        expect(page.locator("#updates > [data-update]").first).to_be_visible()
        expect(page.get_by_label("Times in")).to_be_hidden()


def test_the_html_is_valid(archive: Path, tmp_path: Path) -> None:
    names = one_of_each(archive)
    stub = next(path.relative_to(archive).as_posix() for path in sorted(archive.glob("updates/*/index.html")))
    pages = {name.replace("/", "-"): (archive / name).read_text() for name in [*names, stub]}
    assert complaints(pages, tmp_path) == ""


# One page on a phone, the next at a desk: they share their parts, which the live pages have as well.
@pytest.mark.parametrize("turn", [0, *breadth(1)])
def test_axe_finds_nothing(page: Page, archive: Path, served: str, turn: int) -> None:
    for place, name in enumerate(one_of_each(archive)[:: 1 if is_whole() else 6], turn):
        page.goto(f"{served}/{name}")
        page.evaluate(axe())
        resize(page, (PHONE, DESK)[place % 2])
        assert page.evaluate(RUN, ALL_RULES) == [], name


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def one_of_each(archive: Path) -> list[str]:
    """A file of each kind of page."""
    found = sorted(path.relative_to(archive).as_posix() for path in archive.rglob("index.html"))
    kinds = {"updates": next(name for name in found if "history" in name)}
    for name in found:
        kinds.setdefault(name.partition("/")[0], name)
    return list(kinds.values())
