"""What a reader looks for: a line of words and "quoted phrases" taken apart, and found again in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from blog.text.folding import fold, mapped
from blog.text.graphemes import floor

QUERY_CHARACTERS = 200
QUERY_TERMS = 10
PASSAGE_CHARACTERS = 260
BEFORE_CHARACTERS = 60

_TERM = re.compile(r'"([^"]*)"?|([^\s"、。]+)')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# A word that is still being typed.
_UNFINISHED = re.compile(r"(?<=\w)-+$")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»״＂", '"'))
_EDGES = ".,;:!?()[]{}<>《》「」『』…"

Span = tuple[int, int]
# A part of a text, and whether it is what was looked for.
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Query:
    """What was typed, and its terms, folded. `problem` is a sentence when it cannot be looked for."""

    typed: str
    terms: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_too_long(self) -> bool:
        return bool(self.problem) and not self.terms and len(self.typed) > QUERY_CHARACTERS


def parse(typed: str) -> Query:
    """Takes a line apart: every word has to be in what is found, and a quoted phrase as it stands."""
    typed = " ".join(_CONTROL.sub(" ", typed).split())
    if len(typed) > QUERY_CHARACTERS:
        over = len(typed) - QUERY_CHARACTERS
        return Query(typed, (), f"This is {over:,} characters too long: {QUERY_CHARACTERS} are the most.")
    found = [
        phrase or _UNFINISHED.sub("", word.strip(_EDGES)) for phrase, word in _TERM.findall(typed.translate(_QUOTES))
    ]
    terms = tuple(dict.fromkeys(term for each in found if (term := " ".join(fold(each).split()))))
    if len(terms) > QUERY_TERMS:
        return Query(typed, (), f"These are {len(terms)} words: {QUERY_TERMS} are the most. Leave some out.")
    if typed and not any(_is_enough(term) for term in terms):
        return Query(typed, (), "This is too short to look for. Type a word of two letters or more.")
    return Query(typed, terms)


def searchable(*texts: str) -> str:
    """Plain texts, folded, as the database looks through them. No term reaches from one into the next."""
    return "\n".join(fold(text) for text in texts if text)


def spans(text: str, terms: Sequence[str]) -> list[Span]:
    """Where the terms stand in a text in NFC, in order and without overlap."""
    folded, where = mapped(text)
    found = [match.span() for term in terms for match in re.finditer(re.escape(term), folded)]
    hits = sorted((where[first][0], where[last - 1][1]) for first, last in found)
    merged: list[Span] = []
    for start, end in hits:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, terms: Sequence[str]) -> Pieces:
    """All of a text, with what was looked for set apart."""
    text = unicodedata.normalize("NFC", text)
    return _cut(text, spans(text, terms), 0, len(text))


def passage(text: str, terms: Sequence[str], most: int = PASSAGE_CHARACTERS) -> Pieces:
    """The part of a text in which most of what was looked for stands; cut between words."""
    text = unicodedata.normalize("NFC", text)
    hits = spans(text, terms)
    start = _beginning(text, hits, most)
    end = _word_end(text, start + most)
    cut = _cut(text, hits, start, end)
    if start > 0:
        cut.insert(0, ("… ", False))
    if end < len(text):
        cut.append((" …", False))
    return cut


def _is_enough(term: str) -> bool:
    """Two letters; one is a word only where each is written as wide as two, as in Chinese."""
    return len(term) > 1 or unicodedata.east_asian_width(term) in "WF"


def _beginning(text: str, hits: Sequence[Span], most: int) -> int:
    """Where a passage begins that shows the most hits; the earliest of those."""
    if len(text) <= most or not hits:
        return 0
    reach = most - 2 * BEFORE_CHARACTERS
    best = max(hits, key=lambda hit: (sum(hit[0] <= start < hit[0] + reach for start, _ in hits), -hit[0]))[0]
    begin = max(0, min(best - BEFORE_CHARACTERS, len(text) - most))
    space = text.find(" ", begin, best)
    return floor(text, begin) if begin == 0 or space < 0 else space + 1


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", end - BEFORE_CHARACTERS // 2, end)
    return floor(text, end) if space < 0 else space


def _cut(text: str, hits: Sequence[Span], start: int, end: int) -> Pieces:
    cut: Pieces = []
    for first, last in hits:
        if last <= start or first >= end:
            continue
        cut += [(text[start:first], False), (text[max(first, start) : min(last, end)], True)]
        start = last
    return [piece for piece in [*cut, (text[start:end], False)] if piece[0]]
