"""A button that comes under the finger in place of the one just pressed waits for a moment."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.breadth import breadth
from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit

# Presses what is under the finger as soon as the page has changed, as one does who pressed twice.
SECOND_PRESS = """([id, words]) => {
  window.presses = 0;
  let finger = null;
  const down = ({ clientX, clientY }) => (finger = [clientX, clientY]);
  addEventListener('pointerdown', down, { once: true, capture: true });
  const watch = new MutationObserver(() => {
    const button = document.getElementById(id);
    if (!button?.textContent.includes(words)) return;
    watch.disconnect();
    requestAnimationFrame(() => {
      document.elementFromPoint(...finger)?.closest('button')?.click();
      window.presses += 1;
    });
  });
  watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
}"""


@pytest.mark.parametrize("width", [360, *breadth(1440)])
def test_a_second_press_does_not_do_the_opposite(people: People, visit: Visit, width: int) -> None:
    visit.add_stop("Oslo", "Europe/Oslo")
    page = people.editor(visit.desk_path, viewport={"width": width, "height": 800})
    expect_live(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.url.endswith("/here") else None)
    following = page.locator("#here-next")
    for before, after in (
        ("They have left Vienna", "They have arrived in Oslo"),
        ("Undo departure", "They have left Vienna"),
    ):
        sent.clear()
        page.evaluate(SECOND_PRESS, ["here-next", after])
        page.locator("#here").get_by_role("button", name=before).click()
        expect(following).to_have_text(after)
        page.wait_for_function("presses === 1")
        expect(following).not_to_have_attribute("aria-disabled", "true")
        expect(following).to_have_text(after)
        assert sent == ["POST"]
