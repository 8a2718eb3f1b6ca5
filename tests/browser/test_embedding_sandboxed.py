"""A feed in a sandbox on another site, as WordPress makes one of what it found by oEmbed, and as others write them."""

from __future__ import annotations

import pytest
import requests
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.breadth import BREADTH, breadth
from tests.browser.conftest import People, expect_live
from tests.browser.frames import LONG, article, expect_as_high_as_its_text, line
from tests.browser.host import SECRET, Host
from tests.browser.site import Site, Visit
from tests.browser.watch import Watch

BLOCKED = "Blocked opening"  # what Chromium writes when a sandbox keeps a link from opening


def in_wordpress(host: Host, site: Site, visit: Visit, secret: str = SECRET) -> str:
    found = requests.get(f"{site.url}/oembed", {"url": site.url + visit.path}, timeout=20).json()
    return host.show_in_wordpress(found["html"], secret=secret)


def expect_polling(feed: FrameLocator) -> None:
    expect(feed.locator("#wire")).to_have_attribute("data-state", "polling")
    expect(feed.locator("#wire")).to_have_text("connected, checking for updates every few seconds")


def colour_of(element: Locator) -> str:
    return str(element.evaluate("element => getComputedStyle(element).color"))


def test_a_feed_in_wordpress_polls_and_what_is_new_corrected_and_withdrawn_is_so_in_it(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    page = people.reader(in_wordpress(host, site, visit))
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.reload()
    feed = page.frame_locator("iframe")
    expect_polling(feed)
    expect(feed.locator("#updates > article")).to_have_count(3)
    assert "Dateline" in str(feed.locator(".embed-title").evaluate("title => getComputedStyle(title).fontFamily"))

    public_id = visit.publish("Something new.")
    expect(article(feed, public_id)).to_be_visible()
    visit.edit(public_id, "Something newer.", reason="correction", note="It was another.")
    expect(article(feed, public_id)).to_contain_text("It was another.")
    visit.withdraw(public_id, "It was not so.")
    expect(article(feed, public_id)).to_contain_text("It was not so.")
    expect(feed.locator("#updates")).not_to_contain_text("Something newer.")
    assert sockets == []


@pytest.mark.parametrize("secret", [SECRET, *breadth("")], ids=["secret in the address", "secret handed over later"])
def test_wordpress_gives_the_frame_the_height_of_its_text_and_follows_its_links(
    people: People, host: Host, site: Site, visit: Visit, secret: str
) -> None:
    page = people.reader(in_wordpress(host, site, visit, secret))
    frame, feed = page.locator("iframe"), page.frame_locator("iframe")
    expect_polling(feed)
    text = feed.locator("html")

    def fits() -> bool:
        return text.evaluate("html => Math.ceil(html.getBoundingClientRect().height)") == frame.evaluate(
            "frame => frame.clientHeight"
        )

    until(page, fits)
    visit.publish(LONG)
    visit.publish(LONG)
    expect(frame).to_have_attribute("height", "1000")
    assert text.evaluate("html => html.scrollHeight > innerHeight && getComputedStyle(html).overflowY !== 'hidden'")

    feed.get_by_role("link", name="Follow the whole visit").click()
    page.wait_for_url(site.url + visit.path)


def test_the_frame_answers_nobody_who_does_not_know_the_secret(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    page = people.reader(in_wordpress(host, site, visit))
    expect_polling(page.frame_locator("iframe"))
    page.evaluate("heard.length = 0")
    for message in ("{message: 'ready', secret: 'wrong'}", "{message: 'ready'}", "'ready'", "null", "{secret: []}"):
        page.evaluate(f"frame.contentWindow.postMessage({message}, '*')")
    page.evaluate("frame.contentWindow.postMessage({message: 'link', value: '/', secret}, '*')")
    page.evaluate("frame.contentWindow.postMessage({message: 'ready', secret}, '*')")
    until(page, lambda: bool(page.evaluate("heard.length")))
    assert [said["message"] for said in page.evaluate("heard")] == ["height"]


ESCAPING = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


@pytest.mark.parametrize(
    "sandbox", [ESCAPING, *breadth(f"{ESCAPING} allow-same-origin", "allow-scripts allow-same-origin allow-popups")]
)
def test_a_sandbox_that_lets_windows_be_whole_gets_one_that_knows_nothing_of_the_frame(
    people: People, host: Host, site: Site, visit: Visit, watch: Watch, sandbox: str
) -> None:
    watch.expect("can escape its sandboxing")
    page = people.reader(host.show_in_sandbox(site.url + visit.embed_path, sandbox))
    feed = page.frame_locator("iframe")
    expect(feed.locator("#wire")).to_have_attribute("data-state", "live" if "origin" in sandbox else "polling")
    with page.expect_popup() as opened:
        feed.get_by_role("link", name="Follow the whole visit").click()
    expect_live(opened.value)
    assert opened.value.evaluate("[origin, opener]") == [site.url, None]


@pytest.mark.parametrize("sandbox", ["allow-scripts", *breadth("allow-scripts allow-same-origin")])
def test_where_no_link_can_open_its_address_is_shown_to_be_copied(
    people: People, host: Host, site: Site, visit: Visit, watch: Watch, sandbox: str
) -> None:
    page = people.reader(host.show_in_sandbox(site.url + visit.embed_path, sandbox))
    feed = page.frame_locator("iframe")
    expect(feed.locator("#wire")).to_have_attribute("data-state", "live" if "origin" in sandbox else "polling")
    with watch.expecting(BLOCKED):
        feed.get_by_role("link", name="Follow the whole visit").click()
        said = feed.get_by_role("status").filter(has_text="Copy the address")
        expect(said).to_contain_text(site.url + visit.path)
        assert feed.locator("html").evaluate("() => getSelection().toString()") == site.url + visit.path
        line_height = feed.locator("#wire").evaluate("wire => wire.offsetHeight")
        feed.get_by_role("link", name="Talks in Vienna").click()
        expect(said).to_have_count(1)
        assert feed.locator("#wire").evaluate("wire => wire.offsetHeight") == line_height
    assert len(page.context.pages) == 1


@BREADTH
def test_a_sandbox_that_lets_links_open_gets_a_live_page_that_polls(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    page = people.reader(host.show_in_sandbox(site.url + visit.embed_path, "allow-scripts allow-popups"))
    feed = page.frame_locator("iframe")
    expect_polling(feed)
    with page.expect_popup() as opened:
        feed.get_by_role("link", name="Follow the whole visit").click()
    whole = opened.value
    expect(whole.locator("#wire")).to_have_attribute("data-state", "polling")
    assert whole.evaluate("origin") == "null"
    public_id = visit.publish("Something new.")
    expect(whole.locator(f"#updates > [data-update='{public_id}']")).to_be_visible()
    expect(feed.get_by_text("Copy the address")).to_have_count(0)


def test_without_scripts_the_feed_says_that_it_stands_still_since_when_and_where_it_is_live(
    people: People, host: Host, site: Site, visit: Visit, watch: Watch
) -> None:
    page = people.reader(host.show_in_sandbox(site.url + visit.embed_path, "allow-scripts"))
    live = colour_of(page.frame_locator("iframe").locator("#visit-status"))
    with watch.expecting("allow-scripts"):
        page = people.reader(host.show_in_sandbox(site.url + visit.embed_path, ""))
        feed = page.frame_locator("iframe")
        said = feed.locator(".wire-none")
        expect(said).to_contain_text("Without JavaScript this feed does not update. It was last changed at")
        expect(said).to_contain_text("Vienna")
        expect(said.locator("code")).to_have_text(site.url + visit.path)
        expect(feed.locator("#updates > article")).to_have_count(3)
        assert colour_of(feed.locator("#visit-status")) != live


@BREADTH
def test_a_site_that_puts_all_frames_into_sandboxes_may_use_the_script(
    people: People, host: Host, site: Site, visit: Visit
) -> None:
    context = people.context()
    context.add_init_script("""{
      const make = document.createElement;
      document.createElement = (name) => {
        const element = make.call(document, name);
        if (name === 'iframe') element.setAttribute('sandbox', 'allow-scripts');
        return element;
      };
    }""")
    page = context.new_page()
    page.goto(host.show_strictly(site.url, line(site, visit)))
    frame = page.locator("iframe")
    expect_polling(frame.content_frame)
    expect_as_high_as_its_text(frame)
    expect(frame).to_have_attribute("title", "Talks in Vienna · Dateline")


def until(page: Page, happened: object) -> None:
    """Waits for what somebody could see."""
    for _ in range(400):
        if happened():  # type: ignore[operator]
            return
        page.wait_for_timeout(50)
    pytest.fail("it never happened")
