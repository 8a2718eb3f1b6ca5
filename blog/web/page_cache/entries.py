"""The entries of the page cache, in partitions that each have a size limit of their own."""

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
from blog.languages import ENGLISH
from blog.web.encoding import EncodedBody
from blog.web.page_cache.arguments import Argument, Params, normalized, without_ui
from blog.web.page_cache.vocabulary import VisitVocabularies
from blog.wire.heads import Head, HeadCache, Moment
from blog.work_queue import Queue

# Addresses that the middleware can answer.
MAX_ADDRESSES = 10_000
_HEADERS_OF_ONE_RESPONSE = {"Content-Length", "Content-Encoding", "X-Request-ID", "Date"}


class Partition(Enum):
    """A part of the cache that the others cannot evict: its label in the metrics, its bytes, and its work queue."""

    PAGES = ("pages", 9_000_000, Queue.PAGES)
    UPDATES = ("updates", 6_000_000, Queue.UPDATES)
    QUERIES = ("asked", 6_000_000, Queue.QUERIES)
    PICTURES = ("pictures", 3_000_000, Queue.QUERIES)
    # Rendering the messages of a poll takes turns of its own.
    POLLS = ("polls", 2_000_000, None)
    OLD_POLLS = ("old polls", 1_500_000, None)

    def __init__(self, label: str, max_bytes: int, queue: Queue | None) -> None:
        self.label, self.max_bytes, self.queue = label, max_bytes, queue


@dataclass(frozen=True)
class Rendered:
    """What a view returns: a body, extra headers, a status, and a counter for its responses."""

    body: str | bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    counter: Counter | None = None


@dataclass(frozen=True)
class Address:
    """A path in its canonical spelling, with the arguments that it accepts.

    `is_exact` is for views that validate their own query string: the middleware then matches the exact query only.
    `own` is the language of its pages where no other is asked for.
    """

    path: str
    slug: str = ""
    partition: Partition = Partition.PAGES
    arguments: Sequence[Argument] = ()
    is_exact: bool = False
    own: str = ENGLISH

    def partition_for(self, params: Params) -> Partition:
        """The partition of an entry. Arguments have one of their own: clients can invent any number of them, but of
        languages there are few."""
        is_shared = self.partition in (Partition.PAGES, Partition.UPDATES)
        return Partition.QUERIES if is_shared and without_ui(params) else self.partition


@dataclass
class Entry:
    """A rendered page: the state it shows, and the headers of its first response.

    `seen` is the last moment at which that state was known to be current.
    """

    state: str
    etag: str
    encoded: EncodedBody
    rendered: Rendered
    cache_control: str
    seen: Moment
    headers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.rendered.status

    def count(self) -> None:
        """Counts one response."""
        if self.rendered.counter:
            self.rendered.counter.inc()


class PageCache:
    """All partitions. `version` changes with templates and static files, and so changes every ETag."""

    def __init__(self, heads: HeadCache, version: str, vocabularies: VisitVocabularies) -> None:
        self._heads, self._version, self.vocabularies = heads, version, vocabularies
        self._partitions: dict[Partition, Cache[str, Entry]] = {
            one: Cache(one.label, one.max_bytes, lambda entry: entry.encoded.size) for one in Partition
        }
        self._addresses: LRUCache[str, Address] = LRUCache(MAX_ADDRESSES)

    def keys(self) -> list[str]:
        """The keys of all entries."""
        return [key for partition in self._partitions.values() for key in partition.keys()]  # noqa: SIM118

    def body(self, key: str) -> bytes:
        """The body cached under a key; empty on a miss."""
        found = (partition.get(key) for partition in self._partitions.values())
        return next((entry.encoded.body for entry in found if entry), b"")

    @property
    def size(self) -> int:
        """The bytes of all entries."""
        return sum(partition.size for partition in self._partitions.values())

    def clear(self) -> None:
        """Removes everything."""
        for partition in self._partitions.values():
            partition.clear()
        self._addresses.clear()
        self.vocabularies.clear()

    def get_or_compute(
        self, address: Address, params: Params, is_current: Callable[[Entry], bool], compute: Callable[[], Entry]
    ) -> Entry:
        """The entry of an address; computes it if there is none, or none that is current."""
        partition = self._partitions[address.partition_for(params)]
        return partition.get_or_compute(cache_key(address.path, params), compute, is_current)

    def etag(self, address: Address, params: Params, state: str) -> str:
        """A weak ETag, which a page shares with its compressed forms."""
        identity = f"{self._version} {cache_key(address.path, params)} {state}"
        return f'W/"{hashlib.sha256(identity.encode()).hexdigest()[:20]}"'

    def enable_middleware(
        self, address: Address, entry: Entry, headers: Iterable[tuple[str, str]], seen: Moment
    ) -> None:
        """Lets the middleware answer the next requests for this address, with these headers.

        `seen` is when the state was read. The response may have ended much later, if the client read slowly.
        """
        entry.headers = [(name, value) for name, value in headers if name not in _HEADERS_OF_ONE_RESPONSE]
        entry.seen = max(entry.seen, seen)
        self._addresses[address.path] = address

    def find_fresh(self, path: str, query: str) -> Entry | None:
        """The entry of an address if its visit has not changed since; a page about all visits, if none has.

        Queries no database.
        """
        address: Address | None = self._addresses.get(path)
        if address is None:
            return None
        head = self._heads.fresh(address.slug) if address.slug else None
        entry = self._find(address, query, head) if query else self._partitions[address.partition].get(path)
        if entry is None or not entry.headers:
            return None
        if address.slug:
            return entry if head and str(head.cursor) == entry.state else None
        return entry if self._heads.is_fresh(entry.seen) else None

    def _find(self, address: Address, query: str, head: Head | None) -> Entry | None:
        """The entry of a query string, if it can be normalized without querying the database."""
        pairs = parse_qsl(query, keep_blank_values=True)
        try:
            if address.is_exact:
                params: Params = dict(pairs)
                has_repeated_names = len(params) < len(pairs)
                key = cache_key(address.path, params)
                return None if has_repeated_names else self._partitions[Partition.QUERIES].get(key)
            known = self.vocabularies.cached(address.slug, head)
            params = normalized(pairs, address.arguments, known, address.own)
        except (LookupError, HTTPException):  # left to Flask, which can query the database or answer with the error
            return None
        return self._partitions[address.partition_for(params)].get(cache_key(address.path, params))


def cache_key(path: str, params: Params) -> str:
    """The key of an entry, in which the arguments are sorted."""
    return f"{path}?{urlencode(sorted(params.items()))}" if params else path
