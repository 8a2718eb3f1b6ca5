"""Normalises text for search (folding), so that different spellings of the same word match.

Folding ignores case, accents, vowel marks, width, quotation marks and the brackets that stand for them, the points
between the parts of a foreign name, hyphens inside words, the points of U.S., the variants that Arabic and Persian
keyboards have of one letter, and whether Chinese is traditional or simplified. It keeps marks that make a different
letter: those of kana, the breve of й.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import regex
from anyascii import anyascii

from blog.text.han import simplified

_CACHE_SIZE = 8192

_SHAPES = (
    str.maketrans(
        dict.fromkeys("‐‑‒–−־", "-")
        | dict.fromkeys("ٱ", "ا")
        | dict.fromkeys("ىیۍێېے", "ي")
        | dict.fromkeys("کڪګ", "ك")
        | dict.fromkeys("ةەہھۃۂ", "ه")
        | {"٬": ",", "٫": ".", "—": " ", "―": " "}
    )
    | simplified()
)
# Accents; the marks of Hebrew, Arabic and Syriac; tatweel and format characters; quotation marks; points in names.
_DROPPED = regex.compile(
    r"[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    r"\u06ea-\u06ed\u0730-\u074a\u08d3-\u08ff\p{Cf}'\"`´‘’‚‛“”„‟«»‹›′″׳״ʹʺʻʼʽʾʿ「」『』《》〈〉·‧・]+"
)
_CYRILLIC_MARKS = regex.compile(r"(?<=[\p{Cyrillic}--[е]])[\u0306\u0308]", regex.V1)
_LATIN = regex.compile(r"[\p{Latin}--[a-z]]", regex.V1)
# Of the newest digits Python does not know the value yet: they are looked for as they are.
_DIGIT = regex.compile(r"[\p{Nd}--[0-9]]", regex.V1)
# Dropped depending on the context: hyphens inside words, the points of abbreviations, thousands separators, repeated
# spaces.
_THOUSANDS = "|".join(rf"(?<=(?<!\d)\d{{1,3}}(?:{by}\d{{3}}){{0,6}}){by}(?=\d{{3}}(?!\d))" for by in (",", r"\.", " "))
_BETWEEN = regex.compile(
    r"(?<=\w\.?)-+(?=\w)"
    r"|(?<=(?<!\w)(?:\p{L}\.){0,6}\p{L})\.(?=\p{L}(?!\w))|(?<=(?<!\w)(?:\p{L}\.){1,6}\p{L})\."
    rf"|{_THOUSANDS}"
    r"| (?= )"
)


def fold(text: str) -> str:
    """The folded form of a text."""
    return _BETWEEN.sub("", "".join(folded for _, folded in pieces(unicodedata.normalize("NFC", text))))


def mapped(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Folds a text in NFC; returns it with the span in the original for each folded character."""
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
    """Splits a text in NFC into letters with their combining marks, each with its folded form."""
    if text.isascii():
        yield from ((character, "" if character in "'\"`" else character.lower()) for character in text)
        return
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _is_mark(text[end]):
            yield text[start:end], _folded(text[start:end])
            start = end


@lru_cache(_CACHE_SIZE)
def _folded(piece: str) -> str:
    decomposed = unicodedata.normalize("NFKD", piece).casefold().translate(_SHAPES)
    kept = "".join(_CYRILLIC_MARKS.findall(decomposed))
    plain = _LATIN.sub(lambda letter: anyascii(letter[0]).lower(), _DROPPED.sub("", decomposed))
    plain = _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0], digit[0])), plain)
    return unicodedata.normalize("NFC", plain + kept)


@lru_cache(_CACHE_SIZE)
def _is_mark(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) != 0
