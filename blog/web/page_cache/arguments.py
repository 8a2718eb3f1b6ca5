"""What may be asked of an address, and what a value of it means: two that mean the same are one, nonsense is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from blog.text import search
from blog.text.numbers import whole_number
from blog.translation import N_, _
from blog.web.page_cache.vocabulary import Knows

# What was asked, by name, in the words of one address: what every view is given, and the name of its page.
Asked = Mapping[str, str]
# In the place of every word that a visit does not know. No slug and no key looks like it.
UNKNOWN = "-"
THEMES = ("auto", "light", "dark")

Meaning = Callable[[str, Knows], str]


@dataclass(frozen=True)
class Argument:
    """An argument of an address. `meaning` gives the one way to write a value; "" is as if nothing was asked.

    It raises NotFound for what cannot be answered.
    """

    name: str
    meaning: Meaning


def asked_in(pairs: Iterable[tuple[str, str]], arguments: Sequence[Argument], knows: Knows) -> Asked:
    """What an address is asked, of which it knows only these arguments. Of a repeated one the first value counts."""
    first: dict[str, str] = {}
    for name, value in pairs:
        first.setdefault(name, value)
    found = {one.name: one.meaning(first[one.name], knows) for one in arguments if one.name in first}
    return {name: value for name, value in found.items() if value}


def _folded(name: str) -> Argument:
    """All words that a visit does not know are one: its page says that there is no such thing, until there is."""
    return Argument(name, lambda value, knows: value if not value or knows(name, value) else UNKNOWN)


def _dropped(name: str) -> Argument:
    """A word that a visit does not know is as if it was not there."""
    return Argument(name, lambda value, knows: value if value and knows(name, value) else "")


def _refused(name: str) -> Argument:
    """For machines: a slip, or what was taken out of the visit, must not look like no news."""

    def meaning(value: str, knows: Knows) -> str:
        if value and not knows(name, value):
            raise NotFound(_(NO_SUCH[name]))
        return value

    return Argument(name, meaning)


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
FILTERS = (*map(_folded, NO_SUCH), KEY)
FILTERS_THAT_EXIST = (*map(_dropped, NO_SUCH), KEY)
FILTERS_OR_NOT_FOUND = (*map(_refused, NO_SUCH), KEY)
# A frame is made by hand: a kind that does not exist is a slip, the rest may come yet.
FILTERS_OF_A_FRAME = tuple(_dropped(one.name) if one.name == "kind" else one for one in FILTERS)
TOPIC = _folded("topic")
THEME = Argument("theme", lambda value, _knows: value if value in THEMES[1:] else "")


def _page(value: str, _knows: Knows) -> str:
    if not (number := whole_number(value)):
        raise NotFound(_("There is no such page. Pages are numbered from the oldest."))
    return str(number)


def _page_from_1(value: str, _knows: Knows) -> str:
    if not (number := whole_number(value)):
        raise NotFound(_("There is no such page."))
    return "" if number == 1 else str(number)


# Counted from the oldest end, where the front has no number; and from the front, which is 1.
PAGE, PAGE_FROM_1 = Argument("page", _page), Argument("page", _page_from_1)
# Only what is numbered less.
BEFORE = Argument("before", lambda value, _knows: "" if (number := whole_number(value)) is None else str(number))


def limit(usual: int, most: int) -> Argument:
    """How many of something, within reason."""

    def meaning(value: str, _knows: Knows) -> str:
        if not (number := _whole(value)):
            return ""
        within = min(max(int(number), 1), most)
        return "" if within == usual else str(within)

    return Argument("limit", meaning)


def told_limit(usual: int, most: int) -> Argument:
    """The same where a person is told what is wrong: every number that is too small is 0, every one too large one more
    than the most, and what is no number is UNKNOWN."""

    def meaning(value: str, _knows: Knows) -> str:
        if not value:
            return ""
        if not (number := _whole(value)):
            return UNKNOWN
        within = min(max(int(number), 0), most + 1)
        return "" if within == usual else str(within)

    return Argument("limit", meaning)


def _whole(value: str) -> str:
    """A whole number as Python reads it, cut to a length at which nobody minds; "" when it is none."""
    found = re.fullmatch(r"\s*([+-]?)0*([0-9]+)\s*", value)
    return f"{found[1]}{found[2][:9]}" if found else ""


def _looked_for(value: str, _knows: Knows) -> str:
    """A search knows no difference between small letters and capitals, or between one blank and two."""
    query = search.parse(value)
    return query.typed if query.is_too_long else query.typed.lower()


LOOKED_FOR = Argument("q", _looked_for)
