"""Makes every link visible: images become links with their alt text, and links without text show their host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from blog.text.parsing.blocks import OWN_WORDS


def set_up(parser: MarkdownIt) -> None:
    """Adds the rule after the inline rules."""
    parser.core.ruler.push("shown_links", _shown)


def text_of(tokens: Iterable[Token]) -> str:
    """The plain text of inline tokens."""
    return "".join(text_of(token.children) if token.children else _plain(token) for token in tokens)


def _plain(token: Token) -> str:
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content


def _shown(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and any(child.type in ("image", "link_open") for child in token.children or ()):
            token.children = list(_with_words(token.children or [], OWN_WORDS in state.env))


def _with_words(tokens: list[Token], only_own: bool) -> Iterator[Token]:
    """Yields the tokens with images and empty links replaced. An image inside a link becomes its text."""
    link: Token | None = None
    has_words = False
    for token in tokens:
        if token.type == "image":
            shown = list(_picture(token, only_own))
            yield from (shown[1:-1] if link else shown)
            has_words = True
            continue
        if token.type == "link_open":
            link, has_words = token, False
        elif token.type == "link_close" and link:
            if not has_words and not only_own:
                yield _text(_host(link.attrGet("href")))
            link = None
        else:
            has_words = has_words or bool(token.content.strip())
        yield token


def _picture(image: Token, only_own: bool) -> Iterator[Token]:
    address = image.attrGet("src")
    words = text_of(image.children or ()).strip()
    opening = Token("link_open", "a", 1, attrs={"href": address or ""})
    yield opening
    yield _text(words or ("" if only_own else _host(address)))
    yield Token("link_close", "a", -1)


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _host(address: object) -> str:
    """The host of a URL without `www.`; the whole URL if it has none."""
    try:
        return (urlsplit(str(address)).hostname or "").removeprefix("www.") or str(address)
    except ValueError:  # brackets that enclose no IPv6 address
        return str(address)
