"""Pictures at the desk: taken, chosen, dropped and pasted, described, ordered, and seen by readers."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People, expect_live
from tests.browser.pictures import (
    alt,
    camera_file,
    choose,
    choose_document,
    chooser,
    expect_there,
    hand_over,
    ids,
    picture,
    rows,
)
from tests.browser.site import Visit
from tests.browser.test_accessibility import ALL_RULES, RUN, axe
from tests.browser.watch import Watch

REFUSED = ("answered (422|503)", "status of (422|503)")
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def open_desk(people: People, visit: Visit, **options: object) -> Page:
    page = people.editor(visit.desk_path, **options)
    expect_live(page)
    return page


def test_pictures_are_chosen_dropped_and_pasted_and_the_text_can_still_be_pasted(people: People, visit: Visit) -> None:
    desk = open_desk(people, visit)
    reader = people.live_reader(visit.path)
    choose(desk, "hall", "table")
    expect_there(desk, 2)
    hand_over(desk.locator("#composer"), "drop", picture("motorcade"))
    expect_there(desk, 3)
    hand_over(at_desk.body_field(desk), "paste", picture("aircraft"))
    expect_there(desk, 4)
    for number, words in enumerate(("The hall", "The table", "The cars", "The aircraft")):
        alt(desk, number).fill(words)
    at_desk.publish(desk, "They have sat down.")
    expect(desk.locator("#said")).to_contain_text("Published")
    expect(rows(desk)).to_have_count(0)
    seen = reader.locator("#updates > [data-update]").first.get_by_role("img")
    expect(seen).to_have_count(4)
    for number, words in enumerate(("The hall", "The table", "The cars", "The aircraft")):
        expect(seen.nth(number)).to_have_attribute("alt", words)


@BREADTH
def test_a_phone_takes_a_picture_with_its_camera(people: People, visit: Visit) -> None:
    desk = open_desk(people, visit, **PHONE)
    camera = desk.get_by_label("Take a picture")
    expect(camera).to_have_attribute("capture", "environment")
    for place in (camera, chooser(desk)):  # no HEIC: phones then send JPEG
        expect(place).to_have_attribute("accept", "image/jpeg,image/png,image/webp,image/avif,image/gif")
    camera.set_input_files(camera_file())  # several megabytes
    expect_there(desk, 1)


def test_the_text_is_refused_without_words_on_its_picture_and_the_keyboard_is_there(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect(*REFUSED)
    desk = open_desk(people, visit)
    reader = people.live_reader(visit.path)
    choose(desk, "hall", "lectern")
    expect_there(desk, 2)
    alt(desk, 0).fill("The hall")
    at_desk.publish(desk, "They have sat down.")
    expect(desk.locator("#composer")).to_contain_text("Describe each picture for readers who cannot see it")
    expect(alt(desk, 1)).to_be_focused()
    expect(alt(desk, 1)).to_have_attribute("aria-invalid", "true")
    expect(alt(desk, 0)).to_have_value("The hall")
    rows(desk).nth(1).get_by_label("Decorative, says nothing").check()
    expect(desk.locator("#composer")).not_to_contain_text("Describe each picture")
    at_desk.publish_button(desk).click()
    expect(desk.locator("#said")).to_contain_text("Published")
    pictures = reader.locator("#updates > [data-update]").first.locator("img")
    expect(pictures).to_have_count(2)
    expect(pictures.nth(1)).to_have_attribute("alt", "")


def test_an_upload_is_cancelled_and_one_that_fails_is_tried_again(people: People, visit: Visit, watch: Watch) -> None:
    watch.expect(*REFUSED, "ERR_ABORTED")
    desk = open_desk(people, visit)
    held: list[Route] = []
    desk.route(f"**{visit.desk_path}/media", lambda route: held.append(route), times=1)
    choose(desk, "hall")
    expect(rows(desk).get_by_role("progressbar")).to_be_visible()
    rows(desk).get_by_role("button", name="Cancel").click()
    expect(rows(desk)).to_have_count(0)

    desk.route(f"**{visit.desk_path}/media", lambda route: route.fulfill(status=503, body="Busy"), times=1)
    choose(desk, "table")
    expect(rows(desk).get_by_role("alert")).to_contain_text("table.webp: The server did not take it (503).")
    rows(desk).get_by_role("button", name="Try again").click()
    expect_there(desk, 1)
    broken = picture("hall")["buffer"][:2_000]
    chooser(desk).set_input_files({"name": "notes.webp", "mimeType": "image/webp", "buffer": broken})
    refused = rows(desk).nth(1)
    expect(refused).to_have_attribute("data-state", "refused")
    expect(refused.get_by_role("alert")).to_contain_text("notes.webp:")
    refused.get_by_role("button", name="Remove").click()
    expect_there(desk, 1)


@BREADTH
def test_a_press_waits_for_the_pictures_and_the_words_can_go_without(
    people: People, visit: Visit, watch: Watch
) -> None:
    watch.expect("ERR_ABORTED")
    desk = open_desk(people, visit)
    held: list[Route] = []
    desk.route(f"**{visit.desk_path}/media", lambda route: held.append(route), times=2)
    choose(desk, "hall")
    expect(rows(desk).get_by_role("progressbar")).to_be_visible()
    alt(desk).fill("The hall")
    at_desk.publish(desk, "They have sat down.")
    expect(desk.locator("#composer [data-notice]")).to_contain_text("The text is sent as soon as it is there.")
    held.pop().continue_()
    expect(desk.locator("#said")).to_contain_text("Published")
    newest = desk.locator("#updates > [data-update]").first
    expect(newest.locator("img")).to_have_attribute("alt", "The hall")

    choose(desk, "table")
    expect(rows(desk).get_by_role("progressbar")).to_be_visible()
    at_desk.publish(desk, "They are talking.")
    desk.get_by_role("button", name="Send the words without it").click()
    expect(newest).to_contain_text("They are talking.")
    expect(newest.locator("img")).to_have_count(0)


def test_pictures_are_put_in_order_by_keyboard_and_mouse_and_one_is_taken_out_in_an_edit(
    people: People, visit: Visit
) -> None:
    desk = open_desk(people, visit)
    choose(desk, "hall", "table", "lectern")
    expect_there(desk, 3)
    first, second, third = ids(desk)
    later = rows(desk).first.get_by_role("button", name="Move later")
    later.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-tray-said]")).to_have_text("Picture 2 of 3.")
    assert ids(desk) == [second, first, third]
    expect(desk.locator(f"[data-key='{first}'] [data-deed=later]")).to_be_focused()
    handle = desk.locator(f"[data-key='{third}'] [data-handle]").bounding_box()
    target = desk.locator(f"[data-key='{second}'] [data-handle]").bounding_box()
    assert handle
    assert target
    desk.mouse.move(handle["x"] + 10, handle["y"] + 10)
    desk.mouse.down()
    desk.mouse.move(target["x"] + 10, target["y"] + 2, steps=3)
    desk.mouse.up()
    assert ids(desk) == [third, second, first]
    for number in range(3):
        alt(desk, number).fill(f"Picture {number}")
    at_desk.publish(desk, "They have sat down.")
    expect(desk.locator("#said")).to_contain_text("Published")
    newest = desk.locator("#updates > [data-update]").first
    expect(newest).to_contain_text("They have sat down.")
    public_id = newest.get_attribute("data-update") or ""
    at_desk.open_edit(desk, public_id)
    expect_there(desk, 3)
    assert ids(desk) == [third, second, first]
    expect(alt(desk, 1)).to_have_value("Picture 1")
    rows(desk).nth(1).get_by_role("button", name="Remove").click()
    expect_there(desk, 2)
    at_desk.publish_change(desk, "A correction", note="The table was another one.")
    expect(desk.locator("#said")).to_contain_text("Your change is published")
    reader = people.reader(f"{visit.path}/updates/{public_id}")
    expect(reader.locator(f"[data-update='{public_id}'] img")).to_have_count(2)


@BREADTH
def test_axe_finds_nothing_in_the_tray_the_crop_and_the_lightbox(people: People, visit: Visit, watch: Watch) -> None:
    watch.expect(*REFUSED)
    desk = open_desk(people, visit, **PHONE)
    desk.evaluate(axe())
    choose(desk, "hall", "lectern")
    expect_there(desk, 2)
    rows(desk).first.get_by_text("Caption, credit, rights").click()
    desk.route(f"**{visit.desk_path}/media", lambda route: route.fulfill(status=503, body="Busy"), times=1)
    choose(desk, "table")
    expect(rows(desk).get_by_role("alert")).to_be_visible()
    choose_document(desk)
    expect(rows(desk).nth(3)).to_have_attribute("data-state", "there")
    assert desk.evaluate(RUN, ALL_RULES) == []
    rows(desk).nth(2).get_by_role("button", name="Remove").click()
    rows(desk).first.get_by_role("button", name="Crop").click()
    crop = desk.get_by_role("dialog", name="Crop the picture")
    expect(crop.get_by_role("group", name="What is shown")).to_be_focused()
    assert desk.evaluate(RUN, ALL_RULES) == []
    crop.get_by_role("button", name="Cancel").click()
    expect(crop).to_be_hidden()
    for number in range(2):
        alt(desk, number).fill(f"Picture {number}")
    at_desk.publish(desk, "They have sat down.")
    expect(desk.locator("#said")).to_contain_text("Published")
    reader = people.live_reader(visit.path, color_scheme="dark")
    reader.evaluate(axe())
    reader.locator("a[data-picture]").first.click()
    expect(reader.get_by_role("dialog", name="Picture 1 of 2: Picture 0")).to_be_visible()
    assert reader.evaluate(RUN, ALL_RULES) == []
