"""Where stars and underscores mean emphasis, in scripts that CommonMark's own rule was not made for as well.

CommonMark asks whether a run of stars touches letters, blanks or punctuation, and takes for granted that words have
blanks around them. The amendment for Chinese, Japanese and Korean (github.com/tats-u/markdown-cjk-friendly) is followed
here, and extended to every script but Latin, Greek and Cyrillic. In those three, stars inside a word stay stars.
"""

from __future__ import annotations

import unicodedata

import regex
from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

_WORD = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}0-9]")
_LETTER = regex.compile(r"[\p{L}\p{M}]")
# Selects how the character before it is drawn, and is none itself.
_SELECTOR = regex.compile(r"\p{Variation_Selector}")
_BLANK = regex.compile(r"\s")


class _Characters(StateInline):
    """A text while it is parsed; says of each run of stars or underscores whether it can open or close emphasis."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 — the library calls it
        """Overrides the library's rule for flanking."""
        marker, end = self.src[start], start
        while end < self.posMax and self.src[end] == marker:
            end += 1
        last, following = self._before(start), self.src[end] if end < self.posMax else " "
        opens = not _blank(following) and (not _stops(following) or _lets(last))
        closes = not _blank(last) and (not _stops(last) or _lets(following))
        if marker == "_":
            opens, closes = (
                opens and (not closes or _punctuates(last)),
                closes and (not opens or _punctuates(following)),
            )
        elif marker == "*" and _WORD.match(last) and _WORD.match(following):
            opens, closes = self._inside_a_word(last, following, end, marker * (end - start))
        return Scanned(opens, closes, end - start)

    def _before(self, start: int) -> str:
        """The character before a run, as it is seen."""
        while start > 1 and _SELECTOR.match(self.src[start - 1]):
            start -= 1
        return self.src[start - 1] if start else " "

    def _inside_a_word(self, last: str, following: str, end: int, run: str) -> tuple[bool, bool]:
        """`un**believ**able` is bold; `2*3*4`, `2**10` and `f**k this, f**k that` are what they look like."""
        if len(run) == 1 or (last.isdigit() and following.isdigit()):
            return False, False
        other = self.src.find(run, end, self.posMax)
        return other > 0 and not _BLANK.search(self.src, end, other), True


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Does what the library does, with our characters."""
        state = _Characters(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def set_up(parser: MarkdownIt) -> None:
    """Replaces the parser of what stands inside paragraphs; rules are enabled and added after this."""
    enabled = parser.inline.ruler.get_active_rules(), parser.inline.ruler2.get_active_rules()
    parser.inline = _Inline()
    parser.inline.ruler.enableOnly(enabled[0])
    parser.inline.ruler2.enableOnly(enabled[1])


def _blank(character: str) -> bool:
    return isWhiteSpace(ord(character))


def _punctuates(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFH" and unicodedata.category(character) != "So"


def _stops(character: str) -> bool:
    """Whether it is punctuation that keeps stars from what stands on its other side: any but Chinese and its kin."""
    return _punctuates(character) and not _wide(character)


def _lets(character: str) -> bool:
    """Whether stars between it and punctuation have a meaning."""
    if _blank(character) or _punctuates(character) or _wide(character):
        return True
    return bool(_LETTER.match(character)) and not _WORD.match(character)
