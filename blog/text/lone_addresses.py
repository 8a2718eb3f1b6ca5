"""Finds the addresses that are alone on a line of a text, and leaves them out of its HTML where a card shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

# As many characters as an address in a text may have.
MAX_ADDRESS_CHARACTERS = 1_000
# More cards than that would be a list of links.
MAX_LONE_ADDRESSES = 5
# Cheap, so that most texts are not parsed for it again.
_LIKELY = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$", re.MULTILINE | re.IGNORECASE)
_PARAGRAPH = r'<p dir="(?:auto|rtl)">'


def is_likely(source: str) -> bool:
    """Whether a Markdown text may have such an address."""
    return _LIKELY.search(source) is not None


def found_in(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The web addresses that are alone on a line of a paragraph, not of a list or a quotation; each once."""
    paragraphs = (
        inline.children or []
        for opening, inline in pairwise(tokens)
        if opening.type == "paragraph_open" and opening.level == 0
    )
    addresses = (_address(line) for paragraph in paragraphs for line in _lines(paragraph))
    return tuple(dict.fromkeys(filter(None, addresses)))[:MAX_LONE_ADDRESSES]


def left_out(markup: str, addresses: Iterable[str]) -> str:
    """The HTML of a text without these addresses, where they are alone on a line."""
    for address in addresses:
        href = re.escape(address.replace("&", "&amp;"))
        markup = _without(rf'<a href="{href}" rel="nofollow noopener">[^<]*</a>', markup)
    return markup


def all_left_out(markup: str) -> str:
    """The HTML of a text without any address that is alone on a line: a title or an excerpt says more without it."""
    return _without(r'<a href="[^"]*" rel="nofollow noopener">(?:https?://|www\.)[^<\s]*</a>', markup)


def _without(link: str, markup: str) -> str:
    """`link` is a pattern without groups."""
    markup = re.sub(rf"{_PARAGRAPH}{link}</p>\n?", "", markup)
    markup = re.sub(rf"<br>\n?{link}(?=<br>|</p>)", "", markup)
    return re.sub(rf"({_PARAGRAPH}){link}<br>\n?", r"\1", markup)


def _lines(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield line
            line = []
        elif token.type != "text" or token.content.strip():
            line.append(token)
    yield line


def _address(line: Sequence[Token]) -> str:
    """The address that a line consists of, as it was typed and not behind other words; otherwise empty."""
    if [token.type for token in line] != ["link_open", "text", "link_close"]:
        return ""
    href, typed = str(line[0].attrGet("href")), normalizeLink(line[1].content.strip())
    is_web = href.startswith(("http://", "https://")) and len(href) <= MAX_ADDRESS_CHARACTERS
    return href if is_web and href in (typed, f"http://{typed}") else ""
