"""Writes plain text as Markdown that reads the same."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~])")
# What would begin a heading, a list, a quotation or a rule.
_BEGINNING = re.compile(r"^(\s*)([#>+=-]|\d+(?=[.)]))")


def literal(text: str) -> str:
    """Plain text as Markdown, each line a paragraph of its own. `1. One *star*` stays what it is."""
    return "\n\n".join(_escaped(line.strip()) for line in text.splitlines() if line.strip())


def _escaped(line: str) -> str:
    escaped = _SIGNS.sub(r"\\\1", line)
    number = re.match(r"(\d+)([.)])", escaped)
    if number:
        return f"{number[1]}\\{escaped[number.end(1) :]}"
    return _BEGINNING.sub(r"\1\\\2", escaped)
