"""The desk without a connection: it opens, takes texts and what other apps share, and sends when the line is back."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser import layout_checks
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.test_accessibility import ALL_RULES, DESK, PHONE, RUN, axe
from tests.browser.test_outbox import FIRST, REFUSED, SECOND, UNREACHED, expect_waiting, published
from tests.browser.watch import Watch
from tests.wait import until

SHARED = {"title": "A page", "text": "Words from another app", "url": "https://example.org/page"}

# An earlier release: its worker, at an address of its own, its files, and a text that was shared with another account.
LEAVE_AN_OLD_RELEASE = """async (script) => {
  await (await navigator.serviceWorker.getRegistration()).unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  const { installing } = await navigator.serviceWorker.register(script, { scope: '/desk' });
  await new Promise((done) => {
    installing.addEventListener('statechange', () => installing.state === 'activated' && done());
  });
  const shared = JSON.stringify({ text: 'Shared', at: Date.now(), account: '0' });
  await (await caches.open('dateline-shared')).put('/desk/share', new Response(shared));
  await (await caches.open('dateline-desk-old')).put('/static/old.js', new Response(''));
}"""


@pytest.fixture
def desk(people: People, visit: Visit) -> Page:
    return desk_with_worker(people, visit)


def desk_with_worker(people: People, visit: Visit) -> Page:
    """The desk of a visit, with its worker at work."""
    page = people.reader("/desk/sign-in", service_workers="allow")
    at_desk.sign_in(page)  # a session of its own, which one of the tests ends
    page.goto(visit.desk_path)
    until(
        lambda: (
            page.evaluate("async () => (await navigator.serviceWorker.getRegistration())?.active?.state") == "activated"
        )
    )
    page.reload()
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    expect_live(page)
    return page


def stored(page: Page) -> str:
    """The addresses of all that the worker has stored."""
    return str(
        page.evaluate(
            """async () => {
              const seen = [];
              for (const name of await caches.keys()) {
                for (const request of await (await caches.open(name)).keys()) seen.push(`${name} ${request.url}`);
              }
              return seen.join('\\n');
            }"""
        )
    )


def share(page: Page, manifest: dict[str, dict[str, str]]) -> None:
    """Posts what the share sheet of a phone posts."""
    target = manifest["share_target"]
    page.evaluate(
        """([target, shared]) => {
          const form = Object.assign(document.createElement('form'), target);
          for (const [name, value] of Object.entries(shared)) {
            form.append(Object.assign(document.createElement('input'), { name, value }));
          }
          document.body.append(form);
          form.submit();
        }""",
        [{name: target[name] for name in ("action", "method", "enctype")}, SHARED],
    )


@BREADTH
def test_the_page_without_a_connection_offers_first_what_could_be_done(desk: Page, visit: Visit, watch: Watch) -> None:
    watch.expect(*UNREACHED)
    visit.site.act(newsroom.visits.set_status, visit.id, SYSTEM, "ended")
    expect(desk.locator("#main-action")).to_have_text("Save as draft")
    desk.context.set_offline(True)
    desk.goto(visit.desk_path)
    expect(desk.locator("#main-action")).to_have_attribute("value", "draft")
    expect(desk.locator("#composer [name=action]")).to_have_text(["Send when online", "Hand in"])


def test_the_desk_opens_offline_takes_texts_and_sends_them_when_the_line_is_back(
    desk: Page, visit: Visit, watch: Watch
) -> None:
    context = desk.context
    watch.expect(*UNREACHED, *REFUSED)  # the page has no token: the first answer brings one
    context.set_offline(True)
    desk.goto(visit.desk_path)
    expect(desk.get_by_role("heading", name="No connection")).to_be_visible()
    expect(desk.get_by_role("heading", name="Talks in Vienna")).to_be_visible()
    expect(desk.get_by_label("Dateline")).to_have_value("vienna")
    expect(desk.get_by_text("Update 1 of the talks.")).to_have_count(0)

    at_desk.publish(desk, FIRST)
    expect_waiting(desk, 1)
    at_desk.body_field(desk).fill(SECOND)
    at_desk.body_field(desk).press("Control+Enter")
    expect_waiting(desk, 2)
    desk.get_by_label("Headline").fill("Half a headline")
    desk.get_by_label("Headline").press("Enter")
    expect(at_desk.body_field(desk)).to_be_focused()
    expect(desk.locator("#outbox")).to_have_attribute("data-count", "2")

    context.set_offline(False)
    expect_waiting_none(desk)
    assert published(desk, visit) == [SECOND, FIRST]
    desk.get_by_role("link", name="Open the desk").click()
    expect_live(desk)
    expect(desk.get_by_label("Headline")).to_have_value("Half a headline")

    kept = [address.partition(" ")[2] for address in stored(desk).splitlines()]
    assert {urlsplit(address).path.split("/")[1] for address in kept} == {"static"}
    assert not [address for address in kept if visit.slug in address]


def expect_waiting_none(desk: Page) -> None:
    expect(desk.locator("#outbox")).to_have_attribute("data-count", "0")


@BREADTH
def test_without_a_connection_the_list_of_visits_is_what_this_device_knows(
    desk: Page, visit: Visit, watch: Watch
) -> None:
    context = desk.context
    watch.expect(*UNREACHED)
    context.set_offline(True)
    desk.goto("/desk")
    desk.get_by_role("link", name="Talks in Vienna").click()
    expect(at_desk.body_field(desk)).to_be_visible()
    context.set_offline(False)
    expect_live(desk)  # it comes back by itself: nothing was written

    at_desk.sign_out(desk)
    expect(desk.get_by_role("button", name="Sign in")).to_be_visible()
    context.set_offline(True)
    desk.goto(visit.desk_path)
    expect(desk.get_by_text("Nobody is signed in on this device.")).to_be_visible()
    assert "Talks in Vienna" not in desk.content()


def test_what_another_app_shares_goes_into_the_composer_and_nothing_is_posted(
    desk: Page, visit: Visit, watch: Watch
) -> None:
    context = desk.context
    manifest = json.loads(context.request.get("/desk/manifest.webmanifest").body())
    visit.site.new_visit()
    desk.goto("/desk")
    share(desk, manifest)
    expect(desk.get_by_text("Choose the visit for the text that you shared.")).to_be_visible()
    desk.locator(f"a[href='{visit.desk_path}']").click()
    words = "A page\n\nWords from another app\n\nhttps://example.org/page"
    expect(at_desk.body_field(desk)).to_have_value(words)
    expect(at_desk.body_field(desk)).to_be_focused()
    desk.wait_for_function("() => Object.keys(localStorage).some(name => localStorage[name].includes('another app'))")
    assert "Words from another app" not in context.request.get(visit.path).text()

    share(desk, manifest)
    expect(desk.get_by_text("Choose the visit for the text that you shared.")).to_be_visible()
    desk.goto(visit.desk_path)
    expect(at_desk.body_field(desk)).to_have_value(words)
    desk.get_by_role("button", name="Add it to this text").click()
    expect(at_desk.body_field(desk)).to_have_value(f"{words}\n\n{words}")

    watch.expect(*UNREACHED)
    at_desk.body_field(desk).fill("")
    until(lambda: "/desk/share" not in stored(desk))
    context.set_offline(True)
    share(desk, manifest)
    expect(desk.get_by_role("heading", name="No connection")).to_be_visible()
    expect(at_desk.body_field(desk)).to_have_value(words)


def test_a_new_release_takes_over_under_a_page_that_stays_and_removes_what_the_old_one_stored(
    desk: Page, visit: Visit
) -> None:
    worker = f"{visit.site.url}/desk/worker.js"
    desk.evaluate(LEAVE_AN_OLD_RELEASE, f"{worker}?old")
    loads: list[str] = []
    desk.on("load", lambda page: loads.append(page.url))
    desk.reload()  # by the old worker; the page registers the new one
    at_desk.body_field(desk).fill("Half a sentence")
    desk.wait_for_function("script => navigator.serviceWorker.controller.scriptURL === script", arg=worker)
    until(lambda: "dateline-desk-old" not in stored(desk))
    assert "dateline-desk-" in stored(desk)
    assert "dateline-shared" in stored(desk)
    expect_live(desk)
    expect(at_desk.body_field(desk)).to_have_value("Half a sentence")
    assert len(loads) == 1


@BREADTH
def test_axe_finds_nothing_where_texts_wait_and_where_the_desk_is_offline(
    desk: Page, visit: Visit, watch: Watch
) -> None:
    watch.expect(*UNREACHED)
    desk.context.set_offline(True)
    at_desk.publish(desk, FIRST)
    at_desk.publish(desk, SECOND)
    expect_waiting(desk, 2)
    findings = looked_at(desk)
    desk.goto(visit.desk_path)
    expect_waiting(desk, 2)
    findings += looked_at(desk)
    assert not findings, "\n".join(findings)


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page, on a phone and on a desk, in either scheme."""
    page.evaluate(axe())
    findings: list[str] = []
    for scheme, size in (("light", PHONE), ("dark", DESK), ("dark", PHONE), ("light", DESK)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        layout_checks.resize(page, size)
        findings += [f"{scheme}, {size['width']} px: {finding}" for finding in page.evaluate(RUN, ALL_RULES)]
    return [*findings, *layout_checks.findings(page)]
