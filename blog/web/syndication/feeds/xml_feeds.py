"""Renders Atom (RFC 4287) and RSS 2.0."""

from __future__ import annotations

from email.utils import format_datetime

from flask import render_template
from markupsafe import escape

from blog.text import xml
from blog.web.syndication.feeds.feed import Feed


def atom(feed: Feed, hub: str | None) -> str:
    """The feed as Atom, with tombstones."""
    return xml.legal(render_template("feeds/atom.xml", feed=feed, hub=hub))


def rss(feed: Feed, hub: str | None) -> str:
    """The feed as RSS, with the whole text in `content:encoded`."""
    return xml.legal(render_template("feeds/rss.xml", feed=feed, hub=hub, rfc822=format_datetime, html=_html))


def _html(text: str) -> str:
    """Escapes plain text: feed readers treat an RSS description as HTML."""
    return str(escape(text))
