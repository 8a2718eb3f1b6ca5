"""Reads the guidance for a day that press offices send: lines with times, places and what the press may attend.

It guesses, and an editor checks. Every line stays with the event it was read into, so that nothing of it can be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from blog.text.clock import YEARS

MOST_ROWS = 60
# In characters; a longer one is no place.
LONGEST_PLACE = 200
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = "|".join(_MONTHS)
_MONTH = rf"(?P<month>{_NAMES})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_DATES = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}\b(?!\s*[:.]\d){_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+{_MONTH}{_YEAR}", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b"),
    re.compile(r"(?:(?P<year>\d{4})年)?(?P<number>\d{1,2})月(?P<day>\d{1,2})日"),
)
_HOURS = r"(?:hrs|hours|h)\b"
_CLOCK = (
    r"(?:\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?"
    rf"|\d{{4}}(?=\s*{_HOURS}|\s*[-–—]\s*\d{{4}})|noon|midnight)"
)
_SPAN = re.compile(
    rf"(?P<begin>{_CLOCK})(?:\s*{_HOURS})?(?:\s*(?:-|–|—|to|until)\s*(?P<end>{_CLOCK}|\d{{4}}\b)(?:\s*{_HOURS})?)?"
    r"(?:\s*\(?(?:local(?: time)?|lt|(?-i:[A-Z]{2,4}T))\b\)?)?",
    re.IGNORECASE,
)
_STARTS = re.compile(
    rf"\s*(?:[-•*·]\s*)?(?:approx(?:imately|\.)?\s+|at|from|ca\.?|around)?\s*{_SPAN.pattern}", re.IGNORECASE
)
_ACCESS = (
    ("spray", r"\b(?:camera|photo|pool|press|still)?\s*spray\b(?:\s+at\s+the\s+top)?|\bphoto op\w*"),
    ("closed", r"\bclosed(?:\s+(?:to\s+)?(?:the\s+)?press)?\b|\bno press\b"),
    ("pooled", r"\bpool(?:ed)?\b(?:\s+(?:press|coverage|only|spray))?|\bpress pool\b"),
    ("open", r"\bopen(?:\s+(?:to\s+)?(?:the\s+)?(?:press|media|coverage))\b"),
)
_CALL = re.compile(r"\b(?:call time|pre-?set|gather(?:ing)?|assembl\w+|muster|press check-?in|access)\b", re.IGNORECASE)
_NO_PLACE = re.compile(r"^\W*(?:(?:final|for|press|pool|media|photographers|at|in|is|time|by)\b\W*)+", re.IGNORECASE)
_PLACE = re.compile(r"^\s*(?:location|venue|place|where)\s*[::]\s*(?P<place>.+)$", re.IGNORECASE)
_INSIDE = re.compile(r"(?:,?\s+(?:at|in)\s+(?:the\s+)?|\s[–—@]\s*)(?P<place>[A-Z][^,;()]*)$")


@dataclass
class GuidanceRow:
    """One event as far as it could be read; `text` has the lines that it was read from. Times are of its city."""

    text: str
    title: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    access: str = "unannounced"
    call: datetime | None = None
    gathering: str = ""
    _lines: list[str] = field(default_factory=list)


def read(text: str, day: date) -> list[GuidanceRow]:
    """The events of a guidance. `day` is that of lines above which no day stands."""
    rows: list[GuidanceRow] = []
    before: list[str] = []
    # Long gaps would make the patterns try each place in them.
    for line in (" ".join(each.split()) for each in text.splitlines()):
        if not line:
            continue
        starts = _STARTS.match(line)
        if starts is None and (found := _day(line, day)) and not _CALL.search(line):
            day = found
            before.append(line)
        elif starts and not _CALL.search(line) and len(rows) < MOST_ROWS:
            rows.append(_begun(line, starts, day))
            rows[-1]._lines[:0], before = before, []
        elif rows and not before:
            _add(rows[-1], line)
        else:
            before.append(line)
    if before and rows:
        rows[-1]._lines += before
    elif before:
        rows.append(GuidanceRow("", _lines=before))
    for row in rows:
        row.text = "\n".join(row._lines)
    return rows


def _begun(line: str, starts: re.Match[str], day: date) -> GuidanceRow:
    begins = _moment(day, starts["begin"], starts["end"])
    ends = _moment(day, starts["end"]) if starts["end"] else None
    if begins and ends and ends < begins:
        ends += timedelta(days=1)
    row = GuidanceRow("", begins=begins, ends=ends, _lines=[line])
    rest = _with_access(row, line[starts.end() :])
    rest = re.sub(r"\(\s*\)|\[\s*\]", "", rest).strip(" \t-–—:,;.|")
    if found := _INSIDE.search(rest, max(len(rest) - LONGEST_PLACE, 0)):
        row.place, rest = found["place"].strip(" ."), rest[: found.start()]
    row.title = " ".join(rest.split()).strip(" -–—:,;|")
    return row


def _add(row: GuidanceRow, line: str) -> None:
    """Reads a line below the one that an event began with."""
    row._lines.append(line)
    span = _SPAN.search(line)
    if _CALL.search(line):
        if span and row.begins and row.call is None:
            call = _moment(row.begins.date(), span["begin"])
            row.call = call if call and call <= row.begins else None
            rest = (line[: span.start()] + " " + line[span.end() :]) if row.call else line
        else:
            rest = line
        where = _NO_PLACE.sub(" ", _CALL.sub(" ", rest))
        row.gathering = row.gathering or " ".join(where.split()).strip(" -–—:,;.()")
    elif found := _PLACE.match(line):
        row.place = row.place or found["place"].strip(" .")
    elif not row.title:
        row.title = line
    if row.access == "unannounced":
        _with_access(row, line)


def _with_access(row: GuidanceRow, text: str) -> str:
    """Takes the words about the press out of a text."""
    for access, words in _ACCESS:
        if re.search(words, text, re.IGNORECASE):
            row.access = access
            return re.sub(words, "", text, flags=re.IGNORECASE)
    return text


def _day(line: str, known: date) -> date | None:
    for pattern in _DATES:
        if found := pattern.search(line):
            parts = found.groupdict()
            month = int(parts["number"]) if parts.get("number") else _MONTHS.index(parts["month"].lower()[:3]) + 1
            try:
                day = date(int(parts.get("year") or known.year), month, int(parts["day"]))
            except ValueError:
                return None
            return day if day.year in YEARS else None
    return None


def _moment(day: date, text: str, later: str | None = None) -> datetime | None:
    """The time that a text says; the half of the day may stand only at the end of a span: `10:00–11:30 a.m.`."""
    words = text.lower().replace(".m", "m").replace(" ", "")
    if words in ("noon", "midnight"):
        return datetime.combine(day, time(12 if words == "noon" else 0))
    half = next(iter(_halves(words)), "") or (next(iter(_halves((later or "").lower().replace(".m", "m"))), ""))
    digits = re.findall(r"\d+", words)
    hour, minute = (int(digits[0][:2]), int(digits[0][2:])) if len(digits[0]) == 4 else (int(digits[0]), 0)
    if len(digits) > 1:
        minute = int(digits[1])
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return datetime.combine(day, time(hour, minute)) if hour < 24 and minute < 60 else None


def _halves(words: str) -> Iterator[str]:
    yield from re.findall(r"(?<![a-z])[ap]m\b", words.replace(" ", ""))
