"""A frame on another site stays as high as its text when it is turned, when its letters come late, and in a box."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.breadth import BREADTH, one_in
from tests.browser.conftest import PATIENCE_MS, People, expect_live
from tests.browser.frames import LONG, article, expect_as_high_as_its_text, line, place_of
from tests.browser.host import Host
from tests.browser.site import Site, Visit

UPRIGHT, TURNED = {"width": 390, "height": 844}, {"width": 844, "height": 390}
BOX = "box => { box.style.cssText = 'height: 30rem; overflow: auto'; }"
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_a_frame_has_the_height_of_its_text_however_the_phone_is_held(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    visit.publish(LONG)
    page = people.reader(host.show_strictly(site.url, line(site, visit)), viewport=UPRIGHT)
    frame = page.locator("iframe")
    expect_live(page.frame_locator("iframe"))
    upright = expect_as_high_as_its_text(frame)
    page.set_viewport_size(TURNED)  # type: ignore[arg-type]
    turned = expect_as_high_as_its_text(frame, lambda height: height < upright - 200)
    page.set_viewport_size(UPRIGHT)  # type: ignore[arg-type]
    assert expect_as_high_as_its_text(frame, lambda height: height > turned) == upright
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "rules",
    one_in(
        3,
        [
            "height: auto !important; max-width: 100%",
            "height: 100% !important; min-height: 3000px !important",
            "max-height: 300px !important",
            "border: 12px solid !important; box-sizing: border-box !important",
            "padding: 7px 3px !important; border: 5px dotted !important",
            "position: absolute !important; top: 0; left: 0; width: 100%; height: 100%",
            "aspect-ratio: 16 / 9 !important; height: auto !important; width: 300px !important",
            "display: inline !important; vertical-align: baseline; height: 20em !important",
        ],
    ),
)
def test_what_a_site_says_of_all_its_frames_cuts_off_no_text(
    people: People, host: Host, site: Site, visit: Visit, rules: str
) -> None:
    address = host.show(site.url, visit.slug, both=False)
    host.page = host.page.replace("</style>", f"@layer theme {{ iframe {{ {rules} }} }} iframe {{ {rules} }} </style>")
    page = people.reader(address)
    frame, feed = page.locator("iframe"), page.frame_locator("iframe")
    expect_live(feed)
    expect_all_text_in_view(page, frame)
    public_id = visit.publish(LONG)
    expect(article(feed, public_id)).to_be_visible()
    expect_all_text_in_view(page, frame)
    below = page.get_by_text("The paper goes on below the feed.").bounding_box()
    box = frame.bounding_box()
    assert below
    assert box
    assert below["y"] >= box["y"] + box["height"] - 1


@BREADTH
def test_letters_that_come_late_leave_no_text_cut_off(people: People, host: Host, site: Site, visit: Visit) -> None:
    visit.publish(LONG)
    held: list[Route] = []
    context = people.context(viewport=UPRIGHT)
    context.route("**/*.woff2", lambda route: held.append(route))
    page = context.new_page()
    page.goto(host.show_strictly(site.url, line(site, visit)), wait_until="commit")
    frame, feed = page.locator("iframe"), page.frame_locator("iframe")
    expect_live(feed)
    expect_as_high_as_its_text(frame)
    assert held, "no letters are waited for"
    assert faces(feed.locator("html")) == 0

    for route in held:
        route.continue_()
    feed.locator("html").evaluate("() => document.fonts.ready.then(() => true)")
    assert faces(feed.locator("html")) > 0
    expect_as_high_as_its_text(frame)
    # What ever else the letters of a device would do to the text.
    wider = "html => { html.style.fontSize = '125%'; }"
    before = expect_as_high_as_its_text(frame)
    feed.locator("html").evaluate(wider)
    expect_as_high_as_its_text(frame, lambda height: height > before + 100)


@BREADTH
def test_whoever_reads_in_a_box_of_the_page_is_not_moved_in_it_nor_the_page_around_it(
    people: People, host: Host, site: Site
) -> None:
    visit = site.new_visit(updates=20)
    page = people.reader(host.show(site.url, visit.slug, both=False, options=' data-limit="20"'))
    box, feed = page.locator("#by-script"), page.frame_locator("#by-script iframe")
    box.evaluate(BOX)
    expect_live(feed)
    height = expect_as_high_as_its_text(page.locator("iframe"))
    reading = article(feed, visit.ids[8])
    reading.evaluate("element => element.scrollIntoView({ block: 'start', behavior: 'instant' })")
    page.evaluate(TWO_FRAMES)
    at, place = scrolled(page, box), place_of(reading)
    assert at[1] > 300, "the box was not scrolled"

    visit.edit(visit.ids[17], LONG, reason="correction", note="It was more than that.")
    expect(article(feed, visit.ids[17])).to_contain_text("It was more than that.")
    expect_as_high_as_its_text(page.locator("iframe"), lambda now: now > height + 200)
    page.evaluate(TWO_FRAMES)
    assert abs(place_of(reading) - place) <= 2
    now = scrolled(page, box)
    assert (now[0], now[1] > at[1] + 200) == (at[0], True)


def expect_all_text_in_view(page: Page, frame: Locator) -> None:
    """Waits until the page in the frame needs no scrolling, and has no room to spare."""
    for _ in range(PATIENCE_MS // 50):
        text, window = frame.content_frame.locator("html").evaluate(
            "html => [Math.ceil(html.getBoundingClientRect().height), innerHeight]"
        )
        if text == window:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the text is {text} pixels high, and its window {window}")


def faces(html: Locator) -> int:
    """How many of our letters are there; the device's own, in their size, stand in for them until then."""
    is_ours = "({ status, family }) => status === 'loaded' && !family.startsWith('adjusted')"
    loaded = f"() => [...document.fonts].filter({is_ours}).length"
    return int(html.evaluate(loaded))


def scrolled(page: Page, box: Locator) -> tuple[float, float]:
    """How far the window and a box in it are scrolled."""
    return page.evaluate("scrollY"), box.evaluate("box => box.scrollTop")
