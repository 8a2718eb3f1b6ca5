"""Markdown to HTML that can be trusted. Nothing else in the product makes trusted markup from what a person wrote."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

# Kept with every rendered text: a change to anything below asks for a new number and a re-rendering.
RENDERER = 1

_TAGS = {
    "p", "br", "em", "strong", "s", "blockquote", "ul", "ol", "li", "a", "code", "pre", "h4", "h5", "h6", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])


def unfinished_links(source: str) -> list[str]:
    """The addresses in a Markdown text that lead nowhere from a feed or another site's page: those without a scheme."""
    parts = (part for token in _markdown.parse(source) for part in token.children or ())
    addresses = (str(part.attrGet("href")) for part in parts if part.type == "link_open")
    return [address for address in addresses if address.partition(":")[0].lower() not in _SCHEMES]


def render(source: str) -> str:
    """Turns an update's Markdown (CommonMark, tables, strikethrough) into sanitised HTML.

    Raw HTML is shown as text; links keep only http, https and mailto addresses and are marked `nofollow noopener`.
    Headings begin at the fourth level, below those of the page.
    """
    tokens = _markdown.parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + 3)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return sanitised(html)


def sanitised(html: str) -> str:
    """What may be shown of a piece of HTML. Of what `render` made, all of it."""
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="nofollow noopener"
    ).strip()
