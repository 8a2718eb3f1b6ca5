"""Reads the newest entries of a feed (Atom, RSS, JSON Feed), or of another Dateline, whose API is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import feedparser

from blog.fetching.client import JSON, Fetcher
from blog.fetching.errors import FetchFailed
from blog.text.excerpt import lines, plain

MOST_ENTRIES = 20
TYPES = (
    *("application/atom+xml", "application/rss+xml", "application/feed+json", "application/xml", "text/xml"),
    *JSON,
)
_LIVE_PAGE = re.compile(r"/live/([a-z0-9-]+)/?")

Run = Callable[..., Any]


@dataclass(frozen=True)
class Entry:
    """One entry. `key` identifies its wording: a corrected one has another. `about` identifies the entry itself."""

    key: str
    about: str
    title: str
    text: str
    url: str
    language: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class Feed:
    """The name of a source, and its newest entries, the oldest of them first."""

    title: str
    entries: Sequence[Entry]


def read_feed(fetcher: Fetcher, url: str, run: Run = lambda work, *args: work(*args)) -> Feed:
    """Reads a feed, or the visit of another Dateline at the address of its live page. Parsing is left to `run`. Raises
    FetchFailed."""
    deadline, parts = fetcher.deadline(), urlsplit(url)
    if live := _LIVE_PAGE.fullmatch(parts.path):
        api = parts._replace(path=f"/api/v1/visits/{live[1]}/updates", query=f"limit={MOST_ENTRIES}", fragment="")
        fetched = fetcher.get(api.geturl(), JSON, deadline)
        return Feed(fetcher.policy.target(url).host, run(_of_dateline, fetched.body))
    fetched = fetcher.get(url, TYPES, deadline)
    feed: Feed = run(_of_json if "json" in fetched.content_type else _of_xml, fetched.body)
    return Feed(feed.title or fetcher.policy.target(url).host, feed.entries)


def _of_dateline(body: bytes) -> Sequence[Entry]:
    try:
        updates = json.loads(body)["updates"]
        return [_of_update(each) for each in reversed(updates)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FetchFailed("it is no Dateline that this one understands", is_final=True) from error


def _of_update(given: dict[str, Any]) -> Entry:
    is_gone = given["state"] != "published"
    return Entry(
        key=f"{given['id']} {'gone' if is_gone else given['version']}",
        about=str(given["id"]),
        title=str(given.get("headline") or ""),
        text=str(given.get("text") or ""),
        url=str(given["url"]),
        language=str(given.get("lang") or ""),
        is_gone=is_gone,
    )


def _of_json(body: bytes) -> Feed:
    try:
        feed = json.loads(body)
        items = [item for item in feed["items"][:MOST_ENTRIES] if item.get("id")]
        entries = [
            Entry(
                key=str(item["id"]),
                about=str(item["id"]),
                title=plain(str(item.get("title") or "")),
                text=lines(str(item["content_html"]))
                if item.get("content_html")
                else str(item.get("content_text") or ""),
                url=str(item.get("url") or ""),
                language=str(item.get("language") or feed.get("language") or ""),
            )
            for item in reversed(items)
        ]
        return Feed(plain(str(feed.get("title") or "")), entries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FetchFailed("it is no feed", is_final=True) from error


def _of_xml(body: bytes) -> Feed:
    parsed = feedparser.parse(body)
    if not parsed.version:
        raise FetchFailed("it is no feed", is_final=True)
    found = [one for one in parsed.entries[:MOST_ENTRIES] if one.get("id") or one.get("link")]
    return Feed(plain(parsed.feed.get("title", "")), [_of_entry(one, parsed.feed) for one in reversed(found)])


def _of_entry(one: Any, feed: Any) -> Entry:
    content = one.get("content") or [{"value": one.get("summary", "")}]
    key = str(one.get("id") or one.link)
    language = content[0].get("language") or feed.get("language") or ""
    return Entry(key, key, plain(one.get("title", "")), lines(content[0]["value"]), one.get("link", ""), language)
