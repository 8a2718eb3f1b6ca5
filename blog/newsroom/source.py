"""Checks the source of an update: its name, its web address, and the time of issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from blog.models import Stop
from blog.models.limits import SOURCE_CHARACTERS, SOURCE_URL_CHARACTERS
from blog.text import clock, web_address
from blog.translation import _


class Sourced(Protocol):
    """A row with the columns of a source: an update or a revision."""

    source: str
    source_url: str
    issued_at: datetime | None


@dataclass(frozen=True)
class Source:
    """Every field may be empty. `issued_at` is in UTC, to the minute."""

    source: str = ""
    source_url: str = ""
    issued_at: datetime | None = None

    def differs_from(self, row: Sourced) -> bool:
        return self != source_of(row)

    def apply_to(self, row: Sourced) -> None:
        row.source, row.source_url, row.issued_at = self.source, self.source_url, self.issued_at


NO_SOURCE = Source()


def source_of(row: Sourced) -> Source:
    """The source of an update or a revision."""
    return Source(row.source, row.source_url, row.issued_at)


def check_source(
    source: str, url: str, issued_at: str, stop: Stop | None, latest: datetime, errors: dict[str, str]
) -> Source:
    """Validates a source as typed; adds a sentence to `errors` for each field that has an error.

    Without a name, the source is called by the host of its address. A time without an offset is in the zone of `stop`,
    or in UTC, and may not be after `latest`.
    """
    if len(source) > SOURCE_CHARACTERS:
        errors["source"] = _("The source is too long (maximum %(most)s). Your text is kept.", most=SOURCE_CHARACTERS)
    host = _host(url, errors) if url else ""
    return Source(source or host, url, _moment(issued_at, stop, latest, errors))


def _host(url: str, errors: dict[str, str]) -> str:
    """The host of an address. Only http and https are allowed, so that no link can run a script."""
    if len(url) > SOURCE_URL_CHARACTERS:
        errors["source_url"] = _("The address is too long (maximum %(most)s).", most=SOURCE_URL_CHARACTERS)
        return ""
    host = web_address.host(url)
    if not host:
        errors["source_url"] = _("Give the full address of a page, beginning with https:// or http://.")
        return ""
    return host.removeprefix("www.")


def _moment(text: str, stop: Stop | None, latest: datetime, errors: dict[str, str]) -> datetime | None:
    if not text:
        return None
    try:
        moment = clock.parse(text, stop.zone if stop else "UTC").replace(second=0, microsecond=0)
    except clock.NoSuchTime as error:
        errors["issued_at"] = str(error)
        return None
    except ValueError:
        errors["issued_at"] = _("Write the time of issue as 2010-03-04T16:20, in the time zone of the stop.")
        return None
    if clock.is_outside(moment):
        errors["issued_at"] = clock.OUTSIDE
    if moment > latest:
        errors["issued_at"] = _("This is more than a day ahead. Give the time at which it was said or issued.")
    return moment
