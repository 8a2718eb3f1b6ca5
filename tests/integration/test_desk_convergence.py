"""An open desk shows what one shows that was just loaded: for every verb, by the socket's replay and by `since`.

What is chosen in a form belongs to the page: `tests/browser/test_desk_together.py` has that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import unified_diff
from functools import partial

import pytest
from flask import Flask
from lxml.html import HtmlElement, document_fromstring, fragments_fromstring, tostring
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import DeskEvent, DeskVerb, Reporter, State, Visit
from blog.models.desk_event import OF_TEAMS
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.newsroom.transaction import Transaction, verb
from blog.wire import log
from blog.wire.service import wire
from blog.wire.streams import Audience, Stream
from tests.action_context import ActionContext
from tests.actions import ACTIONS, LATER
from tests.desk import Desk
from tests.embargo_actions import embargo_actions
from tests.htmx import sequence
from tests.note_actions import NOTED, note_actions
from tests.sample_visit import SampleVisit
from tests.team_actions import team_actions

PANELS = [f"#{name}-panel > .fold-sheet" for name in ("status", "banner", "stand")]
WAYS = ["#composer-main", "#composer-others", "#composer-why"]
NOTES = ["#notes-list", "#notes-count"]
DESK = ["#queue", "#here", *PANELS, *WAYS, "#new-speaker", "#new-stop", "#new-embargo", ".topic-choices"]
DESK += ["#add-speaker-delegation", *NOTES, "#handover", "#team"]
EDIT = ["#meanwhile", "#state", "#decision", "#beside-edit", "#edit-speaker", "#edit-stop", "#edit-embargo"]
EDIT += [*NOTES, ".topic-choices"]
# What is chosen, what a speaker said last, and how many seconds are left are of the moment and of the page.
PRIVATE = ("selected", "checked", "data-kind", "data-standing", "data-topics", "data-take-back")
# Loading a page after every act would take most of the time; a reporter is shown less of the same.
LOADED_EVERY, POLLED_EVERY = {"editor": 4, "reporter": 12}, 12


@dataclass
class OpenDesk:
    """A page of the desk in a browser, reduced to the parts that the desk's own stream replaces."""

    tree: HtmlElement
    cursor: str
    parts: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, desk: Desk, address: str) -> OpenDesk:
        answer = desk.get(address)
        assert answer.status_code == 200, address
        tree = document_fromstring(answer.text)
        [element] = tree.cssselect("#desk-wire")
        return cls(tree, str(element.get("data-cursor")), EDIT if "/updates/" in address else DESK)

    def apply(self, cursor: str, content: str) -> None:
        assert sequence(cursor) >= sequence(self.cursor)
        self.cursor = cursor
        for one in fragments_fromstring(content):
            for target in self.tree.cssselect(one.get("hx-target")):
                elements = fragments_fromstring("".join(tostring(each, encoding="unicode") for each in one))
                if one.get("hx-swap") == "innerMorph":
                    target.text, target[:] = None, elements
                else:
                    [element] = elements
                    target.getparent().replace(target, element)

    def lines(self) -> list[str]:
        return [line for part in self.parts for element in self.tree.cssselect(part) for line in _lines(element)]


@pytest.fixture(autouse=True)
def time_to_take_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute may pass between the two pages that are compared."""
    monkeypatch.setattr(newsroom.updates, "TAKE_BACK_WINDOW", timedelta(days=1))


@verb()
def tell(tx: Transaction, about: DeskVerb, subject: str) -> None:
    tx.tell_desk(about, subject)


Act = Callable[[ActionContext], object]


def desk_actions(context: ActionContext, edited: str) -> Iterator[tuple[DeskVerb, Act]]:
    """What happens at the desk alone, in the order of a story."""
    who, save = (context.talks.visit_id, context.talks.editor_id), newsroom.drafts.save
    ids: list[str] = []

    def saved(about: DeskVerb, state: State, **kwargs: object) -> tuple[DeskVerb, Act]:
        def act(context: ActionContext) -> None:
            ids.append(save(*who, Post(context.word("It waits")), state=state, **kwargs))  # type: ignore[arg-type]
            tell(*who, about, ids[-1])

        return about, act

    def told(about: DeskVerb) -> tuple[DeskVerb, Act]:
        return about, lambda _: tell(*who, about, ids[-1] if ids else "")

    yield saved(DeskVerb.SAVE, State.DRAFT)
    yield saved(DeskVerb.HAND_IN, State.SUBMITTED)
    yield saved(DeskVerb.SCHEDULE, State.SCHEDULED, due_at=now() + LATER)
    yield from embargo_actions(who)
    yield from note_actions(context, edited, ids)
    done = {DeskVerb.SAVE, DeskVerb.HAND_IN, DeskVerb.SCHEDULE, DeskVerb.HOLD, DeskVerb.EMBARGO, DeskVerb.RELEASE}
    yield from team_actions(context.talks)
    done |= NOTED | OF_TEAMS
    yield from (told(about) for about in DeskVerb if about not in done)


# What a role is shown is the same on either footing; the log itself is tried on both in `test_log`.
@pytest.mark.parametrize("role", list(LOADED_EVERY))
def test_a_desk_that_stays_open_is_the_desk_one_would_load(app: Flask, talks: SampleVisit, role: str) -> None:
    ids = [talks.publish(f"Update {number} of the talks.", stop="vienna") for number in range(2)]
    context = ActionContext(talks, old=ids[0], new=ids[-1])
    edited = talks.publish("Without a city, whose name a page that edits it would keep when it is renamed.")
    desk = Desk.of(app).sign_in(getattr(talks, f"{role}_email"))
    addresses = ["/desk/visits/talks", f"/desk/visits/talks/updates/{edited}"]
    watched, polled, back = ([OpenDesk.load(desk, each) for each in addresses] for _ in range(3))
    replay, poll = partial(_replay, talks, role), partial(_poll, desk)
    wrong: list[str] = []
    story = [(None, act) for _, act in ACTIONS]
    for number, (about, act) in enumerate([*story, *desk_actions(context, edited)], 1):
        before = _head(talks)
        act(context)
        assert about is None or about in _verbs(talks, before), f"nobody was told of {about}"
        if number % LOADED_EVERY[role]:
            for page in watched:
                replay(page)
            continue
        fresh = [OpenDesk.load(desk, each) for each in addresses]
        wrong += _compare(f"watching, after act {number}, {act}", watched, fresh, replay)
        if number % POLLED_EVERY == 0:
            wrong += _compare("polling", polled, fresh, poll)
        watched = fresh
    fresh = [OpenDesk.load(desk, each) for each in addresses]
    wrong += _compare("polling, at the end", polled, fresh, poll)
    wrong += _compare("coming back, at the end", back, fresh, replay)
    assert not wrong, "\n".join(wrong[:6])
    assert _verbs(talks, 0) == set(DeskVerb), "a verb of the desk was not tried"


def test_the_page_of_a_held_text_follows_the_terms_of_its_embargo(app: Flask, talks: SampleVisit) -> None:
    by = talks.visit_id, talks.editor_id
    terms = {"city": "Tokyo", "zone": "Asia/Tokyo"}
    embargo_id = newsroom.embargoes.set_embargo(*by, "When he speaks")
    held = newsroom.drafts.save(*by, Post("Nobody knows."), state=State.HELD, embargo=embargo_id)
    desk = Desk.of(app).sign_in(talks.editor_email)
    address = f"/desk/visits/talks/updates/{held}"
    kept = OpenDesk.load(desk, address)
    before = kept.lines()
    newsroom.embargoes.change_embargo(*by, embargo_id, version=1, title="After dinner", until=now() + LATER, **terms)
    fresh = OpenDesk.load(desk, address)
    assert not [*_compare("watching", [kept], [fresh], partial(_replay, talks, "editor"))]
    assert kept.lines() != before
    shown = [one.text_content() for one in kept.tree.cssselect("#state, .edit-embargo p, #edit-embargo option")]
    assert sum("After dinner" in words and "Tokyo" in words for words in shown) == 3
    assert not [words for words in shown if "When he speaks" in words]


def _replay(talks: SampleVisit, role: str, page: OpenDesk) -> None:
    account = db.session.get_one(Reporter, getattr(talks, f"{role}_id"), populate_existing=True)
    stream = Stream(talks.visit_id, Audience.DESK, account.id, account.role)
    after, head = log.parse(page.cursor), log.head(*stream.ring)
    assert after
    assert head
    if message := wire().replay.since(stream, after, head):
        page.apply(str(message.cursor), message.content or "")


def _poll(desk: Desk, page: OpenDesk) -> None:
    answer = desk.client.get(f"/desk/visits/talks/since/{page.cursor}")
    if answer.status_code == 200:
        page.apply(**{name: answer.json[name] for name in ("cursor", "content")})  # type: ignore[index]


def _compare(
    when: str, kept: list[OpenDesk], fresh: list[OpenDesk], bring: Callable[[OpenDesk], None]
) -> Iterator[str]:
    for page, other in zip(kept, fresh, strict=True):
        bring(page)
        assert page.cursor == other.cursor
        if page.lines() != other.lines():
            yield (
                when
                + "\n"
                + "\n".join(unified_diff(page.lines(), other.lines(), "kept open", "loaded", lineterm="", n=1))
            )


def _lines(element: HtmlElement) -> Iterator[str]:
    if element.get("name") == "csrf_token" or element.get("id") in ("banner-update", "banner-again"):
        return
    attributes = {name: value for name, value in element.attrib.items() if name not in PRIVATE}
    yield f"<{element.tag} {sorted(attributes.items())}> {' '.join((element.text or '').split())}"
    for child in element:
        yield from _lines(child)
        if tail := " ".join((child.tail or "").split()):
            yield tail


def _head(talks: SampleVisit) -> int:
    return db.session.get_one(Visit, talks.visit_id, populate_existing=True).desk_head


def _verbs(talks: SampleVisit, after: int) -> set[DeskVerb]:
    wanted = select(DeskEvent.verb).where(DeskEvent.visit_id == talks.visit_id, DeskEvent.seq > after)
    return set(db.session.scalars(wanted))
