"""Calendars in the format of RFC 5545. Times are in UTC, which no change of clocks and no date line shifts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//Dateline//Dateline//EN"
ASK_AGAIN = timedelta(minutes=15)
# Control characters, halves of pairs, and what separates lines and paragraphs.
_REFUSED = {"Cc", "Cs", "Zl", "Zp"}


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


def written(name: str, events: Iterable[CalendarEvent]) -> str:
    """A whole calendar, which asks to be fetched again from time to time."""
    import icalendar  # a sixth of a second, for which a worker waits at its first calendar, and no start or command

    calendar = icalendar.Calendar()
    for field, value in (("version", "2.0"), ("prodid", PRODUCT), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(field, value)
    for field in ("name", "x-wr-calname"):
        calendar.add(field, _printable(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(ASK_AGAIN))
    for event in events:
        calendar.add_component(_component(icalendar.Event(), event))
    octets: bytes = calendar.to_ical(sorted=False)
    return octets.decode()


def _component(component: icalendar.Event, event: CalendarEvent) -> icalendar.Event:
    component.add("uid", _printable(event.uid))
    component.add("dtstamp", event.changed_at.astimezone(UTC))
    component.add("last-modified", event.changed_at.astimezone(UTC))
    component.add("sequence", event.sequence)
    component.add("dtstart", event.begins_at.astimezone(UTC))
    if event.ends_at and event.ends_at > event.begins_at:
        component.add("dtend", event.ends_at.astimezone(UTC))
    for field, text in (("summary", event.title), ("location", event.place), ("description", event.about)):
        if text or field == "summary":
            component.add(field, _printable(text))
    if event.url:
        component.add("url", event.url)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    component.add("transp", "OPAQUE" if event.takes_time and not event.is_cancelled else "TRANSPARENT")
    return component


def _printable(text: str) -> str:
    """Without the characters that calendars refuse; what joins, parts or turns letters stays."""
    kept = (each for each in text.replace("\r\n", "\n") if each == "\n" or category(each) not in _REFUSED)
    return "".join(kept)
