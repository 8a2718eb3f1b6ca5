"""JSON Feed 1.1 (jsonfeed.org), with our extensions in `_dateline`."""

from __future__ import annotations

import json
from typing import Any

from flask import url_for

from blog import work_queue
from blog.text.clock import iso
from blog.web.publisher import logo_address, publisher
from blog.web.syndication.enclosures import Enclosure
from blog.web.syndication.entries import Entry, Version
from blog.web.syndication.feeds.feed import Feed

VERSION = "https://jsonfeed.org/version/1.1"


def document(feed: Feed, hub: str | None) -> str:
    """The feed as JSON, without empty values."""
    logo = publisher().logo
    made = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.summary,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "next_url": feed.next,
        "language": feed.lang,
        "authors": [{"name": publisher().name, "url": url_for("reader.front", _external=True)}],
        "icon": logo_address() if logo and logo.is_square else None,
        "hubs": [{"type": "WebSub", "url": hub}] if hub else None,
        "_dateline": {
            "about": url_for("reader.standing", _external=True),
            "withdrawn": [{"id": gone.id, "at": iso(gone.at), "reason": gone.reason} for gone in feed.gone],
        },
    }
    items = [_filled(_item(entry)) for entry in work_queue.in_slices(feed.entries)]
    return json.dumps(_filled(made) | {"items": items}, ensure_ascii=False, separators=(",", ":"))


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.link,
        "external_url": entry.source_url,
        "title": entry.title if entry.has_headline else None,
        "content_html": entry.html,
        "content_text": entry.text,
        "summary": entry.summary,
        "image": next((one.address for one in entry.enclosures if one.is_picture), None),
        "attachments": [_attachment(one) for one in entry.enclosures],
        "date_published": iso(entry.published),
        "date_modified": iso(entry.updated),
        "authors": [{"name": name} for name in entry.authors] or None,
        "tags": [topic.name for topic in entry.topics],
        "language": entry.lang,
        "_dateline": {
            "kind": entry.kind,
            "standing": entry.standing,
            "key": entry.is_key,
            "speaker": entry.speaker,
            "pool": entry.pool,
            "place": entry.stop.city if entry.stop else "",
            "changes": [
                {"at": iso(change.at), "what": change.words, "note": change.note, "correction": change.is_correction}
                for change in entry.changes
            ],
            **_filled(
                {
                    "translation_of": _version(entry.translation_of) if entry.translation_of else None,
                    "translations": [_version(one) for one in entry.translations],
                }
            ),
        },
    }


def _version(version: Version) -> dict[str, Any]:
    return {"id": version.id, "url": version.address, "language": version.lang}


def _attachment(one: Enclosure) -> dict[str, Any]:
    said = {"url": one.address, "mime_type": one.media_type, "title": one.title, "size_in_bytes": one.size}
    return _filled(said)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
