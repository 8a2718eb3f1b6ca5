"""Collects every sentence that is marked for translation, and shows translators what is missing.

`make messages` writes all sentences to `messages.pot`, and to the catalogue of each language those that it must have.

    python -m tests.catalogue --new ja            a catalogue for a language of blog/languages.py
    python -m tests.catalogue --missing ja        its sentences without a translation, as a .po file
    python -m tests.catalogue --take ja FILE.po   puts the translations of such a file into its catalogue
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from contextlib import chdir
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from blog.catalogues import forms_of, key_of
from blog.languages import FOLDER, LANGUAGES, spoken
from blog.settings import ROOT
from tests.met_by_readers import is_met, is_met_at_desk

CATALOGUE = FOLDER / "messages.pot"
# pyproject.toml says which files are read. Without line numbers and a date, the catalogue changes when a sentence does.
EXTRACT = ("extract", "--mapping-file", "pyproject.toml", "--omit-header", "--sort-output")
# Beside `_`, `gettext`, `ngettext`, `pgettext` and `N_`.
KEYWORDS = ("--keywords", "lazy_gettext", "--keywords", "lazy_pgettext:1c,2")
_PARTS = re.compile(r"%\(\w+\)s|%|<[^>]*>|`[^`]*`")
LAYOUT = ("--add-location", "file", "--no-wrap")


def write(path: Path = CATALOGUE) -> None:
    """Extracts all sentences into a catalogue."""
    with chdir(ROOT):  # the catalogue names files as seen from here
        CommandLineInterface().run(["pybabel", "-q", *EXTRACT, *KEYWORDS, *LAYOUT, "--output-file", str(path), "."])


def sentences(path: Path = CATALOGUE) -> Mapping[str, str]:
    """The sentences of a catalogue, each with its plural, which is empty for most."""
    return {key_of(one): "" if isinstance(one.id, str) else one.id[1] for one in _read(path) if one.id}


def places() -> Mapping[str, list[str]]:
    """Every sentence, in the singular, with the files where it stands."""
    return {key_of(one): [place for place, _ in one.locations] for one in _read(CATALOGUE) if one.id}


def wanted(tag: str) -> Catalog:
    """The sentences that a language must have: what readers meet, and what the desk says."""
    template, found = _read(CATALOGUE), Catalog()
    for message in template:
        places = [place for place, _ in message.locations]
        if message.id and (is_met(places) or is_met_at_desk(places)):
            found[message.id] = message
    return found


def update(tag: str) -> None:
    """Brings the catalogue of a language up to date. A sentence like an earlier one gets its words, marked as fuzzy."""
    path = LANGUAGES[tag].catalogue
    path.parent.mkdir(parents=True, exist_ok=True)
    known = _read(path, tag) if path.exists() else Catalog(locale=LANGUAGES[tag].locale)
    known.update(wanted(tag))
    path.write_bytes(_written(known))


def missing(tag: str) -> list[Message]:
    """The sentences of a language without a translation, or with one that is marked as fuzzy."""
    known = _read(LANGUAGES[tag].catalogue, tag)
    return [one for one in known if one.id and (one.fuzzy or not all(forms_of(one)))]


def is_current(tag: str) -> bool:
    """Whether the catalogue of a language has the sentences that it must have, and no other."""
    return {key_of(one) for one in _read(LANGUAGES[tag].catalogue, tag)} == {key_of(one) for one in wanted(tag)}


def odd(tag: str) -> list[str]:
    """Translations whose `%(name)s`, tags or outer spaces are not those of the English sentence."""
    found = []
    for one in filter(lambda message: message.id, _read(LANGUAGES[tag].catalogue, tag)):  # without the header
        of = [one.id] if isinstance(one.id, str) else [*one.id]
        is_odd = [_parts(form) not in map(_parts, of) for form in forms_of(one)]
        # A form for one alone may leave the number out.
        if all(is_odd) if one.pluralizable else any(is_odd):
            found.append(key_of(one))
    return found


def _parts(text: str) -> tuple[list[str], bool, bool]:
    """Signs alone, such as a comma, have whatever spaces the language wants."""
    is_said = any(map(str.isalpha, text))
    return sorted(_PARTS.findall(text)), is_said and text[:1].isspace(), is_said and text[-1:].isspace()


def take(tag: str, path: Path) -> None:
    """Puts the translations of a file into the catalogue of a language."""
    known = _read(LANGUAGES[tag].catalogue, tag)
    for given in _read(path, tag):
        message = known.get(given.id, given.context) if given.id and not given.fuzzy and all(forms_of(given)) else None
        if message:
            message.string = given.string
            message.flags.discard("fuzzy")
        elif given.id and all(forms_of(given)):
            print(f"not taken: {key_of(given)}", file=sys.stderr)
    LANGUAGES[tag].catalogue.write_bytes(_written(known))


def _read(path: Path, tag: str = "") -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGES[tag].locale if tag else None)


def _written(catalog: Catalog) -> bytes:
    """Without the header of tools and dates; the plural forms remain."""
    text = BytesIO()
    write_po(text, catalog, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False, omit_header=True)
    forms = f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};"
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale_identifier}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {forms}\\n"\n\n'
    )
    return (header + text.getvalue().decode()).encode()


def main() -> None:
    """Does what the command line says."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--new", metavar="LANGUAGE", choices=list(LANGUAGES))
    asked.add_argument("--missing", metavar="LANGUAGE", choices=list(LANGUAGES))
    asked.add_argument("--take", metavar=("LANGUAGE", "FILE"), nargs=2)
    given = asked.parse_args()
    if given.missing:
        found = Catalog(locale=LANGUAGES[given.missing].locale)
        for message in missing(given.missing):
            found[message.id] = message
        sys.stdout.buffer.write(_written(found))
    elif given.take:
        take(given.take[0], Path(given.take[1]))
    elif given.new:
        update(given.new)
    else:
        write()
        for tag in spoken()[1:]:
            update(tag)


if __name__ == "__main__":
    main()
