"""Pictures on readers' pages: in their place from the start, and large by mouse, keyboard, finger or plain link."""

from __future__ import annotations

from threading import Event

import pytest
from playwright.sync_api import Route, expect

from blog import newsroom
from blog.demo import pictures
from tests.breadth import BREADTH
from tests.browser.accessibility_tree import read_aloud
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.browser.watch import Watch

WORDS = {"hall": "The flags in the hall", "table": "A long table", "lectern": "An empty lectern"}
# What has moved without a reader's doing, by the browser's own measure.
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) sum += value;
  }).observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""
PLACES = "all => all.map((image) => JSON.stringify(image.getBoundingClientRect()))"
LOADED = "all => all.every((image) => image.complete && image.naturalWidth > 0)"


def add(site: Site, visit: Visit, name: str) -> str:
    """A picture with words on it."""
    fields = {"alt": WORDS[name], "caption": f"{WORDS[name]}.", "credit": "Drawn for the test", "pool": "1"}
    drawn = pictures.draw(name)
    return str(site.act(newsroom.media.add_file, visit.id, site.editor_id, drawn, f"{name}.webp", fields).public_id)


@pytest.fixture
def gallery(site: Site, visit: Visit) -> str:
    """The public id of an update with three pictures."""
    return visit.publish("They have sat down.", media=[add(site, visit, name) for name in WORDS])


def test_the_lightbox_is_used_by_keyboard_and_gives_the_focus_back(people: People, visit: Visit, gallery: str) -> None:
    page = people.live_reader(visit.path)
    links = page.locator(f"[data-update='{gallery}'] a[data-picture]")
    expect(links).to_have_count(3)
    expect(links.first).to_have_accessible_name("The flags in the hall")
    expect(page.locator(f"[data-update='{gallery}']").get_by_role("listitem")).to_have_count(3)
    links.first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Picture 1 of 3: The flags in the hall")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    expect(dialog.get_by_role("img", name="The flags in the hall")).to_be_visible()
    page.keyboard.press("ArrowRight")
    second = page.get_by_role("dialog", name="Picture 2 of 3: A long table")
    expect(second.get_by_role("status")).to_contain_text("Picture 2 of 3: A long table")
    expect(second).to_contain_text("Drawn for the test · Pool")
    spoken = read_aloud(page)
    assert "button Next picture" in spoken
    assert not any("They have sat down" in line for line in spoken), "what is behind it is not read"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("dialog", name="Picture 3 of 3: An empty lectern")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.lightbox")).to_have_count(0)
    expect(links.nth(2)).to_be_focused()


@BREADTH
def test_a_finger_turns_the_pictures_and_without_scripts_the_link_leads_to_the_largest(
    people: People, visit: Visit, gallery: str, watch: Watch
) -> None:
    page = people.live_reader(visit.path, viewport={"width": 360, "height": 740}, has_touch=True)
    page.locator(f"[data-update='{gallery}'] a[data-picture]").nth(1).tap()
    stage = page.locator(".lightbox-stage")
    expect(page.get_by_role("dialog", name="Picture 2 of 3")).to_be_visible()
    for start, end, name in ((260, 80, "Picture 3 of 3"), (80, 260, "Picture 2 of 3")):
        stage.dispatch_event("pointerdown", {"clientX": start, "clientY": 300, "pointerType": "touch", "bubbles": True})
        stage.dispatch_event("pointerup", {"clientX": end, "clientY": 310, "pointerType": "touch", "bubbles": True})
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
    watch.expect(
        "Applying inline style", "Blocked script execution"
    )  # the browser's own page around a picture, under the picture's policy
    plain = people.reader(visit.path, java_script_enabled=False)
    plain.locator(f"[data-update='{gallery}'] a[data-picture]").first.click()
    plain.wait_for_url("**/media/*/1440.jpg")


@BREADTH
def test_pictures_take_their_place_before_they_are_there(people: People, site: Site, visit: Visit) -> None:
    visit.publish("The first.", media=[add(site, visit, "lectern")])
    visit.publish("The second.", media=[add(site, visit, name) for name in ("hall", "table")])
    page = people.context(fonts=False).new_page()
    gate = Event()
    page.route("**/media/**", lambda route: route.continue_() if gate.is_set() else held.append(route))
    held: list[Route] = []
    page.goto(visit.path, wait_until="domcontentloaded")
    expect_live(page)
    images = page.locator("#updates img")
    expect(images).to_have_count(3)
    before = images.evaluate_all(PLACES)
    gate.set()
    for route in held:
        route.continue_()
    for image in images.all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
    page.evaluate("scrollTo(0, 0)")
    assert images.evaluate_all(PLACES) == before
    assert images.evaluate_all(LOADED)
    assert page.evaluate(SHIFTS) == 0
