"""Folding: the form in which words are compared, so that a reader finds them however they were typed.

Case, accents, vowel marks, widths, quotation marks, hyphens inside words and the points of U.S. are put aside, and so
are the forms that Arabic and Persian keyboards have for one letter. What makes another letter is not: the marks of a
kana, the breve of й.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import regex
from anyascii import anyascii

_MOST_PIECES = 8192

_SHAPES = str.maketrans(
    dict.fromkeys("‐‑‒–−־", "-")
    | dict.fromkeys("ٱ", "ا")
    | dict.fromkeys("ىیۍێېے", "ي")
    | dict.fromkeys("کڪګ", "ك")
    | dict.fromkeys("ةەہھۃۂ", "ه")
    | {"٬": ",", "٫": ".", "—": " ", "―": " "}
)
# Accents; the marks of Hebrew, Arabic and Syriac; and with the tatweel every sign that only changes how others look.
_DROPPED = regex.compile(
    r"[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    r"\u06ea-\u06ed\u0730-\u074a\u08d3-\u08ff\p{Cf}'\"`´‘’‚‛“”„‟«»‹›′″׳״ʹʺʻʼʽʾʿ]+"
)
_CYRILLIC_MARKS = regex.compile(r"(?<=[\p{Cyrillic}--[е]])[\u0306\u0308]", regex.V1)
_LATIN = regex.compile(r"[\p{Latin}--[a-z]]", regex.V1)
_DIGIT = regex.compile(r"[\p{Nd}--[0-9]]", regex.V1)
# What means nothing between its neighbours: a hyphen in a word, the points of an abbreviation, what sets thousands
# apart, and of several blanks all but one.
_THOUSANDS = "|".join(rf"(?<=(?<!\d)\d{{1,3}}(?:{by}\d{{3}}){{0,6}}){by}(?=\d{{3}}(?!\d))" for by in (",", r"\.", " "))
_BETWEEN = regex.compile(
    r"(?<=\w\.?)-+(?=\w)"
    r"|(?<=(?<!\w)(?:\p{L}\.){0,6}\p{L})\.(?=\p{L}(?!\w))|(?<=(?<!\w)(?:\p{L}\.){1,6}\p{L})\."
    rf"|{_THOUSANDS}"
    r"| (?= )"
)


def fold(text: str) -> str:
    """A text as it is compared with others."""
    return _BETWEEN.sub("", "".join(folded for _, folded in pieces(unicodedata.normalize("NFC", text))))


def mapped(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text in NFC folded, and for each character of that where its piece stands in the text."""
    folded, where, at = [], list[tuple[int, int]](), 0
    for piece, form in pieces(text):
        folded.append(form)
        where += [(at, at + len(piece))] * len(form)
        at += len(piece)
    whole = "".join(folded)
    for dropped in reversed([match.span() for match in _BETWEEN.finditer(whole)]):
        del where[slice(*dropped)]
    return _BETWEEN.sub("", whole), where


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text in NFC, piece by piece, each with its folded form: a letter together with the marks that belong to it."""
    if text.isascii():
        yield from ((character, "" if character in "'\"`" else character.lower()) for character in text)
        return
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _is_mark(text[end]):
            yield text[start:end], _folded(text[start:end])
            start = end


@lru_cache(_MOST_PIECES)
def _folded(piece: str) -> str:
    decomposed = unicodedata.normalize("NFKD", piece).casefold().translate(_SHAPES)
    kept = "".join(_CYRILLIC_MARKS.findall(decomposed))
    plain = _LATIN.sub(lambda letter: anyascii(letter[0]).lower(), _DROPPED.sub("", decomposed))
    plain = _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), plain)
    return unicodedata.normalize("NFC", plain + kept)


@lru_cache(_MOST_PIECES)
def _is_mark(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) != 0
