"""The Markdown parser: CommonMark with tables and strikethrough, adapted so that pasted plain text keeps its look."""

from __future__ import annotations

from markdown_it import MarkdownIt

from blog.text.parsing import addresses, blocks, direction, emphasis, links, numbers, tables


class Parser(MarkdownIt):
    """markdown-it-py with our rules. Bare URLs are shown exactly as typed."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "breaks": True, "linkify": True})
        emphasis.set_up(self)
        self.enable(["table", "strikethrough", "linkify"])
        self.disable(["code", "lheading", "html_block", "html_inline"])
        blocks.set_up(self)
        addresses.set_up(self)
        links.set_up(self)
        numbers.set_up(self)
        tables.set_up(self)
        direction.set_up(self)

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 — the library calls it
        """The link text of a bare URL."""
        return link
