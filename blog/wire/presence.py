"""Who is at a visit's desk, and how many read: a state with a time to live, and never an event."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from flask import Flask, render_template

from blog.languages import ENGLISH
from blog.text.ordering import place_here
from blog.translation import speaking
from blog.wire.bell import Bell
from blog.wire.desk_reader import DeskReader, desk_pages
from blog.wire.frames import Frame
from blog.wire.hub import Hub
from blog.wire.streams import Audience, Stream

# What another process said is forgotten after so long without a word from it; it repeats itself more often.
LIFETIME_SECONDS, REPEAT_SECONDS = 30.0, 10.0
# Whoever saved a text so recently is writing.
WRITING_SECONDS = 15.0


@dataclass
class Person:
    """One account at a desk, however many pages it has open: the updates that they edit, and whether it writes."""

    name: str
    account_id: int
    is_writing: bool = False
    editing: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Report:
    """What one process says of a visit: who is there with pages of its own, and how many readers it has."""

    people: list[dict[str, object]]
    readers: int
    until: float = 0.0


class Presence:
    """Sends open desks who is there, whenever that changes: it is rendered once for each visit and language."""

    def __init__(self, app: Flask, hub: Hub, bell: Bell) -> None:
        self._app, self._hub, self._bell = app, hub, bell
        self._name = secrets.token_hex(8)
        self._wrote: dict[tuple[int, int], tuple[str, float]] = {}
        self._said: dict[int, tuple[str, float]] = {}
        self._elsewhere: dict[tuple[int, str], Report] = {}
        bell.on_told(self._hear)

    def note_writing(self, visit_id: int, account_id: int, name: str) -> None:
        """An account has saved what it is writing, perhaps through another process than the one of its pages."""
        self._wrote[visit_id, account_id] = name, monotonic()

    def names(self, visit_id: int) -> list[str]:
        """Who is at a visit's desk now, on any worker."""
        return sorted({one.name for one in self._everyone(visit_id)}, key=place_here)

    def reading(self, visit_id: int) -> int:
        """How many read a visit now: here, and in the other processes, which tell while one of them has its desk."""
        return sum(report.readers for report in self._all(visit_id, self._report(visit_id, [])))

    def send(self) -> None:
        """Tells the other processes what has changed here, and the desks here what has changed anywhere."""
        self._forget_old()
        pages: dict[int, list[tuple[Stream, DeskReader]]] = {}
        for stream, reader in desk_pages(self._hub):
            if stream.audience is Audience.DESK:
                pages.setdefault(stream.visit_id, []).append((stream, reader))
        followed = {visit_id for (visit_id, _), report in self._elsewhere.items() if report.people}
        for visit_id in {*pages, *self._said, *followed, *(visit_id for visit_id, _ in self._wrote)}:
            report = self._report(visit_id, pages.get(visit_id, []))
            self._tell(visit_id, report)
            if not report.people and visit_id not in followed:
                del self._said[visit_id]
            self._send_to(visit_id, pages.get(visit_id, []), report)

    def editing(self, visit_id: int, public_id: str) -> dict[int, str]:
        """Who has the page open that changes an update, here and in other processes: names by account."""
        return {one.account_id: one.name for one in self._everyone(visit_id) if public_id in one.editing}

    def _everyone(self, visit_id: int) -> Iterator[Person]:
        pages = [(stream, reader) for stream, reader in desk_pages(self._hub) if stream.visit_id == visit_id]
        return _together(self._all(visit_id, self._report(visit_id, pages)))

    def _report(self, visit_id: int, pages: list[tuple[Stream, DeskReader]]) -> Report:
        people: dict[int, Person] = {}
        for stream, reader in pages:
            one = people.setdefault(stream.account_id, Person(reader.name, stream.account_id))
            one.editing |= {reader.editing} - {""}
        for (visit, account_id), (name, _) in self._wrote.items():
            if visit == visit_id:
                people.setdefault(account_id, Person(name, account_id)).is_writing = True
        reading = sum(len(channel.readers) - channel.from_desk for channel in self._hub.of_readers(visit_id))
        as_json = [{**vars(one), "editing": sorted(one.editing)} for _, one in sorted(people.items())]
        return Report(as_json, reading)

    def _tell(self, visit_id: int, report: Report) -> None:
        said, at = self._said.get(visit_id, ("", 0.0))
        text = json.dumps([visit_id, self._name, report.people, report.readers])
        if text != said or monotonic() - at > REPEAT_SECONDS:
            self._bell.tell(text)
            self._said[visit_id] = text, monotonic()

    def _hear(self, text: str) -> None:
        visit_id, name, people, readers = json.loads(text)
        if name != self._name:
            self._elsewhere[visit_id, name] = Report(people, readers, monotonic() + LIFETIME_SECONDS)

    def _forget_old(self) -> None:
        now = monotonic()
        self._elsewhere = {key: report for key, report in self._elsewhere.items() if report.until > now}
        self._wrote = {key: said for key, said in self._wrote.items() if now - said[1] < WRITING_SECONDS}

    def _all(self, visit_id: int, own: Report) -> list[Report]:
        """What every process says of a visit, this one first."""
        return [own, *(report for (visit, _), report in list(self._elsewhere.items()) if visit == visit_id)]

    def _send_to(self, visit_id: int, pages: list[tuple[Stream, DeskReader]], own: Report) -> None:
        reports = self._all(visit_id, own)
        state = json.dumps([[report.people, report.readers] for report in reports])
        behind: dict[str, list[DeskReader]] = {}
        for stream, reader in pages:
            if reader.knows != state and not reader.unsent:
                behind.setdefault(stream.language, []).append(reader)
        for language, readers in behind.items():
            frame = self._frame(language, reports)
            for reader in readers:
                reader.knows = state
                reader.send(frame)

    def _frame(self, language: str, reports: list[Report]) -> Frame:
        reading = sum(report.readers for report in reports)
        with self._app.app_context(), self._app.test_request_context("/desk"), speaking(language or ENGLISH):
            people = sorted(_together(reports), key=lambda one: place_here(one.name))
            html = render_template("desk/_presence.html", people=people, reading=reading)
        return Frame(json.dumps({"presence": html}, ensure_ascii=False, separators=(",", ":")))


def _together(reports: list[Report]) -> Iterator[Person]:
    """Everybody once, with what all their pages do."""
    people: dict[object, Person] = {}
    for report in reports:
        for said in report.people:
            one = people.setdefault(said["account_id"], Person(str(said["name"]), int(str(said["account_id"]))))
            one.is_writing |= bool(said["is_writing"])
            one.editing |= set(map(str, said["editing"]))  # type: ignore[call-overload]
    yield from people.values()
