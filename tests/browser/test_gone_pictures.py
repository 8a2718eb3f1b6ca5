"""What is done to a picture reaches pages and frames that are open, and its address."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from blog import newsroom
from blog.permissions import SYSTEM
from tests.browser.conftest import People, expect_live
from tests.browser.site import Site, Visit
from tests.media_files import picture


def add(site: Site, visit: Visit, alt: str, **fields: str) -> str:
    """Uploads a picture, and returns its public id."""
    file = site.act(newsroom.media.add_file, visit.id, SYSTEM, picture(600, 400), "a.jpg", {"alt": alt, **fields})
    return str(file.public_id)


def opened(people: People, visit: Visit) -> tuple[Page, Page]:
    """The live page and the feed for a frame, both connected."""
    page, frame = people.live_reader(visit.path), people.reader(visit.embed_path)
    expect_live(frame)
    return page, frame


def expect_loaded(page: Page, pictures: int) -> None:
    """Waits until so many pictures are there: one that is still asked for when it goes is an error of the page."""
    images = page.locator("#updates img")
    expect(images).to_have_count(pictures)
    for image in images.all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)


def status(page: Page, public_id: str) -> int:
    return page.request.get(f"/media/{public_id}/480.jpg").status


def test_a_picture_that_is_replaced_withdrawn_or_purged_leaves_open_pages_and_its_address(
    people: People, site: Site, visit: Visit
) -> None:
    wrong, right, other = (add(site, visit, alt) for alt in ("The wrong man", "The right man", "A handshake"))
    public_id, purged = visit.publish("He has arrived.", media=[wrong]), visit.publish("They met.", media=[other])
    both = opened(people, visit)
    for page in both:
        expect(page.get_by_role("img", name="The wrong man")).to_be_visible()
        expect_loaded(page, 2)
    assert status(both[0], wrong) == 200

    visit.edit(public_id, "He has arrived.", reason="correction", note="It was another man.", media=[right])
    for page in both:
        expect(page.get_by_role("img", name="The right man")).to_be_visible()
        expect(page.get_by_role("img", name="The wrong man")).to_have_count(0)
        expect_loaded(page, 2)
    assert status(both[0], wrong) == 410

    visit.withdraw(public_id, "He is not there.")
    site.act(newsroom.updates.purge, visit.id, SYSTEM, purged, "A court said so.")
    for page in both:
        expect(page.get_by_text("A court said so.")).to_be_visible()
        expect(page.locator("#updates img")).to_have_count(0)
    assert [status(both[0], gone) for gone in (right, other)] == [410, 410]


def test_a_picture_for_the_sites_own_pages_never_reaches_a_frame(people: People, site: Site, visit: Visit) -> None:
    own = add(site, visit, "For our readers", rights="own")
    page, frame = opened(people, visit)
    asked: list[str] = []
    frame.on("request", lambda request: asked.append(request.url))

    visit.publish("They met.", media=[own, add(site, visit, "For everybody")])

    expect(page.get_by_role("img", name="For our readers")).to_be_visible()
    expect(frame.get_by_role("img", name="For everybody")).to_be_visible()
    expect(frame.get_by_role("img", name="For our readers")).to_have_count(0)
    expect_loaded(page, 2)
    expect_loaded(frame, 1)
    frame.reload()
    expect_live(frame)
    expect(frame.get_by_role("img", name="For everybody")).to_be_visible()
    expect(frame.get_by_role("img", name="For our readers")).to_have_count(0)
    assert not [address for address in asked if own in address]
