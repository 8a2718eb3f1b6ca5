"""A visit of very many updates: what readers and the desk ask of it, and what the newsroom does to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask

from blog import create_app, newsroom
from blog.extensions import db
from blog.models import State
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.posts import Post
from blog.web.page_cache.responses import page_cache
from blog.wire import log
from blog.wire.service import wire
from tests.databases import settings_for
from tests.sample_visit import SampleVisit
from tests.shared_app import close

UPDATES = 100_000
READERS_PAGES = {
    "front": "/live/talks",
    "archive": "/live/talks?page=2500",
    "by topic": "/live/talks?topic=topic-3",
    "archive by topic": "/live/talks?topic=topic-3&page=200",
    "by speaker": "/live/talks?speaker=speaker-3",
    "archive by speaker": "/live/talks?speaker=speaker-3&page=60",
    "by side": "/live/talks?delegation=north",
    "archive by side": "/live/talks?delegation=north&page=500",
    "by stop": "/live/talks?stop=vienna",
    "archive by stop": "/live/talks?stop=vienna&page=500",
    "by stop and kind": "/live/talks?stop=vienna&kind=readout",
    "by all that can be combined": "/live/talks?delegation=north&topic=topic-3&kind=report&lang=en&key=1",
    "by the most frequent kind": "/live/talks?kind=report",
    "by kind": "/live/talks?kind=readout",
    "archive by kind": "/live/talks?kind=readout&page=300",
    "key events": "/live/talks?key=1",
    "archive of key events": "/live/talks?key=1&page=50",
    "by language": "/live/talks?lang=zh",
    "by the most frequent language": "/live/talks?lang=en",
    "embed": "/live/talks/embed",
    "feed": "/live/talks/feed.atom",
    "by topic in a feed": "/live/talks/feed.rss?topic=topic-3",
    "by speaker in a feed": "/live/talks/feed.atom?speaker=speaker-3",
    "by side in a feed": "/live/talks/feed.json?delegation=north",
    "archive of a feed": "/live/talks/feed.json?page=2500",
    "update": "/live/talks/updates/u500",
    "history": "/live/talks/updates/u500/history",
    "corrections": "/live/talks/corrections",
    "archive of corrections": "/live/talks/corrections?page=20",
    "readouts": "/live/talks/readouts",
    "readouts on a topic": "/live/talks/readouts?topic=topic-3",
    "search": "/live/talks/search?q=words+update",
    "search of a word in none": "/live/talks/search?q=nowhere",
    "by kind in a search": "/live/talks/search?q=update&kind=readout",
    "itinerary": "/live/talks/itinerary",
    "people": "/live/talks/people",
    "all visits": "/",
    "since a moment ago": "/live/talks/since/{recent}",
    "since long ago": "/live/talks/since/{old}",
}
SEARCHES = ("", "?page=400", "?q=words+update", "?q=nowhere", "?q=th&kind=report")
SEARCHES += ("?state=draft", "?state=submitted", "?state=scheduled", "?state=withdrawn", "?state=purged")
SEARCHES += ("?state=waiting", "?state=corrected", "?q=editor", "?q=editor+words", "?q=editor+nowhere")
SEARCHES += ("?kind=readout", "?speaker=speaker-3", "?speaker=ada-nord", "?by=reporter@example.org", "?by=An+reporter")
DESK_PAGES = (
    *("/desk", "/desk/visits/talks", "/desk/visits/talks?page=500", "/desk/visits/talks/updates/u500"),
    *("/desk/visits/talks/log", "/desk/visits/talks/log?before=50000.2"),
    *("/desk/visits/talks/numbers", "/desk/visits/talks/numbers?day=2025-12-31"),
    *(f"/desk/visits/talks/search{asked}" for asked in SEARCHES),
)
TALKS = SampleVisit(visit_id=1, admin_id=1, editor_id=2, reporter_id=3)
EDITOR, ADMIN = (TALKS.visit_id, TALKS.editor_id), (TALKS.visit_id, TALKS.admin_id)
ACTS: dict[str, Callable[[], object]] = {
    "publish": lambda: newsroom.updates.publish(*EDITOR, Post("One more."), client_key="a key", asks=True),
    "edit": lambda: TALKS.edit("u501", "Other words.", version=1),
    "withdraw": lambda: TALKS.withdraw("u502"),
    "purge": lambda: newsroom.updates.purge(*ADMIN, "u503", "By law."),
    "pin": lambda: newsroom.updates.pin(*EDITOR, "u504"),
    "mark as a key event": lambda: newsroom.updates.key(*EDITOR, "u505"),
    "set the banner": lambda: newsroom.banner.set_banner(*EDITOR, "Now.", update="u506"),
    "publish what is due": lambda: _set_for_a_time_and_wait(),
    "read the log": lambda: log.after(TALKS.visit_id, UPDATES),
    "sweep": lambda: log.heads([TALKS.visit_id]),
}


def _set_for_a_time_and_wait() -> None:
    newsroom.drafts.save(*EDITOR, Post("In an hour."), state=State.SCHEDULED, due_at=now() + timedelta(hours=1))
    with transaction.as_of(now() + timedelta(hours=2)):
        assert newsroom.schedule.run_due() == 1


@contextmanager
def app_on(url: str, folder: Path) -> Iterator[Flask]:
    """An app for all tests of a module: to make one takes longer than to ask it for a page."""
    app = create_app(settings_for(url, folder))
    yield app
    close(app)


@contextmanager
def knowing_nothing(app: Flask) -> Iterator[None]:
    """The app's context, for a test in which it remembers no page and looks at the log anew."""
    with app.app_context():
        wire().bell.ring(TALKS.visit_id)
        page_cache().clear()
        yield
        db.session.remove()
