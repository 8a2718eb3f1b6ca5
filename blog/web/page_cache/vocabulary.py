"""Caches which topics, speakers, sides and stops a visit has, until the visit changes."""

from __future__ import annotations

from collections.abc import Callable, Collection

from cachetools import LRUCache

from blog.models import Kind
from blog.queries import vocabulary
from blog.queries.vocabulary import Vocabulary
from blog.wire.heads import Head

MAX_VISITS = 256
KINDS = frozenset(map(str, Kind))

# Whether a visit has the value of an argument, given the name of the argument and the value.
Knows = Callable[[str, str], bool]


def any_value(_name: str, _value: str) -> bool:
    """Accepts every value, for pages that are only reached by links to what exists."""
    return True


class VisitVocabularies:
    """The vocabularies of visits, each with the state of the visit's log. `languages` count as known in every visit."""

    def __init__(self, languages: Collection[str]) -> None:
        self._languages = frozenset(languages)
        self._cached: LRUCache[str, tuple[str, Vocabulary]] = LRUCache(MAX_VISITS)

    def clear(self) -> None:
        """Removes everything."""
        self._cached.clear()

    def cached(self, slug: str, head: Head | None) -> Knows:
        """Looks a value up in the cache; the lookup raises LookupError if only the database can tell."""

        def knows(name: str, value: str) -> bool:
            if name == "kind" or (name == "lang" and value in self._languages):
                return name == "lang" or value in KINDS
            state, found = self._cached[slug]
            if head is None or state != str(head.cursor):
                raise LookupError(slug)
            return value in found[name]  # KeyError for a language, which is a LookupError

        return knows

    def current(self, slug: str, head: Head) -> Knows:
        """The same, with queries to the database where necessary."""

        def knows(name: str, value: str) -> bool:
            if name == "kind":
                return value in KINDS
            if name == "lang":
                return value in self._languages or vocabulary.has_language(head.visit_id, value)
            state, found = self._cached.get(slug, ("", {}))
            if state != str(head.cursor):
                found = vocabulary.of_visit(head.visit_id)
                self._cached[slug] = str(head.cursor), found
            return value in found[name]

        return knows
