"""Links bare URLs (http://, https:// and www.) and e-mail addresses."""

from __future__ import annotations

from typing import Any

import regex
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

# Bounds the cost: the library scans to the end of the text from every scheme.
MAX_URL_CHARACTERS = 1_000

_SCHEME = regex.compile(r"(?<![A-Za-z0-9.+-])https?$", regex.IGNORECASE)
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
# Where a URL in running text ends: at punctuation of other scripts (dashes can belong to it), and where a script
# without spaces continues after Latin letters and digits.
_END = regex.compile(rf"[^\x00-\x7f\p{{L}}\p{{M}}\p{{N}}\p{{Pd}}]|(?<=[A-Za-z0-9])[{_UNSPACED}]")
# Punctuation at the end of a URL belongs to the sentence.
_TRAILING = regex.compile(r"[.,:;!?'\"*_~\p{Pd}--[-]]+$", regex.V1)
_NAME = regex.compile(r"(?<![.:/@_-]www\.)[A-Za-z0-9-]+\.", regex.IGNORECASE)


class _Finder(LinkifyIt):
    """linkify-it with stricter ends of URLs, for text in other scripts."""

    def __init__(self) -> None:
        www = {"validate": _www, "normalize": _with_scheme}
        super().__init__({"//": None, "ftp:": None, "www.": www}, {"fuzzy_link": False})

    def test_schema_at(self, text: str, name: str, position: int) -> int:
        """The length of the URL after its scheme; 0 if there is none."""
        length: int = super().test_schema_at(text[: position + MAX_URL_CHARACTERS], name, position)
        found = text[position : position + length]
        if end := _END.search(found):
            found = found[: end.start()]
        found = _TRAILING.sub("", found)
        return len(found) if found.strip("/") else 0


def _www(self: LinkifyIt, text: str, position: int) -> int:
    """The length of the URL after `www.`, the same as after `http://www.`."""
    if not _NAME.match(text, position):
        return 0
    address = "http://www." + text[position : position + MAX_URL_CHARACTERS]
    length: int = self.test_schema_at(address, "http:", len("http:"))
    return max(0, length - len("//www."))


def _with_scheme(_self: LinkifyIt, match: Any) -> None:
    if match.schema == "www.":
        match.url = f"http://{match.url}"


_finder = _Finder()


def set_up(parser: MarkdownIt) -> None:
    """Replaces the library's link rule, which searches all text before a URL, and its matcher."""
    parser.linkify = _finder
    parser.inline.ruler.at("linkify", _address)


def _address(state: StateInline, silent: bool) -> bool:
    """Links a URL with a scheme; runs before emphasis, because URLs contain underscores."""
    colon = state.pos
    if state.linkLevel or not state.src.startswith("://", colon):
        return False
    scheme = _SCHEME.search(state.src, max(0, colon - 6), colon)
    length = scheme and _finder.test_schema_at(state.src[: state.posMax], f"{scheme[0].lower()}:", colon + 1)
    if not scheme or not length:
        return False
    address = state.src[scheme.start() : colon + 1 + length]
    href = state.md.normalizeLink(address)
    if not state.md.validateLink(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos = colon + 1 + length
    return True
