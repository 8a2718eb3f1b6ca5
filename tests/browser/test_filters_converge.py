"""After everything that can happen, a filtered page that stayed open is the page one would load."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.action_context import ActionContext
from tests.actions import ACTIONS
from tests.breadth import breadth, is_whole
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site
from tests.sample_visit import SampleVisit

FILTERS = ("topic=trade", "speaker=ada-nord", "stop=tokyo&kind=report", "kind=report&key=1")
MORE_FILTERS = (
    *("delegation=south", "stop=vienna", "kind=report", "kind=statement", "lang=zh", "key=1"),
    "topic=trade&delegation=north&kind=statement&key=1",
)
# Takes a message, and says where the page then differs from one that was just loaded. The ends of pages are no
# difference: where updates leave what a filter shows, they move.
DIFFERENCE = """async ({ html, cursor }) => {
  const wire = document.getElementById('wire');
  while (wire.dataset.cursor !== cursor) await new Promise((done) => setTimeout(done, 5));
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const articles = (page) => [...page.querySelectorAll('#updates > [data-update]:not([hidden])')];
  const oldest = (page) => Math.min(...articles(page).map((one) => Number(one.dataset.number)));
  const floor = Math.max(oldest(document), oldest(fresh));
  const words = (one) => one.textContent.replace(/\\s+/g, ' ').trim();
  const address = (link) => new URL(link.getAttribute('href'), location).search;
  const state = (page) => [
    ...articles(page).filter((one) => Number(one.dataset.number) >= floor)
      .map((one) => [one.dataset.update, one.dataset.version, one.dataset.state, one.dataset.key, words(one)]),
    ...[...page.querySelectorAll('#filters a')]
      .map((link) => [words(link), link.getAttribute('aria-current'), address(link)]),
    ...[...page.querySelectorAll('.chosen-one')].map((link) => [words(link), address(link)]),
  ].map(String);
  const [kept, loaded] = [state(document), state(fresh)];
  return [...kept.filter((one) => !loaded.includes(one)).map((one) => `only kept open: ${one}`),
    ...loaded.filter((one) => !kept.includes(one)).map((one) => `only just loaded: ${one}`),
    ...(String(kept) === String(loaded) ? [] : ['in another order'])];
}"""


@pytest.mark.parametrize("filters", [FILTERS, *breadth(MORE_FILTERS)], ids=["some filters", "the others"])
def test_after_everything_that_can_happen_a_filtered_page_is_the_page_one_would_load(
    people: People, site: Site, filters: tuple[str, ...]
) -> None:
    talks = site.act(SampleVisit.open, f"with-{len(filters)}-filters")
    ids = [site.act(talks.publish, f"Update {number} of the talks.") for number in range(1, 8)]
    stage = ActionContext(talks, old=ids[0], new=ids[-1])
    client = site.app.test_client()
    pages = {query: _opened(people, f"/live/{talks.slug}?{query}") for query in filters}
    wrong: list[str] = []
    at_once = 2 if is_whole() else 5

    for number, (_, act) in enumerate(ACTIONS, 1):
        site.act(act, stage)
        if number % at_once and number < len(ACTIONS):
            continue  # several changes come as one message
        for query, (page, sockets) in pages.items():
            message = site.act(talks.replay, page.locator("#wire").get_attribute("data-cursor"))
            sockets[-1].send(message)
            html = client.get(f"/live/{talks.slug}?{query}").text
            cursor = html.partition('data-cursor="')[2].partition('"')[0]
            found = page.evaluate(DIFFERENCE, {"html": html, "cursor": cursor})
            wrong += [f"{query}, after {act.__name__}: {difference}" for difference in found]
    assert not wrong, "\n".join(wrong)


def _opened(people: People, path: str) -> tuple[Page, list[WebSocketRoute]]:
    """A page whose socket is the test's."""
    sockets: list[WebSocketRoute] = []
    context = people.context()
    context.route_web_socket("**/ws?*", lambda socket: sockets.append(socket))
    page = context.new_page()
    page.goto(path)
    expect_live(page)
    return page, sockets
