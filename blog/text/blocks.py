"""Splits a text into its blocks, so that two versions of it can stand beside each other passage by passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>""")
_START = re.compile(r"""\bstart=["']?(\d{1,9})""")
# Their blocks are passages of their own, each inside a copy of them.
_CONTAINERS = frozenset({"blockquote", "ul", "ol"})
_EMPTY = frozenset({"br", "hr", "img"})
# What comes after these stands in the last block.
MOST = 200


def beside(*texts: str) -> list[tuple[str, ...]]:
    """The blocks of several versions of a text in rows, by their order; empty where a version has no more."""
    return list(zip_longest(*(blocks(text) for text in texts), fillvalue=""))


def blocks(markup: str) -> Sequence[str]:
    """The blocks of sanitised HTML: paragraphs, headings, tables, items of lists, each inside its list or quotation."""
    found = list(_blocks(markup))
    return (*found[: MOST - 1], "".join(found[MOST - 1 :])) if len(found) > MOST else found


def _blocks(markup: str) -> Iterator[str]:
    around: list[str] = []
    items = depth = begin = end = 0
    for tag in _TAG.finditer(markup):
        is_end, name = bool(tag[1]), tag[2]
        if depth:
            if name not in _EMPTY:
                depth += -1 if is_end else 1
        else:
            yield from _alone(markup[end : tag.start()])
            begin = tag.start()
            if name in _CONTAINERS:
                start = _START.search(tag[3])
                items = int(start[1]) - 1 if start else 0
                around = around[:-1] if is_end else [*around, tag[0]]
            elif name not in _EMPTY:
                depth = 0 if is_end else 1
            if name in _CONTAINERS or is_end:
                end = tag.end()
                continue
        end = tag.end()
        if not depth:
            items += name == "li"
            yield _inside(around, markup[begin:end], items)


def _inside(around: Sequence[str], block: str, items: int) -> str:
    """A block inside the opening tags around it; an item of a numbered list keeps its number."""
    opened = [f'<ol start="{items}">' if tag.startswith("<ol") else tag for tag in around]
    closed = [f"</{match[2]}>" for tag in reversed(around) if (match := _TAG.match(tag))]
    return "".join([*opened, block, *closed])


def _alone(text: str) -> Iterator[str]:
    """Words that stand in no block, which only an import can have."""
    if text.strip():
        yield f"<p>{text.strip()}</p>"
