"""The Markdown parser: CommonMark, tables and strikethrough, with rules under which pasted text keeps its look."""

from __future__ import annotations

from markdown_it import MarkdownIt

from blog.text.parsing import addresses, blocks, direction, emphasis, links, numbers


class Parser(MarkdownIt):
    """The parser as it is set up here. It shows an address in the form in which it was typed."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "breaks": True, "linkify": True})
        emphasis.set_up(self)
        self.enable(["table", "strikethrough", "linkify"])
        self.disable(["code", "lheading", "html_block", "html_inline"])
        blocks.set_up(self)
        addresses.set_up(self)
        links.set_up(self)
        numbers.set_up(self)
        direction.set_up(self)

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 — the library calls it
        """The text of a bare address."""
        return link
