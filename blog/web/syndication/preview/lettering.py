"""Sets text in the site's fonts, each of which is split into several files by letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from PIL.ImageDraw import ImageDraw
from PIL.ImageFont import FreeTypeFont, truetype

from blog.settings import ROOT
from blog.text.graphemes import without_last

SERIF, SANS = "Dateline Serif", "Dateline Sans"
ELLIPSIS = "…"
# Hyphens that neither family has.
_HYPHENS = str.maketrans("\u2010\u2011", "--")
# The style sheet already says which letters are in which file.
_SHEET = ROOT / "static" / "css" / "fonts.css"
_FACE = re.compile(
    r"font-family: '(?P<family>Dateline \w+)';\s+src: url\('\.\./(?P<file>fonts/[\w-]+\.woff2)'\)[^}]+?"
    r"font-weight: (?P<weight>[\d ]+);[^}]+?unicode-range:\s+(?P<letters>[^;]+);"
)


@dataclass(frozen=True)
class Part:
    """An upright font file and the letters in it."""

    file: str
    varies: bool
    letters: frozenset[int]


class Face:
    """A family in one weight and size, in pixels."""

    def __init__(self, family: str, weight: int, size: int) -> None:
        self.size = size
        self._fonts = [(part.letters, _font(part, weight, size)) for part in parts(family)]

    def length(self, text: str) -> float:
        """The width of a text in pixels."""
        return sum(font.getlength(run) for font, run in self._runs(text))

    def draw(self, on: ImageDraw, left: float, baseline: float, text: str, colour: str) -> float:
        """Draws a text whose letters are all in the family; returns its right edge."""
        for font, run in self._runs(text):
            on.text((left, baseline), run, colour, font, anchor="ls")
            left += font.getlength(run)
        return left

    def _runs(self, text: str) -> Iterator[tuple[FreeTypeFont, str]]:
        """Splits a text where the next letter is in another file."""
        for font, letters in groupby(text, self._of):
            yield font, "".join(letters)

    def _of(self, letter: str) -> FreeTypeFont:
        return next((font for letters, font in self._fonts if ord(letter) in letters), self._fonts[0][1])


@lru_cache(maxsize=64)
def face(family: str, weight: int, size: int) -> Face:
    """A cached face."""
    return Face(family, weight, size)


def read() -> None:
    """Loads the lists of letters of both families."""
    for family in (SERIF, SANS):
        parts(family)


@cache
def parts(family: str) -> Sequence[Part]:
    """The files of a family, the most common letters first."""
    found = [match for match in _FACE.finditer(_SHEET.read_text(encoding="utf-8")) if match["family"] == family]
    return [Part(match["file"], " " in match["weight"], _letters(match["letters"])) for match in found]


def legible(text: str) -> str:
    """The text in letters that our fonts have, or nothing where one is missing: no text is better than empty boxes.

    Emoji and other signs are dropped, and accents on letters that the fonts lack.
    """
    written = []
    for sign in unicodedata.normalize("NFC", text.translate(_HYPHENS)):
        bare = unicodedata.normalize("NFD", sign)[0]
        if sign.isspace():
            written.append(" ")
        elif _has(sign) or _has(bare):
            written.append(sign if _has(sign) else bare)
        elif unicodedata.category(sign)[0] in "LN":
            return ""
    return " ".join("".join(written).split())


def fitted(text: str, face: Face, width: float, most: int) -> list[str] | None:
    """Breaks a text into as few lines as possible, evenly filled; None when it needs more than `most`."""
    words = [(word, face.length(word)) for word in text.split()]
    space = face.length(" ")
    lines = _filled(words, space, width)
    if len(lines) > most or any(length > width for _, length in words):
        return None
    narrow, wide = width / 2, width
    while wide - narrow > face.size / 8:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if len(_filled(words, space, middle)) == len(lines) else (middle, wide)
    even = _filled(words, space, wide)
    return even if all(face.length(line) <= width for line in even) else lines


def cut(text: str, face: Face, width: float, most: int) -> list[str]:
    """Breaks a text into at most `most` lines, with an ellipsis where it is cut."""
    if lines := fitted(text, face, width, most):
        return lines
    words = text.split()
    while words:
        words.pop()
        if lines := fitted(" ".join(words).rstrip(" ,;:.–—") + ELLIPSIS, face, width, most):
            return lines
    letters = text
    while letters and face.length(letters + ELLIPSIS) > width:
        letters = without_last(letters)
    return [letters + ELLIPSIS]


def _filled(words: Sequence[tuple[str, float]], space: float, width: float) -> list[str]:
    lines: list[list[str]] = []
    left = 0.0
    for word, length in words:
        if lines and left + space + length <= width:
            lines[-1].append(word)
            left += space + length
        else:
            lines.append([word])
            left = length
    return [" ".join(line) for line in lines]


def _has(sign: str) -> bool:
    return all(any(ord(sign) in part.letters for part in parts(family)) for family in (SERIF, SANS))


def _font(part: Part, weight: int, size: int) -> FreeTypeFont:
    font = truetype(ROOT / "static" / part.file, size)
    if part.varies:
        font.set_variation_by_axes([weight])
    return font


def _letters(ranges: str) -> frozenset[int]:
    """The code points of a `unicode-range`."""
    found: set[int] = set()
    for given in ranges.replace("U+", "").split(","):
        first, _, last = given.strip().partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)
