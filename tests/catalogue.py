"""Collects every sentence that is marked for translation: `make messages` writes them to the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path

from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from blog.settings import ROOT
from blog.translation import FOLDER

CATALOGUE = FOLDER / "messages.pot"
# pyproject.toml says which files are read. Without line numbers and a date, the catalogue changes when a sentence does.
EXTRACT = ("extract", "--mapping-file", "pyproject.toml", "--omit-header", "--sort-output")
KEYWORDS = ("--keywords", "lazy_gettext")  # beside `_`, `gettext`, `ngettext` and `N_`
LAYOUT = ("--add-location", "file", "--no-wrap")


def write(path: Path = CATALOGUE) -> None:
    """Extracts all sentences into a catalogue."""
    with chdir(ROOT):  # the catalogue names files as seen from here
        CommandLineInterface().run(["pybabel", "-q", *EXTRACT, *KEYWORDS, *LAYOUT, "--output-file", str(path), "."])


def sentences(path: Path = CATALOGUE) -> Mapping[str, str]:
    """The sentences of a catalogue, each with its plural, which is empty for most."""
    with path.open("rb") as file:
        found = [message.id for message in read_po(file) if message.id]
    return dict((one, "") if isinstance(one, str) else (one[0], one[1]) for one in found)


if __name__ == "__main__":
    write()
