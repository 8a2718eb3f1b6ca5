"""A visit is set up on one page: nothing loads it again, the focus is where the next thing is done, and it is said."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.breadth import BREADTH
from tests.browser.conftest import People, expect_live
from tests.browser.layout_checks import resize
from tests.browser.site import Visit
from tests.browser.watch import Watch
from tests.wait import until

BELOW_THE_CONTENTS = """(selector) => {
  const [one, contents] = [selector, '.desk-jumps'].map((each) => document.querySelector(each).getBoundingClientRect());
  return Math.round(one.top - contents.bottom);
}"""

OVERLAPS = """() => [...document.querySelectorAll('.set-up-line')].flatMap((form) => {
  const parts = [...form.querySelectorAll('input:not([type=hidden]), select, button')];
  const boxes = parts.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => meet(a, b)).map(() => form.id));
})"""


def told(page: Page, sentence: str) -> None:
    expect(page.locator("#told")).to_contain_text(sentence)


def cities(page: Page) -> Locator:
    return page.locator("#stops .set-up-list > li h3")


def stays(page: Page) -> Locator:
    """Something of the page as it was loaded, and nothing else: a page that was loaded again has it no more."""
    page.evaluate("document.body.dataset.loadedOnce = ''")
    return page.locator("body[data-loaded-once]")


@BREADTH
def test_on_a_phone_the_contents_stay_at_the_top_and_cover_nothing(people: People, visit: Visit) -> None:
    page = people.editor(f"{visit.desk_path}/set-up", viewport={"width": 360, "height": 740})
    contents = page.get_by_role("navigation", name="On this page")
    for name, part in (("Ready-made texts", "ready-texts"), ("Speakers", "new-speaker"), ("Sides", "sides")):
        contents.get_by_role("link", name=name).click()
        expect(page.locator(f"#{part}:target")).to_be_in_viewport()
        until(lambda part=part: page.evaluate(BELOW_THE_CONTENTS, f"#{part}") in range(40))  # type: ignore[misc]
        expect(contents).to_be_in_viewport(ratio=1)
    contents.get_by_role("link", name="Topics").click()
    expect(page.locator("#topics:target")).to_be_in_viewport()
    page.locator("#new-topic-name").focus()
    for _ in range(12):  # up the page, where each field comes in at the top of the window
        page.keyboard.press("Shift+Tab")
        until(lambda: page.evaluate(BELOW_THE_CONTENTS, ":focus") >= 0, "the contents cover what has the focus")


@BREADTH
def test_no_part_of_a_line_lies_over_another_at_any_width(people: People, visit: Visit) -> None:
    """A time and the buttons beside it, for one."""
    page = people.editor(f"{visit.desk_path}/set-up")
    expect(page.locator("#at-vienna button:not([hidden])").last).to_be_visible()
    for width in (768, 1024, 1440):
        resize(page, {"width": width, "height": 900})
        assert page.evaluate(OVERLAPS) == [], width
    resize(page, {"width": 1024, "height": 900})
    title = page.locator(".masthead-visit")
    title.evaluate("title => (title.textContent = 'A title of many words '.repeat(5))")
    assert page.locator(".wordmark").evaluate("name => name.getBoundingClientRect().height") < 50, "on one line"


def test_one_speaker_after_the_other_without_a_mouse_and_many_by_pasting(
    people: People, visit: Visit, watch: Watch
) -> None:
    page = people.editor(f"{visit.desk_path}/set-up")
    same_page = stays(page)
    name = page.locator("#new-speaker-name")
    name.focus()
    for speaker in ("Qin Gang", "Yang Jiechi"):
        page.keyboard.type(speaker)
        page.keyboard.press("Enter")
        page.keyboard.type("Minister")
        page.keyboard.press("Control+Enter")
        told(page, f"{speaker} was added.")
        expect(name).to_be_focused()
        expect(name).to_have_value("")
    page.get_by_text("Add several speakers").click()
    lines = page.locator("#speakers-north-lines")
    lines.fill("Wang Yi, Director\nNobody")
    watch.expect("answered 422", "status of 422")
    page.get_by_role("button", name="Add the speakers").click()
    expect(page.locator("#speakers-north").get_by_role("alert")).to_contain_text("Line 1 (Nobody) has no title.")
    expect(page.get_by_role("form", name="Wang Yi", exact=True)).to_have_count(1)
    expect(lines).to_have_value("Nobody")
    lines.fill("Zhang Yesui，Director\n2. Dai Bingguo – State Councillor\nQin Gang, again")
    page.get_by_role("button", name="Add the speakers").click()
    told(page, "2 speakers were added. Already there, and left as they are: Qin Gang.")
    expect(lines).to_be_focused()
    expect(lines).to_have_value("")
    expect(page.get_by_role("form", name="Dai Bingguo", exact=True)).to_be_visible()
    expect(same_page).to_have_count(1)


@BREADTH
def test_a_city_in_any_language_brings_its_country_and_its_time_zone(people: People, visit: Visit) -> None:
    page = people.editor(f"{visit.desk_path}/set-up")
    city, zone, country = (page.locator(f"#new-stop-{name}") for name in ("city", "zone", "country"))
    for name, expected in (("北京", ("Asia/Shanghai", "China")), ("Genf", ("Europe/Zurich", "Switzerland"))):
        city.fill(name)
        expect(zone).to_have_value(expected[0])
        expect(country).to_have_value(expected[1])
        told(page, f"{expected[1]}, time zone {expected[0]}")
    city.fill("北京")
    expect(page.locator("#cities option[value=Beijing]")).to_have_count(1)
    city.press("Tab")
    expect(city).to_have_value("Beijing")
    city.fill("Pékin")
    expect(zone).to_have_value("Asia/Shanghai")
    page.get_by_role("button", name="Add the stop").click()
    told(page, "Pékin is on the itinerary, by the time of Asia/Shanghai.")
    expect(city).to_be_focused()
    expect(cities(page)).to_have_text(["Vienna, Austria", "Pékin, China"])
    zone.fill("Asia/Tokyo")
    city.fill("Peking")
    expect(page.locator("#cities option[value=Peking]")).to_have_count(1)
    expect(country).to_have_value("China")
    expect(zone).to_have_value("Asia/Tokyo")  # what a person typed stays


def test_stops_are_put_in_order_by_keys_by_dragging_and_by_touch(people: People, visit: Visit) -> None:
    for name, zone in (("Tokyo", "Asia/Tokyo"), ("Seoul", "Asia/Seoul")):
        visit.site.act(newsroom.itinerary.add_stop, visit.id, SYSTEM, name, zone=zone)
    page, reader = people.editor(f"{visit.desk_path}/set-up", has_touch=True), people.live_reader(visit.path)
    same_page = stays(page)
    page.get_by_role("button", name="Move Seoul up").focus()
    page.keyboard.press("Enter")
    told(page, "The new order: Vienna, Seoul, Tokyo.")
    expect(page.get_by_role("button", name="Move Seoul up")).to_be_focused()
    page.keyboard.press("Enter")
    told(page, "The new order: Seoul, Vienna, Tokyo.")
    expect(page.get_by_role("button", name="Move Seoul down")).to_be_focused()
    expect(reader.locator("#itinerary .stop-city")).to_have_text(["Seoul", "Vienna", "Tokyo"])
    drag(page, "seoul", below="tokyo")
    told(page, "The new order: Vienna, Tokyo, Seoul.")
    expect(cities(page)).to_have_text(["Vienna, Austria", "Tokyo", "Seoul"])
    expect(reader.locator("#itinerary .stop-city")).to_have_text(["Vienna", "Tokyo", "Seoul"])
    drag_by_finger(page, "vienna", below="tokyo")
    told(page, "The new order: Tokyo, Vienna, Seoul.")
    expect(cities(page)).to_have_text(["Tokyo", "Vienna, Austria", "Seoul"])
    expect(same_page).to_have_count(1)


@BREADTH
def test_they_have_left_and_arrived_by_one_press_each_while_others_watch(people: People, visit: Visit) -> None:
    visit.site.act(newsroom.itinerary.add_stop, visit.id, SYSTEM, "Tokyo", zone="Asia/Tokyo")
    reader, desk = people.live_reader(visit.path), people.editor(visit.desk_path)
    old = people.editor(visit.desk_path, second=True)
    for page in (desk, old):
        expect_live(page)
    desk.get_by_role("button", name="They have left Vienna", exact=True).click()
    expect(desk.locator("#said")).to_contain_text("have left Vienna")
    expect(reader.locator("#itinerary .stop-past[data-stop=vienna]")).to_have_count(1)
    arrived = desk.get_by_role("button", name="They have arrived in Tokyo", exact=True)
    expect(arrived).to_be_focused()
    expect(arrived).to_be_enabled()  # it waits for a moment
    desk.keyboard.press("Enter")
    expect(reader.locator("#itinerary [data-stop=tokyo][aria-current=step]")).to_have_count(1)
    expect(reader.locator("#itinerary .stop-clock[data-clock='Asia/Tokyo']")).to_have_count(1)
    # The other desk follows by itself, so that nobody there says it once more.
    expect(old.get_by_role("button", name="They have left Tokyo", exact=True)).to_be_visible()
    expect(old.get_by_role("button", name="They have left Vienna", exact=True)).to_have_count(0)
    desk.get_by_role("button", name="Undo arrival in Tokyo").click()
    expect(reader.locator("#itinerary [data-stop=tokyo][aria-current=step]")).to_have_count(0)
    expect(desk.get_by_role("button", name="Undo departure from Vienna")).to_be_visible()


@BREADTH
def test_without_scripts_stops_are_moved_and_the_visitors_arrive(people: People, visit: Visit) -> None:
    visit.site.act(newsroom.itinerary.add_stop, visit.id, SYSTEM, "Tokyo", zone="Asia/Tokyo")
    page = people.editor(f"{visit.desk_path}/set-up", java_script_enabled=False)
    expect(page.locator("[data-handle]").first).to_be_hidden()
    page.get_by_role("button", name="Move Tokyo up").click()
    expect(page.locator("#order #said")).to_contain_text("The new order: Tokyo, Vienna.")
    page.locator("#new-stop-city").fill("北京")
    page.get_by_role("button", name="Add the stop").click()
    expect(page.locator("#new-stop #said")).to_contain_text("by the time of Asia/Shanghai")
    page.goto(visit.desk_path)
    page.get_by_role("button", name="They have left Vienna", exact=True).click()
    expect(page.get_by_role("button", name="They have arrived in Tokyo", exact=True)).to_be_visible()


def drag(page: Page, key: str, *, below: str) -> None:
    """Drags a stop by its handle to the lower end of another."""
    page.locator(f"#item-{key} [data-handle]").hover()
    page.mouse.down()
    target = page.locator(f"#item-{below}")
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 10, steps=4)
    expect(page.locator("[data-drop-before], [data-drop-after]")).to_have_count(1)
    page.mouse.up()


def drag_by_finger(page: Page, key: str, *, below: str) -> None:
    """The same by touch, which the page must not take for scrolling."""
    handle, target = page.locator(f"#item-{key} [data-handle]"), page.locator(f"#item-{below}")
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), target.bounding_box()
    assert start
    assert end
    x, top, bottom = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2, end["y"] + end["height"] - 10
    finger = page.context.new_cdp_session(page)
    for step in range(5):
        point = {"x": x, "y": top + (bottom - top) * step / 4}
        kind = "touchMove" if step else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    expect(page.locator("[data-drop-before], [data-drop-after]")).to_have_count(1)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
