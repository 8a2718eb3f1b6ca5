"""The titles that a person has had: from which day, in which language, and as which side styles them.

They are kept as lines, `2010-03-04 | en | Spokesman`, with the key of a side at the end where only it styles so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from blog.text.cleaning import one_line
from blog.text.tags import are_one_language, is_language
from blog.text.visible import is_blank

_BAR = "|"


@dataclass(frozen=True)
class Title:
    """One title; `by` is the key of the side that styles it so, empty for the person's own."""

    since: date
    lang: str
    title: str
    by: str = ""

    def __str__(self) -> str:
        parts = (self.since.isoformat(), self.lang, self.title, self.by)
        return f" {_BAR} ".join(filter(None, parts))


class NoTitle(ValueError):
    """A line is no title; `str()` is the line."""


def read(lines: str) -> list[Title]:
    """The titles of these lines, in the order of their days. Raises NoTitle."""
    return sorted((_title(line) for line in lines.splitlines() if not is_blank(line)), key=lambda dated: dated.since)


def written(titles: Iterable[Title]) -> str:
    """The lines of these titles."""
    return "\n".join(map(str, titles))


def on(titles: Sequence[Title], day: date, lang: str, side: str) -> str:
    """The title of a day in a language, as the person's own side styles it; empty where none is known."""
    styled = (dated for dated in titles if dated.by in ("", side) and are_one_language(dated.lang, lang))
    known = [dated for dated in styled if dated.since <= day]
    return known[-1].title if known else ""


def listed(titles: Sequence[Title], current: str, lang: str) -> list[tuple[Title, bool]]:
    """The titles to list beside the current one, which is in `lang`; each with whether its day tells of a change."""
    counts = Counter(dated.lang for dated in titles) + Counter([lang])
    told = ((dated, counts[dated.lang] > 1) for dated in titles)
    return [(dated, has_day) for dated, has_day in told if counts[dated.lang] > 2 or dated.title != current]


def _title(line: str) -> Title:
    parts = [one_line(part) for part in line.split(_BAR)]
    if not 3 <= len(parts) <= 4 or not is_language(parts[1]) or is_blank(parts[2]):
        raise NoTitle(one_line(line))
    try:
        since = date.fromisoformat(parts[0])
    except ValueError:
        raise NoTitle(one_line(line)) from None
    return Title(since, parts[1], parts[2], parts[3] if len(parts) == 4 else "")
