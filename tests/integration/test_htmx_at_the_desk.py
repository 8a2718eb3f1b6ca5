"""What the desk answers to htmx: a fragment or a page, where to go on, and the events that the page is to hear of."""

from __future__ import annotations

from flask import Flask

from tests.desk import Desk
from tests.markup import event, one, parse
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"


def htmx(page: str, *, whole: bool = False) -> dict[str, str]:
    """The headers of a request that htmx makes from a page, for a fragment or for a whole page to take a part of."""
    kind = "full" if whole else "partial"
    return {"HX-Request": "true", "HX-Request-Type": kind, "HX-Current-URL": f"http://localhost{page}"}


def test_a_form_with_a_token_of_another_session_gets_a_fresh_one_for_its_account(
    desk: Desk, talks: SampleVisit
) -> None:
    desk.get(DESK)
    form = {"body": "My text.", "csrf_token": "old"}
    stale = desk.post(f"{DESK}/updates", form, headers=htmx(DESK))
    assert stale.status_code == 400
    assert stale.mimetype == "text/plain"
    renewed = event(stale, "token")
    assert renewed["reporter"] == str(talks.editor_id)
    again = desk.post(f"{DESK}/updates", form | {"csrf_token": renewed["token"]}, headers=htmx(DESK))
    assert again.status_code == 201


def test_a_form_of_a_session_that_is_over_is_answered_in_words_alone(app: Flask, talks: SampleVisit) -> None:
    stranger = Desk.of(app)
    stranger.get("/desk/sign-in")
    answer = stranger.post(f"{DESK}/updates", {"body": "My text."}, headers=htmx(DESK))
    assert (answer.status_code, answer.mimetype) == (401, "text/plain")
    assert answer.text.endswith("Your text is kept.")
    assert "HX-Trigger" not in answer.headers


def test_a_page_is_loaded_where_another_one_follows_and_swapped_where_it_is_the_same(
    desk: Desk, talks: SampleVisit
) -> None:
    public_id = talks.publish("Two days.")
    edit, search = f"{DESK}/updates/{public_id}", f"{DESK}/search"
    desk.get(edit)
    change = {"body": "Three days.", "version": "1", "change": "update"}
    saved = desk.post(edit, change, headers=htmx(edit, whole=True))
    assert (saved.status_code, saved.headers["HX-Redirect"]) == (204, f"{DESK}#u-{public_id}")
    back = {"back": f"{search}?q=days"}
    pinned = desk.post(f"{edit}/pin", back, headers=htmx(f"{search}?q=days", whole=True))
    assert (pinned.status_code, pinned.headers["Location"]) == (303, f"{search}?q=days#u-{public_id}")
    assert "Pinned" in one(parse(desk.get(search)), "#said").text_content()


def test_a_message_in_any_script_fits_into_a_header(desk: Desk, talks: SampleVisit) -> None:
    desk.post(f"{DESK}/set-up/stops/vienna", {"city": "東京", "zone": "Asia/Tokyo"})
    due = {"body": "They land.", "stop": "vienna", "action": "schedule", "publish_at": "2126-03-04T18:10"}
    answer = desk.post(f"{DESK}/updates", due, headers=htmx(DESK))
    assert answer.headers["HX-Trigger"].isascii()
    assert "東京" in event(answer, "message")
