"""Declares the arguments of an address and normalizes their values, so that equivalent queries share a cached page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from blog import languages
from blog.languages import ENGLISH
from blog.text import search
from blog.text.numbers import whole_number
from blog.translation import N_, _
from blog.web.page_cache.vocabulary import Knows

# The normalized arguments of a request, by name: what a view receives, and a part of the cache key.
Params = Mapping[str, str]
# Stands for every value that a visit does not have. It is neither a valid slug nor a valid key.
UNKNOWN = "-"
UI = "ui"
THEMES = ("auto", "light", "dark")

Normalize = Callable[[str, Knows], str]


@dataclass(frozen=True)
class Argument:
    """An argument of an address. `normalize` returns the canonical value, or "" as if the argument was absent.

    It raises NotFound for a value that has no page.
    """

    name: str
    normalize: Normalize


def normalized(
    pairs: Iterable[tuple[str, str]], arguments: Sequence[Argument], knows: Knows, own: str = ENGLISH
) -> Params:
    """The declared arguments, normalized; others are ignored. Of a repeated argument the first value counts.

    Every address has one more: a language of the interface that is not the page's `own`.
    """
    first: dict[str, str] = {}
    for name, value in pairs:
        first.setdefault(name, value)
    found = {one.name: one.normalize(first[one.name], knows) for one in arguments if one.name in first}
    found[UI] = languages.asked(first.get(UI, ""), own)
    return {name: value for name, value in found.items() if value}


def without_ui(params: Params) -> Params:
    """The arguments that a view declares."""
    return {name: value for name, value in params.items() if name != UI}


def _unknown_as_one(name: str) -> Argument:
    """All values that the visit does not have share one page, which says that there is nothing yet."""
    return Argument(name, lambda value, knows: value if not value or knows(name, value) else UNKNOWN)


def _unknown_ignored(name: str) -> Argument:
    """A value that the visit does not have is ignored."""
    return Argument(name, lambda value, knows: value if value and knows(name, value) else "")


def _unknown_not_found(name: str) -> Argument:
    """A value that the visit does not have is an error, because a program would take an empty answer for no news."""

    def normalize(value: str, knows: Knows) -> str:
        if value and not knows(name, value):
            raise NotFound(_(NO_SUCH[name]))
        return value

    return Argument(name, normalize)


# The filters, with the error when a visit does not have the value.
NO_SUCH = {
    "topic": N_("This visit has no such topic."),
    "speaker": N_("This visit has no such speaker."),
    "delegation": N_("This visit has no such side."),
    "stop": N_("This visit has no such stop."),
    "kind": N_("This visit has no such kind of update."),
    "lang": N_("This visit has no such language."),
}
KEY = Argument("key", lambda value, _knows: "1" if value == "1" else "")
FILTERS = (*map(_unknown_as_one, NO_SUCH), KEY)
FILTERS_THAT_EXIST = (*map(_unknown_ignored, NO_SUCH), KEY)
FILTERS_OR_NOT_FOUND = (*map(_unknown_not_found, NO_SUCH), KEY)
# The address of a frame is typed by hand. An unknown kind is a typo; an unknown topic may be added later.
FILTERS_OF_A_FRAME = tuple(_unknown_ignored(one.name) if one.name == "kind" else one for one in FILTERS)
TOPIC = _unknown_as_one("topic")
THEME = Argument("theme", lambda value, _knows: value if value in THEMES[1:] else "")


def _page(value: str, _knows: Knows) -> str:
    if not (number := whole_number(value)):
        raise NotFound(_("There is no such page. Pages are numbered from the oldest."))
    return str(number)


def _page_from_1(value: str, _knows: Knows) -> str:
    if not (number := whole_number(value)):
        raise NotFound(_("There is no such page."))
    return "" if number == 1 else str(number)


# Pages numbered from the oldest, where the newest has no number; and pages numbered from the newest, which is 1.
PAGE, PAGE_FROM_1 = Argument("page", _page), Argument("page", _page_from_1)
# The number of a version, below which a page of the history begins.
BEFORE = Argument("before", lambda value, _knows: "" if (number := whole_number(value)) is None else str(number))


def limit(usual: int, most: int) -> Argument:
    """How many updates to return, clamped to 1 and the maximum."""

    def normalize(value: str, _knows: Knows) -> str:
        if not (number := _whole(value)):
            return ""
        within = min(max(int(number), 1), most)
        return "" if within == usual else str(within)

    return Argument("limit", normalize)


def reported_limit(usual: int, most: int) -> Argument:
    """The same for a form that reports errors: a number too small becomes 0, one too large the maximum plus one, and
    anything that is not a number UNKNOWN."""

    def normalize(value: str, _knows: Knows) -> str:
        if not value:
            return ""
        if not (number := _whole(value)):
            return UNKNOWN
        within = min(max(int(number), 0), most + 1)
        return "" if within == usual else str(within)

    return Argument("limit", normalize)


def _whole(value: str) -> str:
    """The digits of a whole number as `int` reads it, at most nine of them; "" if it is none."""
    found = re.fullmatch(r"\s*([+-]?)0*([0-9]+)\s*", value)
    return f"{found[1]}{found[2][:9]}" if found else ""


def _search_query(value: str, _knows: Knows) -> str:
    """Search ignores case and repeated spaces."""
    query = search.parse(value)
    return query.typed if query.is_too_long else query.typed.lower()


SEARCH_QUERY = Argument("q", _search_query)
