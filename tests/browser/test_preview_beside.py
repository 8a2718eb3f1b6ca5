"""The preview beside the text on wide screens: renewed as somebody writes, quiet, and honest when it is behind."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.breadth import BREADTH
from tests.browser.conftest import People
from tests.browser.desk import body_field, publish
from tests.browser.site import Visit
from tests.browser.watch import Watch
from tests.wait import until

WIDE = {"width": 1440, "height": 900}
PREVIEW = "**/preview"


class Held:
    """Requests for a preview that wait until the test lets them go on."""

    def __init__(self, page: Page) -> None:
        self.is_open = False
        self.waiting: list[Route] = []
        page.route(PREVIEW, self._take)

    def release(self) -> None:
        self.is_open = True
        for route in self.waiting:
            route.continue_()

    def _take(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.waiting.append(route)


def test_the_preview_follows_what_is_written_and_takes_nothing_from_the_writer(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path, viewport=WIDE)
    preview, field = page.locator("#preview"), body_field(page)
    expect(preview.get_by_text("What you write appears here.")).to_be_visible()
    field.press_sequentially("They **agree**.")
    expect(preview.locator("strong")).to_have_text("agree")
    expect(field).to_be_focused()
    assert page.evaluate("scrollY") == 0
    page.get_by_label("Headline").fill("A deal")
    expect(preview.locator(".update-headline")).to_have_text("A deal")
    expect(preview.locator("[aria-live], [role=alert], [role=status]")).to_have_count(0)
    field.fill("")
    page.get_by_label("Headline").fill("")
    expect(preview.locator("article")).to_have_count(0)
    publish(page, "They agree.")
    expect(page.locator("#updates")).to_contain_text("They agree.")
    expect(page.locator("#preview article")).to_have_count(0)


@BREADTH
def test_previews_never_overlap_and_the_last_wording_wins(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path, viewport=WIDE)
    preview, field = page.locator("#preview"), body_field(page)
    held = Held(page)
    page.clock.install()
    for text in ("First.", "Second.", "Third."):
        field.fill(text)
        page.clock.run_for(1_000)
        until(lambda: page.evaluate("() => true") and held.waiting)
        assert len(held.waiting) == 1, text
    held.release()
    expect(preview.locator(".update-body")).to_have_text("Third.")


@BREADTH
def test_a_preview_that_fails_is_quiet_and_says_that_it_is_behind(people: People, visit: Visit, watch: Watch) -> None:
    page = people.editor(visit.desk_path, viewport=WIDE)
    preview, field = page.locator("#preview"), body_field(page)
    behind = preview.get_by_text("Not current")
    field.fill("They agree.")
    expect(preview.locator(".update-body")).to_have_text("They agree.")
    watch.expect("/preview", "503")
    page.route(PREVIEW, lambda route: route.fulfill(status=503, body="away"))
    field.fill("They agree on trade.")
    expect(behind).to_be_visible()
    expect(preview.locator(".update-body")).to_have_text("They agree.")
    expect(page.locator("#composer [data-notice]")).to_be_empty()
    expect(field).to_be_editable()
    page.unroute(PREVIEW)
    field.fill("They agree on trade and fish.")
    expect(preview.locator(".update-body")).to_have_text("They agree on trade and fish.")
    expect(behind).to_be_hidden()


def test_on_a_narrow_screen_only_the_button_asks_for_a_preview(people: People, visit: Visit) -> None:
    page = people.editor(visit.desk_path, viewport={"width": 360, "height": 740})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    body_field(page).fill("They **agree**.")
    expect(page.locator("#preview")).to_be_hidden()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview strong")).to_have_text("agree")
    assert not [address for address in asked if address.endswith("/preview")]


@BREADTH
def test_the_form_of_an_edit_has_it_too(people: People, visit: Visit) -> None:
    page = people.editor(f"{visit.desk_path}/updates/{visit.ids[0]}", viewport=WIDE)
    article = page.locator(f"#preview article[data-update='{visit.ids[0]}']")
    expect(article.locator(".update-body")).to_have_text("Update 1 of the talks.")
    body_field(page).fill("Two days.")
    expect(article.locator(".update-body")).to_have_text("Two days.")
    page.get_by_role("radio", name="A correction").check()
    page.get_by_label("Note for readers").fill("It was two.")
    expect(article).to_contain_text("It was two.")
