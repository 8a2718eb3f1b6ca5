"""The numbers of a list: shown as they were typed, where they leave one out."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def set_up(parser: MarkdownIt) -> None:
    """Adds the rule after those that find lists."""
    parser.core.ruler.push("numbers", _numbered)


def _numbered(state: StateCore) -> None:
    """Gives an item its number where counting on would give it another; a list of `1.` alone is counted."""
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
