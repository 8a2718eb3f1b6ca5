"""Reads the demonstration from TOML and performs it through the newsroom."""

from __future__ import annotations

import secrets
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from blog import newsroom
from blog.demo import pictures
from blog.newsroom.engagements import Plan
from blog.newsroom.errors import Refused
from blog.newsroom.originals import FIELD
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from blog.permissions import SYSTEM, ActorId
from blog.queries import accounts, visits

FILE = Path(__file__).with_name("beijing.toml")
EDITOR = "ruth"
POST_FIELDS = tuple(field.name for field in fields(Post))
PLAN_FIELDS = tuple(field.name for field in fields(Plan))

Entry = dict[str, Any]


@dataclass
class Story:
    """The demonstration's script, and the updates and accounts made from it so far."""

    script: dict[str, Any]
    ids: dict[str, str] = field(default_factory=dict)
    posts: dict[str, Entry] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    authors: dict[str, int] = field(default_factory=dict)
    visit_id: int = 0

    @classmethod
    def read(cls, path: Path = FILE) -> Story:
        return cls(tomllib.loads(path.read_text(encoding="utf-8")))

    @property
    def slug(self) -> str:
        return str(self.script["visit"]["slug"])

    @property
    def timeline(self) -> list[Entry]:
        return list(self.script["timeline"])

    @property
    def editor_email(self) -> str:
        return next(str(author["email"]) for author in self.script["authors"] if author["key"] == EDITOR)

    def open(self) -> None:
        """Opens the visit with its stops, people and topics, and adds its authors' accounts."""
        for author in self.script["authors"]:
            self.authors[author["key"]] = _account(author)
        with as_of(self.timeline[0]["at"]):
            head = {name: self.script["visit"][name] for name in ("title", "summary", "notice", "lang")}
            self.visit_id = visits.id_of(self.slug) or newsroom.visits.open_visit(self.slug, by_id=SYSTEM, **head)
            for stop in self.script["stops"]:
                newsroom.itinerary.add_stop(self.visit_id, SYSTEM, **stop)
            for delegation in self.script["delegations"]:
                newsroom.people.add_delegation(self.visit_id, SYSTEM, **delegation)
            for speaker in self.script["speakers"]:
                self._add_speaker(speaker)
            for topic in self.script["topics"]:
                newsroom.people.add_topic(self.visit_id, SYSTEM, **topic)

    def _add_speaker(self, speaker: Entry) -> None:
        given = {name: value for name, value in speaker.items() if name != "portrait"}
        key = newsroom.people.add_speaker(self.visit_id, SYSTEM, **given)
        if "portrait" in speaker:
            newsroom.portraits.portray(self.visit_id, SYSTEM, key, self._add_picture(SYSTEM, speaker["portrait"]))

    def perform(self, entry: Entry) -> str:
        """Performs one entry of the timeline at its own time, and returns a line for the terminal."""
        with as_of(entry["at"]):
            getattr(self, "_" + entry["do"].replace("-", "_"))(entry)
        what = entry.get("headline") or entry.get("text") or entry.get("ref") or entry.get("status") or ""
        return f"{entry['at']:%d %b %H.%M}  {entry['do']:<12} {what}".rstrip()

    def _by(self, entry: Entry) -> int:
        return self.authors[entry.get("author", EDITOR)]

    def _publish(self, entry: Entry) -> None:
        ref, post = entry["ref"], _post_fields(entry)
        if FIELD in post:
            post[FIELD] = self.ids[post[FIELD]]
        if "pictures" in entry:
            post["media"] = [self._add_picture(self._by(entry), picture) for picture in entry["pictures"]]
        self.ids[ref] = newsroom.updates.publish(self.visit_id, self._by(entry), Post(**post))
        self.posts[ref], self.versions[ref] = post, 1

    def _add_picture(self, by_id: ActorId, picture: Entry) -> str:
        fields: dict[str, str] = {name: picture[name] for name in ("alt", "caption", "credit") if name in picture}
        drawn = pictures.draw(picture["drawing"])
        return newsroom.media.add_file(self.visit_id, by_id, drawn, f"{picture['drawing']}.webp", fields).public_id

    def _edit(self, entry: Entry) -> None:
        ref = entry["ref"]
        self.posts[ref] |= _post_fields(entry)
        self.versions[ref] = newsroom.updates.edit(
            self.visit_id,
            self._by(entry),
            self.ids[ref],
            Post(**self.posts[ref]),
            version=self.versions[ref],
            reason=entry["change"],
            note_text=entry.get("note", ""),
        )

    def _withdraw(self, entry: Entry) -> None:
        newsroom.updates.withdraw(self.visit_id, self._by(entry), self.ids[entry["ref"]], entry["note"])

    def _pin(self, entry: Entry) -> None:
        newsroom.updates.pin(self.visit_id, self._by(entry), self.ids[entry["ref"]])

    def _unpin(self, entry: Entry) -> None:
        newsroom.updates.unpin(self.visit_id, self._by(entry), self.ids[entry["ref"]])

    def _key(self, entry: Entry) -> None:
        self.posts[entry["ref"]]["key"] = True
        newsroom.updates.key(self.visit_id, self._by(entry), self.ids[entry["ref"]])

    def _unkey(self, entry: Entry) -> None:
        self.posts[entry["ref"]]["key"] = False
        newsroom.updates.unkey(self.visit_id, self._by(entry), self.ids[entry["ref"]])

    def _mark(self, entry: Entry) -> None:
        marks = {str(number): topics for number, topics in enumerate(entry["passages"], 1)}
        newsroom.marking.mark(
            self.visit_id, self._by(entry), self.ids[entry["ref"]], marks, is_complete=entry.get("complete", False)
        )

    def _banner(self, entry: Entry) -> None:
        target = self.ids[entry["ref"]] if "ref" in entry else ""
        newsroom.banner.set_banner(self.visit_id, self._by(entry), entry["text"], level=entry["level"], update=target)

    def _clear_banner(self, entry: Entry) -> None:
        newsroom.banner.clear_banner(self.visit_id, self._by(entry))

    def _status(self, entry: Entry) -> None:
        newsroom.visits.set_status(self.visit_id, self._by(entry), entry["status"])

    def _sum_up(self, entry: Entry) -> None:
        newsroom.visits.sum_up(self.visit_id, self._by(entry), entry["body"])

    def _plan(self, entry: Entry) -> None:
        given = {name: entry[name] for name in PLAN_FIELDS if name in entry}
        given |= {"covered_by": [self.authors[each] for each in entry.get("covered_by", ())]}
        self.ids[entry["ref"]] = newsroom.engagements.plan(self.visit_id, self._by(entry), entry["stop"], Plan(**given))

    def _reschedule(self, entry: Entry) -> None:
        key, begins_at = self.ids[entry["ref"]], entry["begins_at"]
        newsroom.engagements.reschedule(self.visit_id, self._by(entry), key, begins_at, entry.get("ends_at"))

    def _begin(self, entry: Entry) -> None:
        newsroom.engagements.begin(self.visit_id, self._by(entry), self.ids[entry["ref"]])

    def _finish(self, entry: Entry) -> None:
        newsroom.engagements.finish(self.visit_id, self._by(entry), self.ids[entry["ref"]])

    def _stop_actual(self, entry: Entry) -> None:
        if "arrived_at" in entry:
            newsroom.itinerary.arrive(self.visit_id, self._by(entry), entry["key"], entry["arrived_at"])
        if "left_at" in entry:
            newsroom.itinerary.leave(self.visit_id, self._by(entry), entry["key"], entry["left_at"])


def _post_fields(entry: Entry) -> Entry:
    """The fields of a post, as a reporter would type them."""
    given = {name: entry[name] for name in POST_FIELDS if name in entry}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in given.items()}


def _account(author: dict[str, str]) -> int:
    """The id of an author's account, added with a random password if it is missing."""
    role = "editor" if author["key"] == EDITOR else "reporter"
    with suppress(Refused):
        return newsroom.reporters.add(
            author["email"], name=author["name"], role=role, password=secrets.token_urlsafe(24)
        )
    account = accounts.by_email(author["email"])
    assert account is not None
    return account.id
