"""What is handed in, decided on at the desk: approved, returned with a note, discarded; with clicks counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_desk_clicks import Reporter, on_a_phone, reporter  # noqa: F401 — a fixture

NOTE = "Who says so? Name the source."


@pytest.fixture
def handed_in(site: Site, visit: Visit) -> list[str]:
    """What is handed in before anybody opens the desk."""
    texts = [Post(f"A text handed in, {number}.") for number in range(3)]
    return [site.act(newsroom.drafts.save, visit.id, site.editor_id, text, state=State.SUBMITTED) for text in texts]


@on_a_phone
def test_a_text_is_approved_or_returned_in_two_clicks_and_discarded_after_a_question(
    handed_in: list[str],
    reporter: Reporter,  # noqa: F811
) -> None:
    page, (first, second, third) = reporter.page, handed_in
    if reporter.has_touch:
        page.locator(".view-link[data-shows=queue]").tap()
    row = page.locator(f"#w-{first}")
    reporter.press(row.get_by_role("button", name="Claim"))
    expect(row).to_contain_text("Claimed by you")
    expect(row.locator(".waiting-text .quoted")).to_be_visible()
    expect(row.get_by_role("button", name="Publish")).to_be_focused()
    assert axe_findings(page) == []
    reporter.press(row.get_by_role("button", name="Publish"))
    expect(page.locator("#said")).to_contain_text("Published")
    expect(row).to_have_count(0)
    assert reporter.spent() <= 2

    row, dialog = page.locator(f"#w-{second}"), page.locator("#return-dialog")
    reporter.press(row.get_by_role("button", name="Return it with a note"))
    expect(dialog.get_by_label("Note to the author")).to_be_focused()
    assert axe_findings(page) == []
    reporter.type(NOTE)
    reporter.press(dialog.get_by_role("button", name="Return it", exact=True))
    expect(row).to_have_attribute("data-state", "returned")
    expect(row).to_contain_text(NOTE)
    assert axe_findings(page) == []
    assert reporter.spent() <= 2

    row, dialog = page.locator(f"#w-{third}"), page.locator("#discard-dialog")
    reporter.press(row.locator("summary").last)
    reporter.press(row.get_by_role("button", name="Discard"))
    expect(dialog).to_be_visible()
    reporter.press(dialog.get_by_role("button", name="Discard it"))
    expect(row).to_have_count(0)
    expect(page.locator("#queue-count")).to_have_text("1")


@BREADTH
def test_the_menu_of_the_last_text_is_whole_beside_the_composer(
    people: People, visit: Visit, handed_in: list[str]
) -> None:
    page = people.editor(visit.desk_path, viewport={"width": 1440, "height": 1600})
    expect_live(page)
    queue, more = page.locator("#queue"), page.locator(f"#w-{handed_in[-1]} .tool-more")
    more.locator("summary").click()
    expect(more.locator(".tool-line").last).to_be_visible()
    assert queue.evaluate("one => one.scrollHeight <= one.clientHeight")
