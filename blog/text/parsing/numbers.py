"""Keeps the numbers of ordered lists as typed where they skip some."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def set_up(parser: MarkdownIt) -> None:
    """Adds the rule after the block rules."""
    parser.core.ruler.push("numbers", _numbered)


def _numbered(state: StateCore) -> None:
    """Sets an item's `value` where its number is higher than the count; lists that repeat `1.` are counted."""
    last: list[int] = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            last.append(int(token.attrGet("start") or 1) - 1)
        elif token.type == "ordered_list_close":
            last.pop()
        elif token.type == "list_item_open" and token.info:
            number, expected = int(token.info), last[-1] + 1
            last[-1] = number if number > expected else expected
            if number > expected:
                token.attrSet("value", str(number))
