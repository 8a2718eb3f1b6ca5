"""Reads the files in which gettext keeps translated sentences (.po).

Every start reads those of all languages. Babel's reader, which the tools use, takes four times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TEXT = r'(?:".*"\n)+'
_ENTRY = re.compile(
    rf"^((?:#(?!~).*\n)*)(?:msgctxt ({_TEXT}))?msgid ({_TEXT})(msgid_plural {_TEXT})?((?:msgstr(?:\[\d\])? {_TEXT})+)",
    re.MULTILINE,
)
_FORM = re.compile(rf"msgstr(?:\[\d\])? ({_TEXT})")
_FUZZY = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}


class Entry(NamedTuple):
    """A sentence: its context, the English (in the singular if it is `plural`), its translation in as many forms as the
    language has, and the comments above it."""

    context: str
    sentence: str
    plural: bool
    forms: tuple[str, ...]
    comments: str

    @property
    def places(self) -> list[str]:
        """The files that say it."""
        return [place for line in self.comments.split("\n") if line.startswith("#: ") for place in line[3:].split()]

    @property
    def is_fuzzy(self) -> bool:
        """Whether nobody has confirmed the translation."""
        return "fuzzy" in self.comments and bool(_FUZZY.search(self.comments))


def read(text: str) -> Iterator[Entry]:
    """The entries of a file; the first is its header, whose sentence is empty. Obsolete ones are left out."""
    for comments, context, sentence, plural, forms in _ENTRY.findall(f"{text}\n"):
        yield Entry(
            _unquoted(context) if context else "",
            _unquoted(sentence),
            bool(plural),
            tuple(map(_unquoted, _FORM.findall(forms))) if plural else (_unquoted(forms.removeprefix("msgstr ")),),
            comments,
        )


def _unquoted(lines: str) -> str:
    """The text in one or more quoted lines."""
    text = lines[1:-2].replace('"\n"', "")
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), text) if "\\" in text else text
