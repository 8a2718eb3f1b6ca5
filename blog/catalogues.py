"""Reads the catalogues of translated sentences, straight from the files that translators edit.

A checkout runs without a build step, and two files that must agree would be one too many. Reading a catalogue of a
thousand sentences takes some 20 ms, once in a process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from blog.languages import LANGUAGES

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
    with path.open("rb") as file:
        read = read_po(file, locale=LANGUAGES[tag].locale)
    done = {key_of(one): forms_of(one) for one in read if one.id and not one.fuzzy and all(forms_of(one))}
    scripts = {key_of(one): [place for place, _ in one.locations if place.startswith(_SCRIPTS)] for one in read}
    in_scripts = frozenset(key for key, places in scripts.items() if places) & done.keys()
    return Catalogue(
        {key_of(one): done[key_of(one)][0] for one in read if not one.pluralizable and key_of(one) in done},
        {key_of(one): done[key_of(one)] for one in read if one.pluralizable and key_of(one) in done},
        c2py(read.plural_expr),
        in_scripts,
        frozenset(key for key in in_scripts if all(place.startswith(_OF_DESK) for place in scripts[key])),
    )


def key_of(message: Message) -> str:
    """The English sentence, in the singular; behind its context where it has one."""
    sentence = message.id if isinstance(message.id, str) else message.id[0]
    return _within(message.context, sentence) if message.context else sentence


def _within(context: str, sentence: str) -> str:
    """As compiled catalogues of gettext join them."""
    return f"{context}\4{sentence}"


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation, in as many forms as the language has where a number decides."""
    given = message.string or ""
    return (given,) if isinstance(given, str) else tuple(given)


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
