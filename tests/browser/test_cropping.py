"""A picture is cropped at the desk, and its centre of attention set: by keyboard and by finger."""

from __future__ import annotations

import re

from playwright.sync_api import FloatRect, Locator, expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.pictures import alt, choose, expect_there, rows
from tests.browser.site import Visit
from tests.browser.test_pictures import PHONE, open_desk


def test_a_picture_is_cropped_by_keyboard_and_the_words_in_its_row_stay(people: People, visit: Visit) -> None:
    desk = open_desk(people, visit)
    choose(desk, "hall")
    expect_there(desk, 1)
    alt(desk).fill("The flags")
    crop = rows(desk).get_by_role("button", name="Crop")
    crop.focus()
    desk.keyboard.press("Enter")
    dialog = desk.get_by_role("dialog", name="Crop the picture")
    frame = dialog.get_by_role("group", name="What is shown")
    expect(frame).to_be_focused()
    for key in ("Shift+ArrowLeft",) * 20 + ("Shift+ArrowUp",) * 10 + ("ArrowRight",) * 5:
        desk.keyboard.press(key)
    said = dialog.get_by_role("status")
    expect(said).to_contain_text("80 % of the width and 90 % of the height, from 5 % at the left and 0 % at the top")
    dialog.get_by_role("group", name="Centre of attention").focus()
    desk.keyboard.press("ArrowDown")
    expect(said).to_contain_text("50 % across, 51 % down")
    dialog.get_by_role("button", name="Use this part").click()
    expect(dialog).to_be_hidden()
    expect(crop).to_be_focused()
    row = rows(desk).first
    expect(row).to_have_attribute("data-crop", "80 0 1280 959")
    expect(row).to_have_attribute("data-focus", "50 51")
    expect(alt(desk)).to_have_value("The flags")
    at_desk.publish(desk, "They have sat down.")
    newest = desk.locator("#updates > [data-update]").first
    expect(newest.locator("img")).to_have_attribute("width", "1280")
    expect(newest.locator("img")).to_have_attribute("alt", "The flags")


@BREADTH
def test_a_finger_crops_a_picture_and_says_what_matters_in_it(people: People, visit: Visit) -> None:
    desk = open_desk(people, visit, **PHONE)
    choose(desk, "hall")
    expect_there(desk, 1)
    alt(desk).fill("The flags")
    rows(desk).get_by_role("button", name="Crop").tap()
    dialog = desk.get_by_role("dialog", name="Crop the picture")
    frame = dialog.get_by_role("group", name="What is shown")
    expect(frame).to_be_focused()
    whole = box(dialog.locator("[data-crop-image]"))
    corner = dialog.locator("[data-across='1'][data-down='1']")
    said = dialog.get_by_role("status")
    drag(corner, -whole["width"] / 2, -whole["height"] / 2)
    expect(said).to_contain_text(re.compile(r"Shown: (49|50|51) % of the width and (49|50|51) % of the height"))
    drag(dialog.locator("[data-crop-focus]"), whole["width"] / 8, 0)
    expect(said).to_contain_text(re.compile(r"(74|75|76) % across, (49|50|51) % down"))
    dialog.get_by_role("button", name="Use this part").tap()
    expect(dialog).to_be_hidden()
    expect(rows(desk).first).to_have_attribute("data-focus", re.compile(r"7[456] (49|50|51)"))


def drag(target: Locator, across: float, down: float) -> None:
    """As a finger drags, which a browser tells as touches and as pointer events."""
    place = box(target)
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    finger = target.page.context.new_cdp_session(target.page)
    for kind, share in (("touchStart", 0.0), ("touchMove", 0.5), ("touchMove", 1.0)):
        points = [{"x": x + share * across, "y": y + share * down}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found
    return found
