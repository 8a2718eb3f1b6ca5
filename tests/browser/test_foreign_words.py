"""Whatever stands in a visit, a browser runs nothing of it: on the site, as it arrives, and in the archive on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.breadth import BREADTH
from tests.browser.conftest import PATIENCE_MS, People
from tests.browser.site import Site, Visit
from tests.browser.watch import Watch
from tests.corpora import NAME_CHARACTERS, lines, naughty, tell

# What a foreign script would call first. A page's own scripts call none of them.
TELL_CALLS = """
for (const name of ['alert', 'confirm', 'prompt', 'open']) {
  window[name] = (said) => console.error(`called: ${name}(${said})`);
}
"""
# Waits until the page is idle: a live page is never without requests for long.
AT_REST = "() => new Promise((done) => requestIdleCallback(done, { timeout: 5000 }))"
# A page that foreign words have broken out of has words beside its parts, or more or fewer main parts than one.
BROKEN_PARTS = """() => [
  ...[...document.body.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()),
  ...document.querySelectorAll('body > :is(p:not([role], [hidden]), article, li, h1, h2, h3, time, b, img, iframe)'),
  ...document.querySelectorAll('main main, main ~ main'),
  ...(document.querySelector('main') ? [] : [document.body]),
].map((node) => (node.outerHTML ?? node.data).slice(0, 200))"""
# Of the strings that could do something, all; of numbers and letters, none.
DANGEROUS = [string for string in naughty() if set(string) & set("<>\"'`{}&")]
OF_A_READER = ("", "/people", "/itinerary", "/corrections", "/embed", "/share", "/updates/{id}/history")
# Their templates are those of the pages above.
MORE_OF_A_READER = (
    *("?page=1", "?key=1&topic=topic-3", "/readouts", "/search?q=script", "/updates/{id}", "/updates/{id}/embed"),
)
ARCHIVED = ("", "people/", "itinerary/", "readouts/", "corrections/", "topic/topic-1/")
OF_THE_DESK = ("", "/set-up", "/updates/{id}")


@pytest.fixture(scope="module")
def foreign(site: Site) -> tuple[Visit, str]:
    """A visit with these strings in every field, and one of its updates."""
    visit = site.new_visit(updates=1)
    ids = site.act(tell, (visit.id, site.editor_id), lines(DANGEROUS))
    visit.set_banner(lines(DANGEROUS)[0])
    return visit, ids[3]


@pytest.mark.parametrize(
    ("of_a_reader", "of_the_desk"),
    [(OF_A_READER, OF_THE_DESK), pytest.param(MORE_OF_A_READER, (), marks=BREADTH)],
    ids=["each template", "the others"],
)
def test_no_page_runs_foreign_words_nor_is_broken_by_them(
    people: People,
    foreign: tuple[Visit, str],
    watch: Watch,
    of_a_reader: tuple[str, ...],
    of_the_desk: tuple[str, ...],
) -> None:
    full, public_id = foreign
    for open_as, path, parts in ((people.reader, full.path, of_a_reader), (people.editor, full.desk_path, of_the_desk)):
        page = listening(open_as(), watch)
        for part in parts:
            page.goto(path + part.format(id=public_id))
            page.evaluate(AT_REST)
            assert page.evaluate(BROKEN_PARTS) == [], part


def test_foreign_words_that_arrive_run_nothing(people: People, visit: Visit, watch: Watch) -> None:
    page = listening(people.live_reader(visit.path), watch)
    ids = [visit.publish("\n\n".join(strings)) for strings in halves(naughty())]
    for public_id in ids:
        expect(page.locator(f'[data-update="{public_id}"]').first).to_be_attached()
    visit.set_banner(lines(DANGEROUS)[1][: NAME_CHARACTERS - 10])
    expect(page.locator("#banner")).not_to_be_empty()


@BREADTH
def test_in_the_archive_they_run_nothing_either(browser: Browser, site: Site, tmp_path: Path) -> None:
    visit = site.new_visit(updates=1)
    site.act(tell, (visit.id, site.editor_id), lines(DANGEROUS)[::12])
    for strings in halves(naughty()):
        visit.publish("\n\n".join(strings))
    done = site.app.test_cli_runner().invoke(args=["visit", "export", visit.slug, str(tmp_path / "visit")])
    assert done.exit_code == 0, done.output
    watch = Watch((tmp_path / "visit").as_uri())
    page = listening(watch.over(browser.new_context()).new_page(), watch)
    page.set_default_timeout(PATIENCE_MS)
    for folder in ARCHIVED:
        page.goto((tmp_path / "visit" / f"{folder}index.html").as_uri())
        assert page.evaluate(BROKEN_PARTS) == [], folder
    page.context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def listening(page: Page, watch: Watch) -> Page:
    """The page, whose dialogs and calls of what a foreign script would call are complaints."""

    def dismiss(dialog: Dialog) -> None:
        watch.complaints.append(f"a dialog: {dialog.message}")
        dialog.close_with()

    page.on("dialog", dismiss)
    page.add_init_script(TELL_CALLS)
    return page


def halves(strings: list[str]) -> tuple[list[str], list[str]]:
    return strings[::2], strings[1::2]
