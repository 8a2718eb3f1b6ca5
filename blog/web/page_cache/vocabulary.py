"""Whether a visit has something that is called so, remembered for as long as nothing happens in the visit."""

from __future__ import annotations

from collections.abc import Callable, Collection

from cachetools import LRUCache

from blog.models import Kind
from blog.queries import vocabulary
from blog.queries.vocabulary import Vocabulary
from blog.wire.heads import Head

VISITS = 256
KINDS = frozenset(map(str, Kind))

# By the name of the argument and its value.
Knows = Callable[[str, str], bool]


def every_word(_name: str, _value: str) -> bool:
    """For pages that are led to by what there is."""
    return True


class VisitWords:
    """The words of visits at a head of their logs. Of some `languages` there may be an update at any time."""

    def __init__(self, languages: Collection[str]) -> None:
        self._languages = frozenset(languages)
        self._kept: LRUCache[str, tuple[str, Vocabulary]] = LRUCache(VISITS)

    def clear(self) -> None:
        """Forgets everything."""
        self._kept.clear()

    def remembered(self, slug: str, head: Head | None) -> Knows:
        """What is known without a question to anybody. Raises LookupError where it is not."""

        def knows(name: str, value: str) -> bool:
            if name == "kind" or (name == "lang" and value in self._languages):
                return name == "lang" or value in KINDS
            state, words = self._kept[slug]
            if head is None or state != str(head.cursor):
                raise LookupError(slug)
            return value in words[name]  # not of a language, for which the database has to be asked

        return knows

    def asked(self, slug: str, head: Head) -> Knows:
        """The same, from the database where it has to be."""

        def knows(name: str, value: str) -> bool:
            if name == "kind":
                return value in KINDS
            if name == "lang":
                return value in self._languages or vocabulary.has_language(head.visit_id, value)
            state, words = self._kept.get(slug, ("", {}))
            if state != str(head.cursor):
                words = vocabulary.of_visit(head.visit_id)
                self._kept[slug] = str(head.cursor), words
            return value in words[name]

        return knows
