"""Which button Enter presses in the fields of the desk's forms: never one by which readers see something."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from blog import newsroom
from blog.models import UNPUBLISHED_STATES, State
from blog.models.visit import now
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.markup import Element, one, parse
from tests.sample_visit import SampleVisit

TYPED = ("text", "search", "url", "datetime-local", "checkbox", "radio", "number", "email", "date", "time")
# Forms that Enter may send: a sign-in, and a step that asks once more.
MAY_BE_SENT = ("/desk/sign-in", "/purge/sure")


def default_button(page: Element, form: Element) -> Element | None:
    """The first of a form's submit buttons, those outside that belong to it by its id among them."""
    for button in page.cssselect("button, input[type=submit]"):
        owner = button.get("form") or next((each.get("id") for each in button.iterancestors("form")), "")
        inside = form in list(button.iterancestors("form")) and not button.get("form")
        if button.get("type", "submit") == "submit" and (inside or (owner and owner == form.get("id"))):
            return button
    return None


def dangerous(page: Element) -> list[str]:
    """The forms with a single-line field whose Enter would send them."""
    wrong = []
    for form in page.cssselect("form"):
        if form.get("method", "get").lower() != "post" or (form.get("action") or "").endswith(MAY_BE_SENT):
            continue
        if not any(field.get("type", "text") in TYPED for field in form.cssselect("input")):
            continue
        button = default_button(page, form)
        does_nothing = button is not None and button.get("formmethod") == "dialog" and button.get("hidden") is not None
        previews = button is not None and (button.get("name"), button.get("value")) == ("action", "preview")
        if not (does_nothing or previews):
            wrong.append(form.get("id") or form.get("action"))
    return wrong


def test_enter_sends_no_form_of_the_desk_but_for_a_preview(app: Flask, talks: SampleVisit) -> None:
    admin = Desk.of(app).sign_in(talks.admin_email)
    update = f"/desk/visits/talks/updates/{talks.publish('Two days.')}"
    pages = [
        "/desk",
        "/desk/visits/talks",
        "/desk/visits/new",
        "/desk/visits/talks/set-up",
        "/desk/visits/talks/search",
    ]
    pages += [
        update,
        f"{update}/withdraw",
        f"{update}/purge",
        *(waiting_in(talks, state) for state in UNPUBLISHED_STATES),
    ]
    for address in pages:
        answer = admin.get(address)
        assert answer.status_code == 200, address
        assert dangerous(parse(answer)) == [], address
    conflict = admin.post(update, {"body": "Three.", "version": "9", "change": "update"})
    assert conflict.status_code == 409
    assert dangerous(parse(conflict)) == []


def waiting_in(talks: SampleVisit, state: State) -> str:
    """The page that edits an update that waits in this state."""
    due_at = now() + timedelta(days=1) if state is State.SCHEDULED else None
    embargo = "Wheels up" if state is State.HELD else ""
    public_id = newsroom.drafts.save(
        talks.visit_id, talks.editor_id, Post("Words."), state=state, due_at=due_at, embargo=embargo
    )
    return f"/desk/visits/talks/updates/{public_id}"


def test_enter_does_not_send_a_text_that_was_handed_back(app: Flask, talks: SampleVisit) -> None:
    stranger = Desk.of(app)
    kept = stranger.publish("talks", "Words.", headline="They met", action="publish")
    assert kept.status_code == 401
    assert one(parse(kept), "form#kept input[name=headline]").get("value") == "They met"
    assert dangerous(parse(kept)) == []


def test_the_test_knows_a_form_that_enter_would_send() -> None:
    page = parse('<form id="a" method="post"><input name="text"><button>Publish</button></form>')
    assert dangerous(page) == ["a"]
