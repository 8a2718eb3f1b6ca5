"""Reads the catalogues of translated sentences, straight from the files that translators edit.

A checkout runs without a build step, and two files that must agree would be one too many. Reading a catalogue of a
thousand sentences takes some 5 ms, once in a process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py

from babel import Locale

from blog import gettext_file
from blog.languages import LANGUAGES

_PLURAL = re.compile(r"\bnplurals=(\d+);\s*plural=([^;\n]+)")
_SCRIPTS, _OF_DESK = "static/js/", "static/js/desk/"
# Numbers among which every plural category of every language occurs.
_EVERY_CATEGORY = (*range(201), 1_000_000)


@dataclass(frozen=True)
class Catalogue:
    """The sentences of a language by the English ones; where a number decides, `form` chooses among several.
    Of the sentences of scripts, `at_desk` are those of the desk's alone."""

    single: Mapping[str, str]
    plural: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]
    in_scripts: frozenset[str]
    at_desk: frozenset[str]

    def gettext(self, sentence: str) -> str:
        """The sentence, or the English one where it is not translated."""
        return self.single.get(sentence, sentence)

    def pgettext(self, context: str, sentence: str) -> str:
        """The sentence in one of its meanings, or the English one."""
        key = _within(context, sentence)
        return sentence if (found := self.gettext(key)) == key else found

    def ngettext(self, one: str, many: str, num: int) -> str:
        """The form for a number, or the English one."""
        forms = self.plural.get(one)
        return forms[self.form(num)] if forms else one if num == 1 else many


@cache
def of(tag: str) -> Catalogue:
    """The catalogue of a language; empty where there is none. What is marked as fuzzy counts as missing."""
    path = LANGUAGES[tag].catalogue
    if not path.exists():
        return Catalogue({}, {}, lambda num: int(num != 1), frozenset(), frozenset())
    header, *read = gettext_file.read(path.read_text(encoding="utf-8-sig"))
    rule = _PLURAL.search(header.forms[0])
    count, form = (int(rule[1]), rule[2]) if rule else (2, "n != 1")
    done = {_key(one): one for one in read if not one.is_fuzzy and all(one.forms) and _is_whole(one, count)}
    named = {key: one.places for key, one in done.items() if _SCRIPTS in one.comments}
    scripts = {
        key: found for key, places in named.items() if (found := [one for one in places if one.startswith(_SCRIPTS)])
    }
    return Catalogue(
        {key: one.forms[0] for key, one in done.items() if not one.plural},
        {key: one.forms for key, one in done.items() if one.plural},
        c2py(form),
        frozenset(scripts),
        frozenset(key for key, places in scripts.items() if all(place.startswith(_OF_DESK) for place in places)),
    )


def _is_whole(entry: gettext_file.Entry, count: int) -> bool:
    """Whether it has each of the forms of its language."""
    return len(entry.forms) == (count if entry.plural else 1)


def _key(entry: gettext_file.Entry) -> str:
    """The English sentence, in the singular; behind its context where it has one."""
    return _within(entry.context, entry.sentence) if entry.context else entry.sentence


def _within(context: str, sentence: str) -> str:
    """As compiled catalogues of gettext join them."""
    return f"{context}\4{sentence}"


def for_scripts(tag: str, with_desk: bool = False) -> dict[str, str | dict[str, str]]:
    """What scripts show, by the English sentences; where a number decides, by its category in `Intl.PluralRules`."""
    found, locale = of(tag), Locale.parse(LANGUAGES[tag].locale)
    form_of = {locale.plural_form(num): found.form(num) for num in _EVERY_CATEGORY}
    said: dict[str, str | dict[str, str]] = {}
    for key in sorted(found.in_scripts if with_desk else found.in_scripts - found.at_desk):
        if forms := found.plural.get(key):
            said[key] = {category: forms[form] for category, form in form_of.items()}
        else:
            said[key] = found.single[key]
    return said
