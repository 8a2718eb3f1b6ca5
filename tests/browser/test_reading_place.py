"""A reader never loses the place: what arrives above the lines being read moves nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.breadth import breadth
from tests.browser.conftest import People, expect_live
from tests.browser.host import Host
from tests.browser.site import Site, Visit
from tests.browser.test_time import SHIFTS

LONG = "A sentence that is long enough to fill a line or two of the page, so that an edit changes its height. " * 6
# Safari has no scroll anchoring of its own; this browser then has none either.
NO_ANCHORING = "* { overflow-anchor: none !important; }"

# Adopted, because the page's policy forbids a style element.
ADD_STYLE = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}"""


@pytest.fixture
def visit(site: Site) -> Visit:
    """A visit long enough to scroll in."""
    return site.new_visit(updates=12)


@pytest.fixture
def deep_reader(people: People, visit: Visit) -> Page:
    """A reader in the middle of the stream."""
    page = people.live_reader(visit.path, viewport={"width": 390, "height": 700}, fonts=False)
    article(page, visit.ids[4]).evaluate("article => scrollBy(0, article.getBoundingClientRect().top - 200)")
    assert page.evaluate("scrollY") > 500
    return page


@pytest.mark.parametrize("style", [*breadth(""), NO_ANCHORING], ids=["anchoring", "no-anchoring"])
def test_the_lines_being_read_stay_where_they_are_whatever_happens_above(
    deep_reader: Page, visit: Visit, style: str
) -> None:
    page, reading = deep_reader, article(deep_reader, visit.ids[4])
    page.evaluate(ADD_STYLE, style)
    place = top(reading)
    assert 199 <= place <= 201

    for number in range(1, 21):
        visit.publish(f"Arrival {number}. {LONG}")
    arrivals = page.locator("#arrivals")
    expect(arrivals).to_have_text("Show 20 new updates")
    assert stays(reading, place)

    visit.edit(visit.ids[8], LONG)
    expect(article(page, visit.ids[8])).to_contain_text("fill a line or two")
    assert stays(reading, place)

    visit.pin(visit.ids[0])
    expect(page.locator("#pinned")).to_contain_text("Update 1 of the talks.")
    assert stays(reading, place)

    visit.set_banner(LONG[:250])
    expect(page.locator("#banner")).to_contain_text("A sentence that is long enough")
    assert stays(reading, place)
    visit.clear_banner()
    expect(page.locator("#banner")).to_have_text("")
    assert stays(reading, place)

    visit.unpin(visit.ids[0])
    expect(page.locator("#pinned")).to_be_hidden()
    assert stays(reading, place)

    arrivals.click()
    first = page.locator("#updates > [data-update]").first
    expect(first).to_contain_text("Arrival 20.")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    expect(page.locator("#updates > [data-update]:visible")).to_have_count(32)
    expect(arrivals).to_be_hidden()


def test_nothing_shifts_while_the_page_loads_and_its_button_counts(deep_reader: Page, visit: Visit) -> None:
    for number in (1, 2):
        visit.publish(f"Arrival {number}.")
        expect(deep_reader.locator("#arrivals")).to_contain_text(f"Show {number} new")
    assert sum(deep_reader.evaluate(SHIFTS)) == 0


