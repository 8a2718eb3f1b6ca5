"""Where the readers of this process are, and how long changes took to reach them, for the numbers of each visit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from blog.models import ReaderPage
from blog.models.readership import DELAYS_MS, HOST_CHARACTERS, LONGER_MS

# A name, and no address: the last part of an IPv4 address is a number, and an IPv6 address has brackets.
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)*(?![0-9]){_LABEL}", re.ASCII)


class Place(NamedTuple):
    """The kind of page on which somebody reads, and the host of the site around a frame, if it is known."""

    page: ReaderPage
    site: str = ""


LIVE_PAGE, UPDATE_PAGE = Place(ReaderPage.LIVE), Place(ReaderPage.UPDATE)


def place_of(asked: Mapping[str, str]) -> Place:
    """The place that a page names in the address of its socket. Anybody can write anything there."""
    match asked.get("from"):
        case ReaderPage.FRAME:
            return Place(ReaderPage.FRAME, host_of(asked.get("site", "")))
        case ReaderPage.UPDATE:
            return UPDATE_PAGE
    return LIVE_PAGE


def host_of(text: str) -> str:
    """The name of a host in lower case; empty for anything else, such as an IP address or a whole URL."""
    host = text.lower() if text.isascii() and len(text) <= HOST_CHARACTERS else ""
    return host if _HOST.fullmatch(host) else ""


class Delays:
    """How many changes of each visit have reached the readers here by when, since they were last taken."""

    def __init__(self) -> None:
        self._counted = Counter[tuple[int, int]]()

    def note(self, visit_id: int, seconds: float) -> None:
        """Counts a change that was sent so long after it was saved."""
        bound = bisect_left(DELAYS_MS, seconds * 1000)
        self._counted[visit_id, DELAYS_MS[bound] if bound < len(DELAYS_MS) else LONGER_MS] += 1

    def take(self) -> Counter[tuple[int, int]]:
        """The counts by visit and bound in milliseconds, which are forgotten here."""
        taken, self._counted = self._counted, Counter()
        return taken

    def put_back(self, taken: Counter[tuple[int, int]]) -> None:
        """Keeps for the next time what could not be saved."""
        self._counted.update(taken)
