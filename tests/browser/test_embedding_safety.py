"""A feed on another site that may keep nothing, that strangers lie to, or that the site may not embed at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.breadth import BREADTH
from tests.browser.conftest import PATIENCE_MS, People, expect_live
from tests.browser.frames import LONG, article, expect_as_high_as_its_text, line
from tests.browser.host import Host
from tests.browser.site import Site, Visit
from tests.conftest import Footing

# What browsers do to a frame whose site may keep nothing.
FORBID_STORAGE = """
for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
  Object.defineProperty(window, name, { get() { throw new DOMException('It is insecure.', 'SecurityError'); } });
}
Object.defineProperty(Document.prototype, 'cookie', {
  get() { throw new DOMException('It is insecure.', 'SecurityError'); },
  set() { throw new DOMException('It is insecure.', 'SecurityError'); },
});
"""
FORGED = "{ dateline: 'height', id: name, height: 4321, moved: 400, title: 'Forged' }"


def test_a_feed_that_may_keep_nothing_and_is_hidden_at_first_is_live_all_the_same(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    context = people.context()
    context.add_init_script(FORBID_STORAGE)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.setCookieControls",
        {
            "enableThirdPartyCookieRestriction": True,
            "disableThirdPartyCookieMetadata": True,
            "disableThirdPartyCookieHeuristics": True,
        },
    )
    page.goto(host.show_strictly(site.url, f"<details><summary>Open</summary>{line(site, visit)}</details>"))
    expect(page.locator("iframe")).to_be_hidden()
    page.locator("summary").click()
    feed = page.frame_locator("iframe")
    expect_live(feed)
    public_id = visit.publish(LONG)
    expect(article(feed, public_id)).to_be_visible()
    expect_as_high_as_its_text(page.locator("iframe"), lambda height: height > 500)
    assert context.cookies() == []


def test_forged_messages_change_nothing(people: People, host: Host, site: Site, visit: Visit) -> None:
    page = people.reader(host.show(site.url, visit.slug))
    frame, feed = page.locator("#by-script iframe"), page.frame_locator("#by-script iframe")
    expect_live(feed)
    height = expect_as_high_as_its_text(frame)
    name = frame.get_attribute("name")

    frame.evaluate(
        """(frame) => {
          window.heights = new Set();
          new MutationObserver(() => heights.add(frame.style.height)).observe(frame, { attributeFilter: ['style'] });
        }"""
    )

    # By the page itself, by a frame of another site, and by another frame of this one.
    page.evaluate(f"name => window.postMessage({FORGED}, '*')", name)
    page.evaluate(
        """(name) => new Promise((done) => {
          const stranger = document.createElement('iframe');
          stranger.addEventListener('load', done);
          stranger.srcdoc = `<script>const name = '${name}'; parent.postMessage(FORGED, '*')</script>`;
          document.body.append(stranger);
        })""".replace("FORGED", FORGED),
        name,
    )
    by_hand = page.locator("#by-hand iframe").element_handle().content_frame()  # type: ignore[union-attr]
    assert by_hand is not None
    assert by_hand.url.startswith(site.url)
    by_hand.evaluate(f"name => parent.postMessage({FORGED}, '*')", name)
    own = frame.element_handle().content_frame()  # type: ignore[union-attr]
    assert own is not None
    own.evaluate("() => parent.postMessage({ dateline: 'height', id: 'another', height: 4321 }, '*')")
    for wrong in ("-5", "1e9", "NaN", "'4321px'", "{}"):
        own.evaluate(f"name => parent.postMessage({{ dateline: 'height', id: name, height: {wrong} }}, '*')", name)

    # Whatever was sent before has been heard once this is.
    public_id = visit.publish("Something new.")
    expect(article(feed, public_id)).to_be_visible()
    higher = expect_as_high_as_its_text(frame, lambda now: now > height)
    heights = page.evaluate("[...heights]")
    assert f"{higher:.0f}px" in heights
    assert "4321px" not in heights
    expect(frame).to_have_attribute("title", "Talks in Vienna · Dateline")
    own.evaluate(f"name => parent.postMessage({FORGED}, '*')", name)
    page.wait_for_function("document.querySelector('#by-script iframe').offsetHeight === 4321")


@BREADTH
def test_a_site_that_may_not_embed_gets_a_link_in_place_of_an_empty_frame(
    browser: Browser, host: Host, footing: Callable[[str], Footing], tmp_path: Path
) -> None:
    with footing("sqlite") as (url, _):
        site = Site(tmp_path, DATABASE_URL=url, EMBED_ANCESTORS="https://paper.example")
        site.start()
        try:
            site.prepare()
            see_the_refusal(browser, host, site, site.new_visit(updates=1))
        finally:
            site.stop()
            site.close()


def see_the_refusal(browser: Browser, host: Host, site: Site, visit: Visit) -> None:
    kept = f'<div data-dateline-embed="{visit.slug}"><a href="{site.url}/live/x">Read it with us</a></div>'
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(host.show_strictly(site.url, kept + line(site, visit)))
        link = page.get_by_role("link", name=f"Read it at {site.url.removeprefix('http://')}")
        expect(link).to_have_attribute("href", f"{site.url}{visit.path}", timeout=PATIENCE_MS)
        expect(page.get_by_role("link", name="Read it with us")).to_be_visible()
        expect(page.locator("iframe >> visible=true")).to_have_count(0)
        page.goto(f"{site.url}{visit.embed_path}")
        expect(page.locator("#updates > article")).to_have_count(1)
