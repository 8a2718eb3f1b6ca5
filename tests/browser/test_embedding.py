"""A feed on another newsroom's site, whose own policy is strict: one line puts it there, and nothing else changes."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.frames import LONG, article, expect_as_high_as_its_text, line, place_of
from tests.browser.host import Host
from tests.browser.site import Site, Visit

# What a page calls by name; frames have numbers.
NAMES = "Object.getOwnPropertyNames(window).filter((name) => isNaN(name))"


def test_one_line_embeds_a_visit_on_a_strict_site_and_leaves_nothing_else_behind(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    page = people.reader(host.show_strictly(site.url, ""))
    names = page.evaluate(NAMES)
    page.evaluate(
        """([src, visit]) => {
          const script = Object.assign(document.createElement('script'), { src });
          script.dataset.visit = visit;
          document.querySelector('h1').after(script);
        }""",
        [f"{site.url}/embed.js", visit.slug],
    )
    feed = page.frame_locator("h1 + script + iframe")
    expect_live(feed)
    expect(feed.locator("#updates > article")).to_have_count(3)
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("title", "Talks in Vienna · Dateline")
    expect(frame).to_have_attribute("loading", "lazy")
    expect_as_high_as_its_text(frame)
    assert page.evaluate(NAMES) == names
    assert page.locator("[style]").count() == page.locator("iframe[style]").count() == 1

    with page.expect_popup() as opened:
        feed.get_by_role("link", name="Follow the whole visit").click()
    expect(opened.value.locator("#visit-title")).to_have_text("Talks in Vienna")
    assert opened.value.evaluate("window.opener") is None
    assert page.url == f"{host.url}/"


def test_the_frame_follows_a_new_update_a_long_correction_and_a_withdrawal(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    page = people.reader(host.show_strictly(site.url, line(site, visit)))
    frame, feed = page.locator("iframe"), page.frame_locator("iframe")
    expect_live(feed)
    before = expect_as_high_as_its_text(frame)

    public_id = visit.publish("Something new.")
    expect(article(feed, public_id)).to_be_visible()
    with_new = expect_as_high_as_its_text(frame, lambda height: height > before)

    visit.edit(public_id, LONG, reason="correction", note="It was more than that.")
    expect(article(feed, public_id)).to_contain_text("It was more than that.")
    with_long = expect_as_high_as_its_text(frame, lambda height: height > with_new + 200)

    visit.withdraw(public_id, "None of it was so.")
    expect(article(feed, public_id)).to_contain_text("None of it was so.")
    expect(article(feed, public_id)).not_to_contain_text("It is long")
    expect_as_high_as_its_text(frame, lambda height: height < with_long - 200)


def test_whoever_reads_in_the_middle_of_a_feed_is_not_moved_by_what_changes_above(
    people: People, host: Host, site: Site
) -> None:
    visit = site.new_visit(updates=20)
    page = people.reader(host.show_strictly(site.url, line(site, visit, ' data-limit="20"')))
    frame, feed = page.locator("iframe"), page.frame_locator("iframe")
    expect_live(feed)
    expect_as_high_as_its_text(frame)
    reading = article(feed, visit.ids[8])
    reading.evaluate("element => element.scrollIntoView({ block: 'start', behavior: 'instant' })")
    expect(reading).to_be_in_viewport()
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    height, place = frame.bounding_box()["height"], place_of(reading)  # type: ignore[index]
    assert frame.bounding_box()["y"] < -300  # type: ignore[index]

    visit.edit(visit.ids[17], LONG, reason="correction", note="It was more than that.")
    expect(article(feed, visit.ids[17])).to_contain_text("It was more than that.")
    expect_as_high_as_its_text(frame, lambda now: now > height + 200)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert abs(place_of(reading) - place) <= 2


@BREADTH
def test_several_feeds_stand_on_one_page_each_once_however_often_and_late_the_script_comes(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    other = site.new_visit(updates=5)
    marked = f'<div data-dateline-embed="{visit.slug}" data-update="{visit.ids[0]}"><a href="{site.url}">Read</a></div>'
    foreign = '<div data-dateline-embed="x" id="foreign"><a href="https://other.example/live/x">Elsewhere</a></div>'
    page = people.reader(
        host.show_strictly(site.url, marked + line(site, visit) + line(site, other, ' data-limit="2"') + foreign)
    )
    one, whole, limited = (page.frame_locator(f"iframe >> nth={number}") for number in range(3))
    for feed, count in ((one, 1), (whole, 3), (limited, 2)):
        expect_live(feed)
        expect(feed.locator("#updates > article")).to_have_count(count)
    expect(article(one, visit.ids[0])).to_be_visible()
    expect(page.locator("[data-dateline-embed] > iframe")).to_have_count(1)
    expect(page.locator("#foreign a")).to_be_visible()

    page.evaluate(
        """([src, visit]) => {
          const again = Object.assign(document.createElement('script'), { src });
          const late = document.createElement('section');
          late.dataset.datelineEmbed = visit;
          document.body.append(again, late);
          return new Promise((done) => again.addEventListener('load', done));
        }""",
        [f"{site.url}/embed.js?again", other.slug],
    )
    expect_live(page.frame_locator("section iframe"))
    expect(page.locator("iframe")).to_have_count(4)

    visit.edit(visit.ids[0], "Put right.", reason="correction", note="It was wrong.")
    for feed in (one, whole):
        expect(article(feed, visit.ids[0])).to_contain_text("It was wrong.")
    visit.publish("Another one.")
    expect(whole.locator("#updates > article")).to_have_count(4)
    expect(one.locator("#updates > article")).to_have_count(1)
    heights = {expect_as_high_as_its_text(page.locator("iframe").nth(number)) for number in range(4)}
    assert len(heights) == 4
