"""Finds cities by the beginning of any of their names, in any language, in a file read at the first question."""

from __future__ import annotations

import gzip
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import regex

FILE = Path(__file__).with_name("cities.tsv.gz")
LONGEST_QUERY = 60

# Accents, and the apostrophes of transliterations.
_DROPPED = re.compile(r"[\u0300-\u036f'’ʼ`´]")

_LATIN, _ANY = regex.compile(r"\p{Latin}"), regex.compile("")
# The letters of the languages that are not written in Latin ones.
_LETTERS = {
    "zh": regex.compile(r"\p{Han}"),
    "ja": regex.compile(r"\p{Han}|\p{Hiragana}|\p{Katakana}"),
    "ar": regex.compile(r"\p{Arabic}"),
    "ru": regex.compile(r"\p{Cyrillic}"),
}


@dataclass(frozen=True)
class City:
    """A city: its name in English, the name that was looked for, its country in English, and its IANA time zone."""

    name: str
    found_as: str
    country: str
    zone: str

    @property
    def place(self) -> str:
        """What tells it from others of its name."""
        return f"{self.zone}|{self.country}"

    @property
    def label(self) -> str:
        return f"{self.found_as}, {self.country}"

    def fields(self, name: str = "city") -> dict[str, Any]:
        """What a form that asks for a city holds of it; `name` is the field of the city itself."""
        return {name: self.name, "country": self.country, "zone": self.zone}

    def name_in(self, lang: str) -> str:
        """The name that was looked for if this language is written in its letters; otherwise the English one."""
        letters = _LETTERS.get(lang, _LATIN if lang else _ANY)
        return self.found_as if letters.search(self.found_as) else self.name


def find(text: str, most: int = 8) -> list[City]:
    """The largest cities with a name that begins so; those called exactly so come first, spelt as asked for."""
    asked = " ".join(text[:LONGEST_QUERY].split())
    wanted = folded(asked)
    if not wanted or (len(wanted) == 1 and wanted.isascii()):
        return []
    cities = _cities()
    lines = dict[int, City]()
    for end in ("\t", ""):
        for line, number in cities.matches(f"\t{wanted}{end}".encode()):
            lines.setdefault(line, cities.city(line, number, asked if end else ""))
            if len(lines) == most:
                return list(lines.values())
    return list(lines.values())


def folded(text: str) -> str:
    """A name as it is compared: without case, accents and hyphens."""
    return _DROPPED.sub("", unicodedata.normalize("NFKD", text)).casefold().replace("-", " ")


class _Cities:
    """The file and its folded form, each in one piece: as rows of strings they would take ten times the memory.

    A line is `zone|country`, then the names, each between tabs. Lines and tabs are the same in both.
    """

    def __init__(self, text: str) -> None:
        self._text, self._folded = text.encode(), folded(text).encode()
        self._starts, self._folded_starts = _line_starts(self._text), _line_starts(self._folded)

    def matches(self, wanted: bytes) -> Iterator[tuple[int, int]]:
        """The number of each line with a name that begins so, and which of its names that is."""
        at = self._folded.find(wanted)
        while at >= 0:
            line = bisect_right(self._folded_starts, at) - 1
            yield line, self._folded.count(b"\t", self._folded_starts[line], at + 1)
            at = self._folded.find(wanted, self._folded_starts[line + 1])

    def city(self, line: int, number: int, asked: str) -> City:
        """`asked` is the whole name as somebody typed it, or empty."""
        place, *names = self._text[self._starts[line] : self._starts[line + 1]].decode().rstrip("\t\n").split("\t")
        zone, _, country = place.partition("|")
        known = names[number - 1]
        found_as = known if not asked or known.casefold() == asked.casefold() else asked
        return City(names[0], found_as, country, zone)


def _line_starts(text: bytes) -> array[int]:
    return array("I", [0, *(match.end() for match in re.finditer(b"\n", text))])


@cache
def _cities() -> _Cities:
    return _Cities(gzip.decompress(FILE.read_bytes()).decode())
