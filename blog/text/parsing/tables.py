"""Removes the head of a table whose cells are all empty: Markdown asks for one where the table had none."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def set_up(parser: MarkdownIt) -> None:
    """Adds the rule after the block rules."""
    parser.core.ruler.push("table_heads", _without_empty_heads)


def _without_empty_heads(state: StateCore) -> None:
    start = 0
    for number, token in reversed(list(enumerate(state.tokens))):
        if token.type == "thead_close":
            start = number + 1
        elif token.type == "thead_open" and not any(inner.content for inner in state.tokens[number:start]):
            del state.tokens[number:start]
