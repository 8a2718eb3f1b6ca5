"""Sets the text direction of each block, so that Arabic and Hebrew paragraphs are laid out right to left."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# `dir="auto"` works for these: browsers look at their own text.
BLOCKS = {"p", "li", "blockquote", "h4", "h5", "h6", "th", "td"}
# Containers of blocks, whose text browsers skip for `dir="auto"`.
CONTAINERS = {"ul", "ol", "li", "blockquote", "table"}
_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def set_up(parser: MarkdownIt) -> None:
    """Adds the rule after all others."""
    parser.core.ruler.push("direction", _directed)


def direction(text: Iterable[str]) -> str:
    """`rtl` or `ltr` by the first strongly directional character; empty if there is none."""
    return next((_DIRECTIONS[kind] for char in text if (kind := unicodedata.bidirectional(char)) in _DIRECTIONS), "")


def _directed(state: StateCore) -> None:
    for number, token in enumerate(state.tokens):
        if token.nesting > 0 and _has_blocks(state.tokens, number) and _of(state.tokens, number) == "rtl":
            token.attrSet("dir", "rtl")
        elif token.nesting >= 0 and token.tag in BLOCKS and not token.hidden:
            token.attrSet("dir", "auto")


def _has_blocks(tokens: Sequence[Token], opening: int) -> bool:
    """Whether a token contains blocks; a tight list item holds its text directly."""
    return tokens[opening].tag in CONTAINERS and not tokens[opening + 1].hidden


def _of(tokens: Sequence[Token], opening: int) -> str:
    """The direction of the first text in a container."""
    for token in tokens[opening + 1 :]:
        if token.type == "inline" and (found := direction(token.content)):
            return found
        if token.level == tokens[opening].level:
            break
    return ""
