"""Writes calendars in the format of RFC 5545. Times are in UTC, which no change of clocks and no date line shifts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

PRODUCT = "-//Dateline//Dateline//EN"
LINE_OCTETS = 75


@dataclass(frozen=True)
class CalendarEvent:
    """One event. `uid` stays the same, and `sequence` rises, when it is changed."""

    uid: str
    sequence: int
    changed_at: datetime
    begins_at: datetime
    ends_at: datetime | None
    title: str
    place: str = ""
    about: str = ""
    url: str = ""
    is_cancelled: bool = False
    takes_time: bool = True


def written(name: str, events: Iterable[CalendarEvent], *, method: str = "PUBLISH") -> str:
    """A whole calendar, with lines as the format wants them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M"]
    for event in events:
        lines += _lines(event)
    return "".join(part for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _lines(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_moment(event.changed_at)}"
    yield f"LAST-MODIFIED:{_moment(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{_moment(event.begins_at)}"
    if event.ends_at and event.ends_at > event.begins_at:
        yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SUMMARY:{_text(event.title)}"
    yield from (f"{name}:{_text(value)}" for name, value in _texts(event) if value)
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield f"TRANSP:{'OPAQUE' if event.takes_time and not event.is_cancelled else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _texts(event: CalendarEvent) -> Iterator[tuple[str, str]]:
    yield "LOCATION", event.place
    yield "DESCRIPTION", event.about


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    shown = "".join(each for each in escaped.replace("\r\n", "\n") if each == "\n" or each.isprintable())
    return shown.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, none of which ends within a character."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE_OCTETS:
            yield f"{piece}\r\n"
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    yield f"{piece}\r\n"
