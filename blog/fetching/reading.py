"""Reads what stands at an address: from the oEmbed of a known provider, or from the page itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from lxml.etree import LxmlError
from lxml.html import fromstring

from blog.fetching import pages
from blog.fetching.client import JSON, PAGES, Fetcher
from blog.fetching.connection import Deadline
from blog.fetching.errors import FetchFailed
from blog.fetching.found import Found
from blog.fetching.pages import Page, host_name
from blog.fetching.providers import PROVIDERS, Provider, provider_of

# Runs work that takes long and lets others run meanwhile, as `work_queue.run_in_threadpool`.
Run = Callable[..., Any]
_MASTODON_OEMBED = "/api/oembed"


def read_card(fetcher: Fetcher, url: str, run: Run = lambda work, *args: work(*args)) -> Found:
    """The words of a card for an address, cleaned. Parsing is left to `run`. Raises FetchFailed."""
    deadline, provider = fetcher.deadline(), provider_of(url)
    if provider and provider.oembed:
        found = _by_oembed(fetcher, provider.oembed_of(url), deadline, run)
        found = replace(found, site=provider.name, provider=provider.key, player=provider.player_id(url))
    else:
        found = _by_page(fetcher, url, deadline, run, provider)
    cleaned = found.cleaned()
    if not (cleaned.title or cleaned.excerpt):
        raise FetchFailed("it says nothing of itself", is_final=True)
    return cleaned


def _by_page(fetcher: Fetcher, url: str, deadline: Deadline, run: Run, provider: Provider | None) -> Found:
    """Reads the page, and its own oEmbed document where the page leaves out the author."""
    fetched = fetcher.get(url, PAGES, deadline)
    page: Page = run(_read, fetched.body, fetched.charset, fetched.url)
    found = page.found
    if provider is PROVIDERS["mastodon"] and _MASTODON_OEMBED not in page.oembed:
        provider = None  # only its address looked like one
    if page.oembed and not found.author:
        with suppress(FetchFailed):  # the page itself was there
            found = found.filled_from(_by_oembed(fetcher, page.oembed, deadline, run))
    return replace(found, provider=provider.key if provider else "")


def _by_oembed(fetcher: Fetcher, url: str, deadline: Deadline, run: Run) -> Found:
    fetched = fetcher.get(url, JSON, deadline)
    found: Found = run(_read_oembed, pages.decoded(fetched.body, fetched.charset or "utf-8"), fetched.url)
    return found


def _read(body: bytes, charset: str, url: str) -> Page:
    return pages.read_page(pages.decoded(body, charset), url)


def _read_oembed(text: str, url: str) -> Found:
    """What an oEmbed document says in words. Nothing of its HTML is ever shown: of a post, its text is read from it."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FetchFailed("its oEmbed document is damaged") from error
    if not isinstance(said, dict):
        raise FetchFailed("its oEmbed document is damaged")

    def word(name: str) -> str:
        value = said.get(name)
        return value if isinstance(value, str) else ""

    return Found(
        title=word("title"),
        author=word("author_name"),
        site=word("provider_name") or host_name(url),
        dated=pages.parsed_date(word("upload_date")),
        excerpt=_post_text(word("html")),
    )


def _post_text(markup: str) -> str:
    """The text of the first paragraph: posts of X and Bluesky have no title, and nowhere else what they say."""
    try:
        paragraph = next(fromstring(f"<div>{markup}</div>").iter("p"), None) if "<p" in markup else None
    except (LxmlError, ValueError, AssertionError):
        return ""
    return paragraph.text_content() if paragraph is not None else ""
