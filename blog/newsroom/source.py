"""Where an update comes from: who said it, an address to read it at, and when a side put it out; checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from blog.models import Stop
from blog.text import clock

SOURCE_CHARACTERS = 300
SOURCE_URL_CHARACTERS = 500

_NOT_IN_AN_ADDRESS = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]")


class Sourced(Protocol):
    """What keeps a source: an update, and each of its revisions."""

    source: str
    source_url: str
    issued_at: datetime | None


@dataclass(frozen=True)
class Source:
    """All of it may be empty. `issued_at` is a moment in UTC, to the minute, as it can be typed."""

    source: str = ""
    source_url: str = ""
    issued_at: datetime | None = None

    def differs_from(self, kept: Sourced) -> bool:
        return self != source_of(kept)

    def apply_to(self, kept: Sourced) -> None:
        kept.source, kept.source_url, kept.issued_at = self.source, self.source_url, self.issued_at


NO_SOURCE = Source()


def source_of(kept: Sourced) -> Source:
    """The source that an update or a revision keeps."""
    return Source(kept.source, kept.source_url, kept.issued_at)


def check_source(
    source: str, url: str, issued_at: str, stop: Stop | None, latest: datetime, errors: dict[str, str]
) -> Source:
    """Takes what was typed, and adds a sentence to `errors` for what cannot be taken.

    An address without a source is called by its host. A time without an offset is by the clocks of `stop`, or UTC, and
    nothing can have been issued after `latest`.
    """
    if len(source) > SOURCE_CHARACTERS:
        errors["source"] = f"The source is too long: {SOURCE_CHARACTERS} characters are the most. Nothing was lost."
    host = _host(url, errors) if url else ""
    return Source(source or host, url, _moment(issued_at, stop, latest, errors))


def _host(url: str, errors: dict[str, str]) -> str:
    """The host of an address that a browser may follow; http and https alone, so that no link runs a script."""
    if len(url) > SOURCE_URL_CHARACTERS:
        errors["source_url"] = f"The address is too long: {SOURCE_URL_CHARACTERS} characters are the most."
        return ""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and not _NOT_IN_AN_ADDRESS.search(url)
    except ValueError:  # a bracket that is no IPv6 address
        good = False
    if not good:
        errors["source_url"] = "Give the whole address of a page, beginning with https:// or http://."
        return ""
    return (parts.hostname or "").removeprefix("www.")


def _moment(text: str, stop: Stop | None, latest: datetime, errors: dict[str, str]) -> datetime | None:
    if not text:
        return None
    try:
        moment = clock.parse(text, stop.zone if stop else "UTC").replace(second=0, microsecond=0)
    except clock.NoSuchTime as error:
        errors["issued_at"] = str(error)
        return None
    except ValueError:
        errors["issued_at"] = "Write the time of issue as 2010-03-04T16:20, by the clocks of the dateline."
        return None
    if clock.is_outside(moment):
        errors["issued_at"] = clock.OUTSIDE
    if moment > latest:
        errors["issued_at"] = "This is more than a day ahead: give the time at which it was said or issued."
    return moment
