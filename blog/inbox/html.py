"""Turns the HTML of a mail into Markdown, without signatures and the mails before it."""

from __future__ import annotations

import re

import nh3
from bs4 import BeautifulSoup
from markdownify import markdownify

_KEPT = {
    *("p", "div", "br", "b", "strong", "i", "em", "s", "del", "blockquote", "ul", "ol", "li", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "code"),
}
_SIGNATURES = ".gmail_signature, .moz-signature, #Signature, #ms-outlook-mobile-signature, .apple-signature"
_HISTORY = "blockquote[type=cite], .gmail_quote, .gmail_attr, .moz-cite-prefix, .yahoo_quoted, .protonmail_quote"
# From here on there is only what is answered to.
_HISTORY_BEGINS = "#divRplyFwdMsg, #appendonsend, #OLK_SRC_BODY_SECTION"
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)


def charset_in(data: bytes) -> str:
    """The character set that a page names itself; empty without one."""
    found = _META.search(data[:4096])
    return found[1].decode("ascii") if found else ""


def to_markdown(html: str, *, is_forward: bool) -> str:
    """The words of a page as Markdown. Of tables, pictures and colours only words are left."""
    soup = BeautifulSoup(html, "html.parser")
    chosen = _SIGNATURES if is_forward else f"{_SIGNATURES}, {_HISTORY}"
    for element in soup.select(chosen):
        element.decompose()
    if not is_forward and (begin := soup.select_one(_HISTORY_BEGINS)):
        for element in [*begin.find_all_next(), begin]:
            element.extract()
    for cell in soup.select("td, th"):
        cell.append(" ")
    for last in soup.select("td:last-child, th:last-child"):
        last.append(soup.new_tag("br"))
    clean = nh3.clean(
        str(soup),
        tags=_KEPT,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        clean_content_tags={"script", "style", "title"},
        link_rel=None,
    )
    try:
        text = markdownify(clean, heading_style="ATX", bullets="-")
    except RecursionError:  # nested to do harm
        text = BeautifulSoup(clean, "html.parser").get_text("\n")
    lines = [line.rstrip(" \t\r\xa0") for line in text.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
