"""A small visit for tests to write about, created through the newsroom."""

from __future__ import annotations

from dataclasses import dataclass

from blog import newsroom
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import accounts
from blog.wire import log
from blog.wire.service import wire
from blog.wire.streams import Stream

PASSWORD = "a plain long password"


@dataclass
class SampleVisit:
    """A live visit: stops vienna (now) and tokyo, sides north and south, one speaker each, topics trade and borders."""

    visit_id: int
    admin_id: int
    editor_id: int
    reporter_id: int
    slug: str = "talks"
    admin_email: str = "admin@example.org"
    editor_email: str = "editor@example.org"
    reporter_email: str = "reporter@example.org"

    @classmethod
    def open(cls, slug: str = "talks") -> SampleVisit:
        """Opens the visit; the accounts are made with the first visit and belong to every one."""
        visit_id = newsroom.visits.open_visit(
            slug, title="Talks in Vienna", summary="Two sides, one table.", by_id=SYSTEM
        )
        people = {role: _account(role) for role in ("admin", "editor", "reporter")}
        newsroom.itinerary.add_stop(visit_id, SYSTEM, "Vienna", zone="Europe/Vienna", country="Austria")
        newsroom.itinerary.add_stop(visit_id, SYSTEM, "Tokyo", zone="Asia/Tokyo", country="Japan")
        newsroom.itinerary.arrive(visit_id, SYSTEM, "vienna")
        for name, speaker in (("North", "Ada Nord"), ("South", "Sam Sud")):
            newsroom.people.add_delegation(visit_id, SYSTEM, name)
            newsroom.people.add_speaker(visit_id, SYSTEM, speaker, title="Spokesperson", delegation=name.lower())
        for topic in ("Trade", "Borders"):
            newsroom.people.add_topic(visit_id, SYSTEM, topic)
        newsroom.visits.set_status(visit_id, SYSTEM, "live")
        return cls(visit_id, people["admin"], people["editor"], people["reporter"], slug)

    def publish(self, body: str = "The delegations have met.", **fields: object) -> str:
        """Publishes as the reporter; returns the public id."""
        return newsroom.updates.publish(self.visit_id, self.reporter_id, Post(body, **fields))  # type: ignore[arg-type]

    def edit(self, public_id: str, body: str, *, version: int, reason: str = "update", note: str = "") -> int:
        return newsroom.updates.edit(
            self.visit_id, self.editor_id, public_id, Post(body), version=version, reason=reason, note_text=note
        )

    def withdraw(self, public_id: str, note: str = "It was wrong.") -> None:
        newsroom.updates.withdraw(self.visit_id, self.editor_id, public_id, note)

    def replay(self, cursor: str, *, is_framed: bool = False, language: str = "") -> str | None:
        """What the socket sends to a page at a cursor that the log can serve; None when nothing is new.

        `is_framed` says that the page is in a frame on another site, `language` is one that is not the visit's own.
        """
        after, head = log.parse(cursor), log.head(self.visit_id)
        assert after
        assert head
        message = wire().replay.since(Stream(self.visit_id, language=language), after, head, is_newest=True)
        return message.text_for(is_framed) if message else None


def _account(role: str) -> int:
    email = f"{role}@example.org"
    if known := accounts.by_email(email):
        return known.id
    return newsroom.reporters.add(email, name=f"An {role}", role=role, password=PASSWORD)
