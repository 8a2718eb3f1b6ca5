"""Emphasis by asterisks and underscores that also works in scripts without spaces between words.

CommonMark's flanking rules assume spaces around words. This follows the amendment for Chinese, Japanese and Korean
(github.com/tats-u/markdown-cjk-friendly) and extends it to every script but Latin, Greek and Cyrillic. In those three,
an asterisk inside a word stays an asterisk.
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
# Variation selectors change how the previous character is drawn and do not count as characters.
_SELECTOR = regex.compile(r"\p{Variation_Selector}")
_BLANK = regex.compile(r"\s")


class _Characters(StateInline):
    """Inline parser state with our rules for which delimiter runs open or close emphasis."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 — the library calls it
        """Overrides the library's flanking rules."""
        marker, end = self.src[start], start
        while end < self.posMax and self.src[end] == marker:
            end += 1
        last, following = self._before(start), self.src[end] if end < self.posMax else " "
        opens = not _is_space(following) and (not _blocks_emphasis(following) or _allows_emphasis(last))
        closes = not _is_space(last) and (not _blocks_emphasis(last) or _allows_emphasis(following))
        if marker == "_":
            opens, closes = (
                opens and (not closes or _is_punctuation(last)),
                closes and (not opens or _is_punctuation(following)),
            )
        elif marker == "*" and _WORD.match(last) and _WORD.match(following):
            opens, closes = self._inside_a_word(last, following, end, marker * (end - start))
        return Scanned(opens, closes, end - start)

    def _before(self, start: int) -> str:
        """The visible character before a delimiter run."""
        while start > 1 and _SELECTOR.match(self.src[start - 1]):
            start -= 1
        return self.src[start - 1] if start else " "

    def _inside_a_word(self, last: str, following: str, end: int, run: str) -> tuple[bool, bool]:
        """`un**believ**able` is bold; `2*3*4`, `2**10` and `f**k this, f**k that` stay as typed."""
        if len(run) == 1 or (last.isdigit() and following.isdigit()):
            return False, False
        other = self.src.find(run, end, self.posMax)
        return other > 0 and not _BLANK.search(self.src, end, other), True


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Copies the library's method, but with our state class."""
        state = _Characters(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def set_up(parser: MarkdownIt) -> None:
    """Replaces the inline parser; call it before enabling or adding inline rules."""
    enabled = parser.inline.ruler.get_active_rules(), parser.inline.ruler2.get_active_rules()
    parser.inline = _Inline()
    parser.inline.ruler.enableOnly(enabled[0])
    parser.inline.ruler2.enableOnly(enabled[1])


def _is_space(character: str) -> bool:
    return isWhiteSpace(ord(character))


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFH" and unicodedata.category(character) != "So"


def _blocks_emphasis(character: str) -> bool:
    """Whether it is punctuation that blocks emphasis: any except East Asian punctuation."""
    return _is_punctuation(character) and not _is_wide(character)


def _allows_emphasis(character: str) -> bool:
    """Whether a delimiter run between it and punctuation can open or close emphasis."""
    if _is_space(character) or _is_punctuation(character) or _is_wide(character):
        return True
    return bool(_LETTER.match(character)) and not _WORD.match(character)
