"""Markdown to HTML that can be trusted. Nothing else in the product makes trusted markup from what a person wrote."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3
from markdown_it.token import Token

from blog.text.parsing import Parser
from blog.text.parsing.blocks import OWN_WORDS
from blog.text.parsing.direction import BLOCKS, CONTAINERS
from blog.text.parsing.links import text_of
from blog.text.visible import is_blank

# Kept with every rendered text: a change to anything below, or to the parser, asks for a new number, and then for
# `flask rerender`.
RENDERER = 2
# A text with more signs or lines than these is no Markdown that a person wrote. It is shown as it was typed, so that
# the time and the size of a rendering have a bound.
MOST_SIGNS, MOST_LINES, MOST_HTML_CHARACTERS = 3_000, 2_000, 400_000

_SIGNS = "[]*_`<|~&"
_TAGS = {
    "p", "br", "em", "strong", "s", "blockquote", "ul", "ol", "li", "a", "code", "pre", "h4", "h5", "h6", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}}
_DIRECTIONS = {tag: {"dir": {"auto", "rtl"}} for tag in BLOCKS | CONTAINERS}
_SCHEMES = {"http", "https", "mailto"}
# Entities can name what no text here may have.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_parser = Parser()


@dataclass(frozen=True)
class Rendered:
    """What became of a Markdown text.

    `unfinished_links` lead nowhere from a feed or another site's page, since they have no scheme. A text `is_blank`
    when its writer wrote no visible word: addresses that nothing names, rules and empty lists are none.
    """

    html: str
    unfinished_links: tuple[str, ...]
    is_blank: bool


def read(source: str) -> Rendered:
    """Turns an update's Markdown into sanitised HTML, and says what is wrong with it.

    Raw HTML is shown as text; links keep only http, https and mailto addresses and are marked `nofollow noopener`.
    Headings begin at the fourth level, below those of the page.
    """
    if sum(map(source.count, _SIGNS)) > MOST_SIGNS or source.count("\n") > MOST_LINES:
        return _as_typed(source)
    tokens = _parser.parse(source)
    html = _parser.renderer.render(tokens, _parser.options, {})
    if len(html) > MOST_HTML_CHARACTERS:
        return _as_typed(source)
    own = _parser.parse(source, {OWN_WORDS: True}) if "]" in source else tokens
    return Rendered(sanitised(html), tuple(_unfinished(tokens)), is_blank(text_of(own)))


def render(source: str) -> str:
    """The sanitised HTML of a Markdown text."""
    return read(source).html


def sanitised(html: str) -> str:
    """What may be shown of a piece of HTML. Of what `render` made, all of it."""
    clean = nh3.clean(
        _CONTROL.sub("", html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_DIRECTIONS,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
    )
    return _CONTROL.sub("", clean).strip()


def _as_typed(source: str) -> Rendered:
    """The words without any markup but their paragraphs and lines."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", entities.escape(source, quote=False).strip())
    html = "\n".join(f'<p dir="auto">{paragraph}</p>' for paragraph in paragraphs).replace("\n", "<br>\n")
    return Rendered(sanitised(html.replace("</p><br>", "</p>")), (), is_blank(source))


def _unfinished(tokens: list[Token]) -> Iterator[str]:
    for part in (part for token in tokens for part in token.children or ()):
        address = str(part.attrGet("href")) if part.type == "link_open" else "https:"
        if address.partition(":")[0].lower() not in _SCHEMES:
            yield address
