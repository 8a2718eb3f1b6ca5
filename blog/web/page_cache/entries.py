"""What is kept: entries by the name of their address, each in one share of the budget."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import parse_qsl, urlencode

from cachetools import LRUCache
from prometheus_client import Counter
from werkzeug.exceptions import HTTPException

from blog.cache import Cache
from blog.web.encoding import EncodedBody
from blog.web.page_cache.arguments import Argument, Asked, asked_in
from blog.web.page_cache.vocabulary import VisitWords
from blog.wire.heads import Head, HeadCache, Moment
from blog.work_queue import Queue

# Addresses whose arguments are known before Flask.
ADDRESSES = 10_000
_OF_ONE_ANSWER = {"Content-Length", "Content-Encoding", "X-Request-ID", "Date"}


class Share(Enum):
    """What keeps its room whatever else is asked for: a label for the metrics, bytes, and where the work waits."""

    PAGES = ("pages", 9_000_000, Queue.PAGES)
    UPDATES = ("updates", 6_000_000, Queue.UPDATES)
    ASKED = ("asked", 6_000_000, Queue.QUERIES)
    PICTURES = ("pictures", 3_000_000, Queue.QUERIES)
    # Their messages wait for their turns by themselves.
    POLLS = ("polls", 2_000_000, None)
    OLD_POLLS = ("old polls", 1_500_000, None)

    def __init__(self, label: str, budget: int, queue: Queue | None) -> None:
        self.label, self.budget, self.queue = label, budget, queue


@dataclass(frozen=True)
class Made:
    """What a view made: a body, and what the answer says of it. `counter` counts its answers by themselves."""

    body: str | bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    counter: Counter | None = None


@dataclass(frozen=True)
class Address:
    """A path, which has one spelling, and what may be asked of it.

    `is_exact` is for those who check what they are asked by themselves: before Flask they are known by one spelling.
    """

    path: str
    slug: str = ""
    share: Share = Share.PAGES
    arguments: Sequence[Argument] = ()
    is_exact: bool = False

    def share_of(self, asked: Asked) -> Share:
        """Where its entry lies: with arguments there are as many as anyone likes to make up."""
        return Share.ASKED if asked and self.share in (Share.PAGES, Share.UPDATES) else self.share


@dataclass
class Entry:
    """A page as it was made: for which state, and with the headers that its first answer had.

    At the moment `seen` this was the present state.
    """

    state: str
    etag: str
    encoded: EncodedBody
    made: Made
    keep_for: str
    seen: Moment
    headers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.made.status

    def count(self) -> None:
        """One more answer."""
        if self.made.counter:
            self.made.counter.inc()


class PageCache:
    """All entries. What is asked with arguments can never push out a page of which nothing is asked, nor can others."""

    def __init__(self, heads: HeadCache, version: str, words: VisitWords) -> None:
        self._heads, self._version, self.words = heads, version, words
        self._shares: dict[Share, Cache[str, Entry]] = {
            share: Cache(share.label, share.budget, lambda entry: entry.encoded.size) for share in Share
        }
        self._addresses: LRUCache[str, Address] = LRUCache(ADDRESSES)

    @property
    def names(self) -> list[str]:
        """The names of all entries."""
        return [name for share in self._shares.values() for name in share.keys()]  # noqa: SIM118

    def body(self, name: str) -> bytes:
        """What is kept under a name; nothing where nothing is."""
        found = (share.get(name) for share in self._shares.values())
        return next((entry.encoded.body for entry in found if entry), b"")

    @property
    def size(self) -> int:
        """The bytes of all entries."""
        return sum(share.size for share in self._shares.values())

    def clear(self) -> None:
        """Forgets everything."""
        for share in self._shares.values():
            share.clear()
        self._addresses.clear()
        self.words.clear()

    def get_or_compute(
        self, address: Address, asked: Asked, is_current: Callable[[Entry], bool], make: Callable[[], Entry]
    ) -> Entry:
        """The entry of an address, made now if there is none that is current."""
        return self._shares[address.share_of(asked)].get_or_compute(name_of(address.path, asked), make, is_current)

    def etag(self, address: Address, asked: Asked, state: str) -> str:
        """A weak tag: the same for a page and for its compressed forms."""
        named = f"{self._version} {name_of(address.path, asked)} {state}"
        return f'W/"{hashlib.sha256(named.encode()).hexdigest()[:20]}"'

    def remember(self, address: Address, entry: Entry, headers: Iterable[tuple[str, str]], seen: Moment) -> None:
        """Lets the next requests for this address be answered before Flask, with these headers.

        The last client may have read slowly: what counts is when its state was `seen` to be the present one.
        """
        entry.headers = [(name, value) for name, value in headers if name not in _OF_ONE_ANSWER]
        entry.seen = max(entry.seen, seen)
        self._addresses[address.path] = address

    def fresh(self, path: str, query: str) -> Entry | None:
        """The entry of an address if nothing has happened to its visit, or to any if it shows all; asks nobody."""
        address: Address | None = self._addresses.get(path)
        if address is None:
            return None
        head = self._heads.fresh(address.slug) if address.slug else None
        entry = self._find(address, query, head) if query else self._shares[address.share].get(path)
        if entry is None or not entry.headers:
            return None
        if address.slug:
            return entry if head and str(head.cursor) == entry.state else None
        return entry if self._heads.is_fresh(entry.seen) else None

    def _find(self, address: Address, query: str, head: Head | None) -> Entry | None:
        """The entry of a question, as far as that is known without one to anybody."""
        pairs = parse_qsl(query, keep_blank_values=True)
        try:
            if address.is_exact:
                asked: Asked = dict(pairs)
                return self._shares[Share.ASKED].get(name_of(address.path, asked)) if len(asked) == len(pairs) else None
            asked = asked_in(pairs, address.arguments, self.words.remembered(address.slug, head))
        except (LookupError, HTTPException):  # Flask finds out, or says what is wrong
            return None
        return self._shares[address.share_of(asked)].get(name_of(address.path, asked))


def name_of(path: str, asked: Asked) -> str:
    """What an entry is kept by: the order in which something is asked means nothing."""
    return f"{path}?{urlencode(sorted(asked.items()))}" if asked else path
