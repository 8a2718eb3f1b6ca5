"""Every button that the desk offers for an update can succeed: none is refused for its person, or for its state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blog import newsroom
from blog.models import State
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.breadth import BREADTH
from tests.desk import Desk
from tests.markup import Element, parse
from tests.sample_visit import SampleVisit

PAGES = ("/desk/visits/talks", "/desk/visits/talks/updates/{id}")
# What a person fills in before pressing a button.
FILLED = {"note": "A reason.", "publish_at": "2126-03-04T18:10", "embargo": "Wheels up"}
POST = Post("Words.", source="A hall")

Make = Callable[[SampleVisit, int], str]
Button = tuple[str, dict[str, str]]  # its address, and what it sends


def waiting(state: State) -> Make:
    def make(talks: SampleVisit, by: int) -> str:
        public_id = newsroom.drafts.save(talks.visit_id, by, POST)
        due_at = now() + timedelta(days=1) if state is State.SCHEDULED else None
        embargo = "Wheels up" if state is State.HELD else ""
        if state is not State.DRAFT:  # an editor may have scheduled what a reporter wrote
            newsroom.drafts.edit(
                talks.visit_id, talks.editor_id, public_id, POST, version=1, state=state, due_at=due_at, embargo=embargo
            )
        return public_id

    return make


def published(talks: SampleVisit, by: int) -> str:
    return newsroom.updates.publish(talks.visit_id, by, POST)


def withdrawn(talks: SampleVisit, by: int) -> str:
    public_id = published(talks, by)
    newsroom.updates.withdraw(talks.visit_id, by, public_id, "Wrong.")
    return public_id


MADE: dict[State, Make] = {
    State.DRAFT: waiting(State.DRAFT),
    State.SUBMITTED: waiting(State.SUBMITTED),
    State.SCHEDULED: waiting(State.SCHEDULED),
    State.HELD: waiting(State.HELD),
    State.PUBLISHED: published,
    State.WITHDRAWN: withdrawn,
}


# Every two of the three meet in every run.
PAIRS = [
    *(("reporter", "reporter", "live"), ("reporter", "editor", "ended")),
    *(("editor", "reporter", "ended"), ("editor", "editor", "live")),
]
ALL = product(("reporter", "editor"), ("reporter", "editor"), ("live", "ended"))


@pytest.mark.parametrize(
    ("author", "role", "status"), [*PAIRS, *(pytest.param(*case, marks=BREADTH) for case in ALL if case not in PAIRS)]
)
def test_no_button_is_offered_that_the_server_refuses(
    app: Flask, talks: SampleVisit, author: str, role: str, status: str
) -> None:
    person = Desk.of(app).sign_in(getattr(talks, f"{role}_email"))
    pressed = 0
    for state, make in MADE.items():
        for page in PAGES:
            number = 0
            while True:
                newsroom.visits.set_status(talks.visit_id, SYSTEM, "live")
                public_id = make(talks, getattr(talks, f"{author}_id"))
                newsroom.visits.set_status(talks.visit_id, SYSTEM, status)
                offered = buttons(person.get(page.format(id=public_id)), public_id)
                if number == len(offered):
                    break
                address, fields = offered[number]
                answer = person.post(address, fields)
                assert is_done(answer), (state, page, address, fields, answer.status_code)
                number, pressed = number + 1, pressed + 1
    assert pressed > 10


def buttons(answer: TestResponse, public_id: str) -> list[Button]:
    """The buttons of a page for an update, and those of the composer, that can be pressed without scripts."""
    if answer.status_code == 403:
        return []
    return [
        sent_by(form, button)
        for form in parse(answer).cssselect("form[method=post]")
        if form.get("id") == "composer" or public_id in form.get("action", "")
        for button in form.cssselect("button[type=submit]:enabled")
    ]


def sent_by(form: Element, button: Element) -> Button:
    fields = {name: value.removeprefix("\n") for name, value in form.fields.items() if isinstance(value, str)}
    fields |= {name: value for name, value in FILLED.items() if name in fields} | {"body": "Some other words."}
    del fields["csrf_token"]
    if button.get("name"):
        fields[button.get("name")] = button.get("value")
    return button.get("formaction") or form.get("action"), fields


def is_done(answer: TestResponse) -> bool:
    """Whether the server did it, or asks first: whether it is meant for now, or is the same text again."""
    return answer.status_code < 400 or bool(parse(answer).cssselect(".form-question"))
