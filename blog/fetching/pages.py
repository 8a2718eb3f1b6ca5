"""Reads what a page says of itself: OpenGraph, JSON-LD, other metadata, and its title."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from blog.fetching.found import Found

MAX_FIELDS, MAX_SCRIPT_CHARACTERS = 300, 200_000
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_SNIFFED_BYTES = 4_096
# What the Web means by these names (WHATWG Encoding Standard).
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932"}
# Others are no character sets of pages, and some of them are slow on purpose.
_KNOWN = re.compile(
    r"utf-8|utf-16(-[lb]e)?|gb18030|big5(hkscs)?|cp\d+|euc_(jp|kr)|iso2022_jp|iso8859-\d+|koi8-[ru]|mac-\w+"
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ARTICLES = ("article", "posting", "webpage", "report", "videoobject", "statement")


@dataclass(frozen=True)
class Page:
    """What a page says of itself, and where its oEmbed document is, if it is on the same host."""

    found: Found
    oembed: str = ""


def decoded(body: bytes, charset: str) -> str:
    """The text of a page: by its byte order mark, its header or its own declaration, otherwise as UTF-8."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    declared = _CHARSET.search(body[:_SNIFFED_BYTES])
    own = _codec(declared[1].decode("ascii") if declared else "")
    # A declaration that could be read as ASCII is not in UTF-16.
    name = _codec(charset) or ("" if own.startswith("utf-16") else own) or "utf-8"
    return body.decode(name, "replace")


def read_page(text: str, url: str) -> Page:
    """Reads a page, however damaged it is."""
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError):  # empty, or nothing but comments
        return Page(Found(site=host_name(url)))
    meta = _metadata(tree)
    said = next(_linked_data(tree), {})
    found = Found(
        title=_first(meta, "og:title", "twitter:title") or _text(said, "headline", "name") or _title(tree),
        site=_first(meta, "og:site_name", "application-name") or _text(said.get("publisher"), "name") or host_name(url),
        author=_text(said.get("author"), "name") or _author(meta),
        dated=_dated(meta, said),
        excerpt=_first(meta, "og:description", "description", "twitter:description") or _text(said, "description"),
        lang=tree.get("lang", "").strip(),
    )
    return Page(found, _oembed(tree, url))


def host_name(url: str) -> str:
    """The host of an address, as people call it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def parsed_date(text: str) -> date | None:
    """The day of a date in ISO 8601, as its page has it; None for anything else."""
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        return None


def _codec(label: str) -> str:
    """Python's name for a character set of pages, or an empty string."""
    try:
        name = codecs.lookup(label).name if label else ""
    except (LookupError, ValueError):
        return ""
    name = _MEANT.get(name, name)
    return name if _KNOWN.fullmatch(name) else ""


def _metadata(tree: HtmlElement) -> dict[str, str]:
    """The first value of each metadata name."""
    found: dict[str, str] = {}
    for number, element in enumerate(tree.iter("meta")):
        if number >= MAX_FIELDS:
            break
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if value := element.get("content", "").strip():
            found.setdefault(name.strip().lower(), value)
    return found


def _first(meta: dict[str, str], *names: str) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _author(meta: dict[str, str]) -> str:
    """The author, unless it is only the address of a profile."""
    names = [meta.get(name, "") for name in ("author", "article:author", "dc.creator", "twitter:creator")]
    return next((name for name in names if name and "://" not in name), "")


def _dated(meta: dict[str, str], said: dict[str, Any]) -> date | None:
    names = ("article:published_time", "og:published_time", "datepublished", "dc.date", "dc.date.issued", "date")
    written = [meta.get(name, "") for name in names] + [_text(said, "datePublished", "uploadDate", "dateCreated")]
    return next((day for text in written if (day := parsed_date(text))), None)


def _title(tree: HtmlElement) -> str:
    title = next(tree.iter("title"), None)
    return title.text_content() if title is not None else ""


def _oembed(tree: HtmlElement, url: str) -> str:
    for link in tree.iter("link"):
        if link.get("type", "").strip().lower() == "application/json+oembed":
            try:
                address = urljoin(url, link.get("href", "").strip())
                return address if urlsplit(address).hostname == urlsplit(url).hostname else ""
            except ValueError:  # brackets that enclose no IPv6 address
                return ""
    return ""


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of a page's JSON-LD that are articles, posts or videos."""
    for number, script in enumerate(tree.iter("script")):
        if script.get("type", "").strip().lower() != "application/ld+json" or number > MAX_FIELDS:
            continue
        try:
            data = json.loads((script.text or "")[:MAX_SCRIPT_CHARACTERS])
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph") if isinstance(data, dict) else None
        for item in graph if isinstance(graph, list) else data if isinstance(data, list) else [data]:
            if isinstance(item, dict) and str(item.get("@type", "")).lower().strip("[]'").endswith(_ARTICLES):
                yield item


def _text(data: Any, *names: str) -> str:
    """The first of these values that is text; of a list, that of its first item. A text alone is its own name."""
    if isinstance(data, list):
        data = data[0] if data else ""
    if isinstance(data, str):
        return data
    values = [data.get(name) for name in names] if isinstance(data, dict) else []
    return next((value for value in values if isinstance(value, str) and value.strip()), "")
