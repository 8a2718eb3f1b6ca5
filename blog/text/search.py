"""Parses search queries (words and "quoted phrases") and highlights their matches in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from blog.text.folding import fold, mapped
from blog.text.graphemes import floor
from blog.translation import _, ngettext

MAX_QUERY_CHARACTERS = 200
MAX_QUERY_TERMS = 10
PASSAGE_CHARACTERS = 260
BEFORE_CHARACTERS = 60

_TERM = re.compile(r'"([^"]*)"?|([^\s"、。，；：！？،؛؟]+)')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# A hyphen at the end of a word that is still being typed.
_UNFINISHED = re.compile(r"(?<=\w)-+$")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»״＂", '"'))
# In Hebrew it marks an abbreviation as well, and most keyboards have no other sign for that: ארה"ב.
_GERSHAYIM = re.compile(r"(?<=[\u05d0-\u05ea])[\"״”](?=[\u05d0-\u05ea])")
_EDGES = ".,;:!?()[]{}<>（）【】〔〕《》「」『』…۔·・"

Span = tuple[int, int]
# Parts of a text, each with whether it is a match.
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Query:
    """A search as typed and its folded terms. `problem` says why the query cannot be run; empty if it can."""

    typed: str
    terms: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_too_long(self) -> bool:
        return bool(self.problem) and not self.terms and len(self.typed) > MAX_QUERY_CHARACTERS


def parse(typed: str) -> Query:
    """Parses a query. Results must contain every word, and quoted phrases exactly."""
    typed = " ".join(_CONTROL.sub(" ", typed).split())
    if len(typed) > MAX_QUERY_CHARACTERS:
        over = len(typed) - MAX_QUERY_CHARACTERS
        return Query(
            typed,
            problem=ngettext(
                "%(num)s character too long (maximum %(most)s).",
                "%(num)s characters too long (maximum %(most)s).",
                over,
                most=MAX_QUERY_CHARACTERS,
            ),
        )
    quoted = _GERSHAYIM.sub("", typed).translate(_QUOTES)
    found = [phrase or _UNFINISHED.sub("", word.strip(_EDGES)) for phrase, word in _TERM.findall(quoted)]
    terms = tuple(dict.fromkeys(term for each in found if (term := " ".join(fold(each).split()))))
    if len(terms) > MAX_QUERY_TERMS:
        sentence = _(
            "Too many words: %(count)s (maximum %(most)s). Leave some out.", count=len(terms), most=MAX_QUERY_TERMS
        )
        return Query(typed, problem=sentence)
    if typed and not any(_is_enough(term) for term in terms):
        return Query(typed, problem=_("Too short. Type a word of at least two letters."))
    return Query(typed, terms)


def searchable(*texts: str) -> str:
    """Joins and folds plain texts for the search index. No term can match across two of them."""
    return "\n".join(fold(text) for text in texts if text)


def spans(text: str, terms: Sequence[str]) -> list[Span]:
    """The spans of all matches in a text in NFC, in order and merged where they overlap."""
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
    """The whole text in parts, matches separated."""
    text = unicodedata.normalize("NFC", text)
    return _cut(text, spans(text, terms), 0, len(text))


def passage(text: str, terms: Sequence[str], most: int = PASSAGE_CHARACTERS) -> Pieces:
    """The passage with the most matches, cut at word boundaries."""
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


def matching(texts: Sequence[str], terms: Sequence[str]) -> list[Pieces]:
    """Those of several texts that have a match, each at its best passage."""
    found = dict.fromkeys(unicodedata.normalize("NFC", text) for text in texts)
    return [passage(text, terms) for text in found if spans(text, terms)]


def _is_enough(term: str) -> bool:
    """Whether a term has two letters, or one full-width character, which can be a whole word (Chinese)."""
    return len(term) > 1 or unicodedata.east_asian_width(term) in "WF"


def _beginning(text: str, hits: Sequence[Span], most: int) -> int:
    """The start of the earliest passage with the most hits."""
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
