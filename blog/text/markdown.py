"""Renders Markdown as sanitised HTML: the only place that turns what people write into trusted markup."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3
from markdown_it.token import Token

from blog.text import lone_addresses
from blog.text.parsing import Parser
from blog.text.parsing.blocks import OWN_WORDS
from blog.text.parsing.direction import BLOCKS, CONTAINERS
from blog.text.parsing.links import text_of
from blog.text.visible import is_blank

# Stored with every rendered text. Increase it after any change below, in the parser or in the folding of words that
# are searched, then run `flask rerender`.
RENDERER = 4
# A text with more special characters or lines is shown as typed, which bounds the time and size of a rendering.
MAX_SPECIAL_CHARACTERS, MAX_LINES, MAX_HTML_CHARACTERS = 3_000, 2_000, 400_000

_SPECIAL = "[]*_`<|~&"
_TAGS = {
    "p", "br", "em", "strong", "s", "blockquote", "ul", "ol", "li", "a", "code", "pre", "h4", "h5", "h6", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}}
_DIRECTIONS = {tag: {"dir": {"auto", "rtl"}} for tag in BLOCKS | CONTAINERS}
_SCHEMES = {"http", "https", "mailto"}
# HTML entities can produce control characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_parser = Parser()


@dataclass(frozen=True)
class Rendered:
    """A rendered Markdown text.

    `unfinished_links` have no scheme and would be broken in feeds and on other sites. A text `is_blank` when it shows
    no word of its own: bare link targets, rules and empty lists do not count.
    """

    html: str
    unfinished_links: tuple[str, ...]
    is_blank: bool


def read(source: str) -> Rendered:
    """Renders an update's Markdown as sanitised HTML and reports problems.

    Raw HTML is shown as text; links may use http, https and mailto and get `rel="nofollow noopener"`. Headings start
    at level four, below those of the page.
    """
    if _is_too_much(source):
        return _as_typed(source)
    tokens = _parser.parse(source)
    html = _parser.renderer.render(tokens, _parser.options, {})
    if len(html) > MAX_HTML_CHARACTERS:
        return _as_typed(source)
    own = _parser.parse(source, {OWN_WORDS: True}) if "]" in source else tokens
    return Rendered(sanitised(html), tuple(_unfinished(tokens)), is_blank(text_of(own)))


def render(source: str) -> str:
    """The sanitised HTML of a Markdown text."""
    return read(source).html


def addresses_of_cards(source: str) -> tuple[str, ...]:
    """The addresses that are alone on a line of a Markdown text: readers get a card for each."""
    if not lone_addresses.is_likely(source) or _is_too_much(source):
        return ()
    return lone_addresses.found_in(_parser.parse(source))


def sanitised(html: str) -> str:
    """Removes everything from an HTML fragment that `render` could not have produced."""
    clean = nh3.clean(
        _CONTROL.sub("", html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_DIRECTIONS,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
    )
    return _CONTROL.sub("", clean).strip()


def _is_too_much(source: str) -> bool:
    return sum(map(source.count, _SPECIAL)) > MAX_SPECIAL_CHARACTERS or source.count("\n") > MAX_LINES


def _as_typed(source: str) -> Rendered:
    """The text as typed, with paragraphs and line breaks as its only markup."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", entities.escape(source, quote=False).strip())
    html = "\n".join(f'<p dir="auto">{paragraph}</p>' for paragraph in paragraphs).replace("\n", "<br>\n")
    return Rendered(sanitised(html.replace("</p><br>", "</p>")), (), is_blank(source))


def _unfinished(tokens: list[Token]) -> Iterator[str]:
    for part in (part for token in tokens for part in token.children or ()):
        address = str(part.attrGet("href")) if part.type == "link_open" else "https:"
        if address.partition(":")[0].lower() not in _SCHEMES:
            yield address