def test_at_the_top_a_new_update_is_shown_at_once(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    new = article(page, visit.publish("It has begun."))
    expect(new).to_be_visible()
    expect(page.locator("#arrivals")).to_be_hidden()
    expect(page.locator("#arrivals-said")).to_have_text("1 new update was added to this page.")


def test_while_a_menu_a_dialog_or_a_selection_is_in_use_new_updates_wait(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path, viewport={"width": 390, "height": 700})
    arrivals, menu = page.locator("#arrivals"), page.locator(".masthead .menu > summary")
    menu.click()
    waiting = [visit.publish("While a menu is open.")]
    expect(arrivals).to_have_text("Show 1 new update")
    menu.click()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#visit-title'))")
    waiting.append(visit.publish("While something is selected."))
    expect(arrivals).to_have_text("Show 2 new updates")
    page.evaluate("getSelection().removeAllRanges(); document.body.append(document.createElement('dialog'))")
    page.evaluate("document.querySelector('body > dialog').showModal()")
    waiting.append(visit.publish("While a dialog is open."))
    expect(arrivals).to_have_text("Show 3 new updates")
    expect(article(page, waiting[0])).not_to_be_attached()
    page.evaluate("document.querySelector('body > dialog').remove()")
    shown = visit.publish("Nobody is busy any more.")
    for public_id in (*waiting, shown):
        expect(article(page, public_id)).to_be_visible()
    expect(arrivals).to_be_hidden()


def test_in_a_hidden_tab_new_updates_wait_and_the_title_counts_them(people: People, visit: Visit) -> None:
    page = people.live_reader(visit.path)
    title = page.title()
    hide(page)
    new = article(page, visit.publish("Nobody is looking."))
    expect(page).to_have_title(f"(1) {title}")
    expect(new).not_to_be_attached()
    show(page)
    expect(new).to_be_visible()
    expect(page).to_have_title(title)


def test_what_was_withdrawn_before_anybody_saw_it_is_not_counted_and_leaves_its_quiet_line(
    deep_reader: Page, visit: Visit
) -> None:
    reading = article(deep_reader, visit.ids[4])
    place, title = top(reading), deep_reader.title()
    stays_up = visit.publish("Said in time.")
    public_id = visit.publish("Said too early.")
    expect(deep_reader.locator("#arrivals")).to_have_text("Show 2 new updates")
    visit.withdraw(public_id, "It was not so.")
    expect(deep_reader.locator("#arrivals")).to_have_text("Show 1 new update")
    expect(deep_reader).to_have_title(f"(1) {title}")
    expect(article(deep_reader, public_id)).to_be_visible()
    expect(article(deep_reader, public_id)).to_contain_text("Withdrawn")
    expect(article(deep_reader, public_id)).not_to_contain_text("Said too early.")
    visit.withdraw(stays_up, "Nor was this.")
    expect(deep_reader.locator("#arrivals")).to_be_hidden()
    expect(deep_reader).to_have_title(title)
    assert stays(reading, place)


def test_focus_and_selection_outlive_an_edit_of_the_article_they_are_in(people: People, visit: Visit) -> None:
    visit.publish("Untouched first words.\n\nMore words, and [a link](https://example.org/source) to follow.")
    public_id = visit.publish("First words.\n\nMore words, and [a link](https://example.org/source) to follow.")
    page = people.live_reader(visit.path)
    page.locator(".share summary").click()
    paragraph, link = (
        article(page, public_id).locator(which) for which in ("p >> text=First words.", ".update-body a")
    )
    link.focus()
    paragraph.evaluate("paragraph => getSelection().selectAllChildren(paragraph)")

    visit.edit(public_id, "First words.\n\nMore words, and [a link](https://example.org/source) to follow. And more.")
    visit.pin(visit.ids[0])
    expect(article(page, public_id)).to_contain_text("And more.")
    expect(page.locator("#pinned")).to_be_visible()
    expect(link).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "First words."
    expect(page.locator(".share details")).to_have_attribute("open", "")


def test_whoever_was_in_an_update_that_is_withdrawn_stands_on_the_line_in_its_place(
    people: People, visit: Visit
) -> None:
    page = people.live_reader(visit.path)
    page.locator(f'[data-update="{visit.ids[-1]}"] a').first.focus()

    visit.withdraw(visit.ids[-1], "Published by mistake.")
    expect(article(page, visit.ids[-1])).to_contain_text("Published by mistake.")
    expect(article(page, visit.ids[-1])).to_be_focused()


def test_text_below_the_feed_on_another_site_stays_where_it_is_while_the_feed_grows(
    people: People, visit: Visit, host: Host, site: Site
) -> None:
    page = people.reader(host.show(site.url, visit.slug, both=False))
    frame, below = page.locator("#by-script iframe"), page.get_by_text("The paper goes on below the feed.")
    feed = page.frame_locator("#by-script iframe")
    expect_live(feed)
    page.evaluate("document.body.style.paddingBottom = '200vh'")
    below.evaluate("element => scrollBy(0, element.getBoundingClientRect().top - 5)")
    place, height = top(below), frame.bounding_box()["height"]  # type: ignore[index]

    public_id = visit.publish(LONG)
    expect(article(feed, public_id)).to_contain_text("fill a line or two")
    page.wait_for_function("before => document.querySelector('iframe').offsetHeight > before + 50", arg=height)
    assert stays(below, place)
    body = feed.locator("body").evaluate("body => body.ownerDocument.documentElement.scrollHeight")
    assert frame.bounding_box()["height"] == body  # type: ignore[index]


def article(page: Page | FrameLocator, public_id: str) -> Locator:
    return page.locator(f"#updates > [data-update='{public_id}']")


def top(element: Locator) -> float:
    return float(element.evaluate("element => element.getBoundingClientRect().top"))


def stays(element: Locator, place: float) -> bool:
    """Whether an element is still where it was, after the browser has painted twice."""
    element.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return abs(top(element) - place) <= 1


def hide(page: Page) -> None:
    """Makes the page believe that its tab went into the background."""
    page.evaluate(
        """() => {
          Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
          Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
          document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )


def show(page: Page) -> None:
    """Lets the page know its tab is looked at again."""
    page.evaluate(
        """() => {
          delete document.hidden;
          delete document.visibilityState;
          document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )
