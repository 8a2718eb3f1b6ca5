"""What can happen to embargoes, for the tests that watch a desk meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import DeskVerb, Embargo, State
from blog.models.visit import now
from blog.newsroom.posts import Post
from tests.action_context import ActionContext
from tests.actions import LATER, at_a_time

Act = Callable[[ActionContext], object]


def embargo_actions(who: tuple[int, int]) -> Iterator[tuple[DeskVerb, Act]]:
    """An embargo from the first word to the release, one that ends by itself, and one that cannot end."""
    embargoes, hold_banner = newsroom.embargoes, newsroom.banner.hold_banner
    held: list[str] = []
    tokyo = {"city": "Tokyo", "zone": "Asia/Tokyo"}
    terms = {"title": "Of the last day", "until": now() + 2 * LATER} | tokyo

    def hold(context: ActionContext) -> None:
        post = Post(context.word("It is held"))
        held.append(newsroom.drafts.save(*who, post, state=State.HELD, embargo=embargo()))

    def embargo() -> str:
        still_open = select(Embargo.public_id).where(Embargo.released_at.is_(None)).order_by(Embargo.id.desc())
        return db.session.scalars(still_open).first() or "When he speaks"

    def begin(title: str) -> Act:
        return lambda _: embargoes.set_embargo(*who, title, until=now() + LATER, **tokyo)

    def run_due(_: ActionContext) -> None:
        with at_a_time(3 * LATER):
            newsroom.schedule.run_due()

    yield DeskVerb.HOLD, hold  # a sentence makes the embargo
    yield DeskVerb.HOLD, hold
    yield DeskVerb.EMBARGO, lambda context: hold_banner(*who, embargo(), context.word("He has spoken"), update=held[-1])
    yield DeskVerb.RELEASE, lambda _: embargoes.release_update(*who, held[0])
    yield DeskVerb.RELEASE, lambda _: embargoes.release(*who, embargo())
    yield DeskVerb.EMBARGO, begin("Of the day")
    yield DeskVerb.HOLD, hold
    yield (
        DeskVerb.HOLD,
        lambda context: newsroom.drafts.edit(
            *who, held[-1], Post(context.word("Moved")), version=1, state=State.HELD, embargo="Wheels up"
        ),
    )
    yield DeskVerb.HOLD, hold
    yield (
        DeskVerb.SAVE,
        lambda context: newsroom.drafts.edit(
            *who, held[-1], Post(context.word("Taken out")), version=1, state=State.DRAFT
        ),
    )
    yield DeskVerb.EMBARGO, lambda _: embargoes.change_embargo(*who, embargo(), version=1, **terms)
    yield DeskVerb.HOLD, hold
    yield DeskVerb.RELEASE, run_due
    yield DeskVerb.EMBARGO, begin("After the end")
    yield DeskVerb.HOLD, hold
    yield DeskVerb.CHANGE_STATUS, lambda _: newsroom.visits.set_status(*who, "ended")
    yield DeskVerb.EMBARGO, run_due
    yield DeskVerb.CHANGE_STATUS, lambda _: newsroom.visits.set_status(*who, "live")
