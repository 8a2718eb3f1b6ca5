"""Two devices that went on with one text: each asks once, and what both have in common is written once."""

from __future__ import annotations

from playwright.sync_api import Response, expect

from blog.settings import ROOT
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.site import Visit
from tests.browser.test_two_devices import CONFLICT, PHONE, both, put_away, saved, type_on
from tests.browser.watch import Watch

SOURCE = ROOT / "static" / "js"
JOIN = """async ([mine, theirs]) => {
  const { joined } = await import('/static/source/desk/drafts/both-wordings.js');
  return joined([['body', mine]], [['body', theirs]]).find(([name]) => name === 'body')[1];
}"""
JOINED = [
    ("Both begin. Mine.", "Both begin. Theirs.", "Both begin. Mine.\n\nTheirs."),
    ("Mine. Both end.", "Theirs. Both end.", "Mine.\n\nTheirs. Both end."),
    ("One line\n\nMine", "One line\r\n\r\nTheirs", "One line\n\nMine\n\nTheirs"),
    ("Both begin.", "Both begin. Theirs.", "Both begin. Theirs."),
    ("Begin. Mine. End.", "Begin. End.", "Begin. Mine. End."),
    ("The same.", "The same.", "The same."),
    ("", "Theirs.", "Theirs."),
]


def is_save(response: Response) -> bool:
    return response.request.method == "PUT" and "/drafts/" in response.url


def test_after_a_choice_a_device_goes_on_without_being_asked_again(people: People, visit: Visit, watch: Watch) -> None:
    laptop = people.editor(visit.desk_path)
    at_desk.write(laptop, "Laptop text begins here.")
    expect(saved(laptop)).to_be_visible()
    phone = people.editor(visit.desk_path, **PHONE)
    phone.locator("#unsent > li").get_by_role("link", name="Continue here").click()
    expect(at_desk.body_field(phone)).to_have_value("Laptop text begins here.")
    for device in (laptop, phone):
        put_away(device)
    type_on(phone, " Phone goes on.")
    phone.wait_for_function("() => Object.values(localStorage).some((draft) => draft.includes('\"version\":2'))")

    watch.expect(*CONFLICT)
    type_on(laptop, " Laptop goes on.")
    both(laptop).get_by_role("button", name="Join both").click()
    expect(at_desk.body_field(laptop)).to_have_value("Laptop text begins here. Laptop goes on.\n\nPhone goes on.")
    expect(saved(laptop)).to_be_visible()
    with laptop.expect_response(is_save) as after_typing:
        type_on(laptop, " One more.")
    with laptop.expect_response(is_save) as after_reload:
        laptop.reload()
    assert (after_typing.value.status, after_reload.value.status) == (204, 204)

    with phone.expect_response(is_save) as asked:
        type_on(phone, " Phone again.")
    assert asked.value.status == 409
    both(phone).get_by_role("button", name="Keep mine").click()
    expect(saved(phone)).to_be_visible()
    with phone.expect_response(is_save) as after_choice:
        type_on(phone, " Phone once more.")
    assert after_choice.value.status == 204


def test_what_two_wordings_have_in_common_is_written_once(people: People, visit: Visit) -> None:
    desk = people.editor(visit.desk_path)
    # Bundles hold the module; by itself it has no address.
    desk.route(
        "**/static/source/**", lambda route: route.fulfill(path=SOURCE / route.request.url.split("/source/")[-1])
    )
    for mine, theirs, wanted in JOINED:
        assert desk.evaluate(JOIN, [mine, theirs]) == wanted
