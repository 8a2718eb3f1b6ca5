"""Readers, another paper and the desk in another language: what arrives speaks it too, and Arabic is mirrored."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from blog import languages, newsroom
from blog.translation import _, ngettext, speaking
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser import layout_checks
from tests.browser.conftest import People, expect_live
from tests.browser.frames import article, line
from tests.browser.host import Host
from tests.browser.site import Site, Visit
from tests.sample_visit import PASSWORD

WORDS = {
    "zh": ("双方已同意继续会谈。", "会谈在三点开始，而非两点。", "两国领导人已会面"),
    "ar": ("اتفق الطرفان على مواصلة المحادثات.", "بدأت المحادثات في الثالثة لا في الثانية.", "التقى الزعيمان"),
}


# Of each line of an update's rail, how far it is from where the rail begins.
RAIL = """() => [...document.querySelectorAll('#updates .update-rail')].flatMap((rail) => {
  const edge = rail.closest('[dir]').dir === 'rtl' ? 'right' : 'left';
  const begins = rail.getBoundingClientRect()[edge];
  const lines = [...rail.querySelectorAll('time, .city, .standing')];
  return lines.map((line) => line.getBoundingClientRect()[edge] - begins);
})"""


def expect_spoken(page: Page | FrameLocator, tag: str) -> None:
    """The page is in the language, runs its way, and says so."""
    html = page.locator("html")
    expect(html).to_have_attribute("lang", tag)
    expect(html).to_have_attribute("dir", languages.LANGUAGES[tag].direction)


@pytest.mark.parametrize("tag", ["zh", pytest.param("ar", marks=BREADTH)])
def test_a_story_in_another_language(people: People, host: Host, site: Site, visit: Visit, tag: str) -> None:
    text, note, banner = WORDS[tag]
    with speaking(tag):
        show, corrected = ngettext("Show %(num)s new update", "Show %(num)s new updates", 1), _("Corrected")
        breaking, follow = _("Breaking"), _("Follow the whole visit")
    page = people.live_reader(f"{visit.path}?ui={tag}")
    expect_spoken(page, tag)
    page.evaluate("document.getSelection().selectAllChildren(document.querySelector('#visit-title'))")
    first = visit.publish(text, lang=tag)
    expect(page.locator("#arrivals")).to_have_text(show)
    page.locator("#arrivals").click()
    arrived = page.locator(f"#updates > [data-update='{first}']")
    expect(arrived).to_contain_text(text)
    visit.edit(first, f"{text} {text}", lang=tag, reason="correction", note=note)
    expect(arrived).to_contain_text(corrected)
    expect(arrived).to_contain_text(note)
    visit.set_banner(banner, level="breaking")
    expect(page.locator("#banner")).to_contain_text(breaking)
    expect(page.locator("#banner")).to_contain_text(banner)
    assert layout_checks.findings(page) == []
    layout_checks.resize(page, {"width": 1024, "height": 800})
    assert max(map(abs, page.evaluate(RAIL))) < 1

    # On another paper's page, which is in English, the frame keeps to the language that its line names.
    paper = people.reader(host.show_strictly(site.url, line(site, visit, f' data-ui="{tag}"')))
    feed = paper.frame_locator("iframe")
    expect_live(feed)
    expect_spoken(feed, tag)
    expect(article(feed, first)).to_contain_text(corrected)
    expect(feed.get_by_role("link", name=follow)).to_have_attribute("href", f"{visit.path}?ui={tag}")
    second = visit.publish(f"{banner}: {text}", lang=tag)
    expect(article(feed, second)).to_be_visible()


@pytest.mark.parametrize("tag", ["zh", pytest.param("ar", marks=BREADTH)])
def test_a_desk_in_another_language(people: People, site: Site, visit: Visit, tag: str) -> None:
    text, note, _banner = WORDS[tag]
    with speaking(tag):
        saved, edit, correct = _("Save as draft"), _("Edit"), _("A correction")
        queue, handed_in = _("Queue"), _("Publish")
        published = _("Your change is published. Readers can see it.")
    site.act(newsroom.reporters.add, f"{tag}@{visit.slug}.example", name="Lin Yue", role="editor", password=PASSWORD)
    page = people.reader("/desk/sign-in")
    at_desk.sign_in(page, f"{tag}@{visit.slug}.example")
    page.goto("/desk/account")
    page.locator("#language-lang").select_option(tag)
    page.locator("#language-form button[type=submit]").click()
    expect_spoken(page, tag)

    page.goto(visit.desk_path)
    expect_spoken(page, tag)
    composer = page.locator("#composer")
    expect(composer.locator("#main-action")).to_have_text(handed_in)
    composer.locator("[name=body]").fill(text)
    composer.locator("#main-action").click()
    newest = page.locator("#updates > [data-update]").first
    expect(newest).to_contain_text(text)
    expect(composer.locator("[name=body]")).to_have_value("")
    expect(composer.get_by_role("button", name=saved, include_hidden=True)).to_have_count(1)
    expect(page.get_by_role("link", name=queue).first).to_be_attached()
    assert layout_checks.findings(page) == []

    layout_checks.resize(page, {"width": 1280, "height": 900})
    public_id = newest.get_attribute("data-update") or ""
    at_desk.tools(page, public_id).get_by_role("link", name=edit).click()
    page.get_by_role("radio", name=correct).check()
    page.locator("[name=note]").fill(note)
    page.locator("#editor [name=body]").fill(f"{text} {text}")
    page.locator("#editor #main-action").click()
    expect(page.locator("#said")).to_contain_text(published)
