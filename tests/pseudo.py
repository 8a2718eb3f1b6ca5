"""A language that nobody speaks, in the place of German: every sentence stands in brackets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from blog import catalogues, languages
from tests import catalogue

TAG = "de"


@contextmanager
def spoken(folder: Path, takes: Callable[[Message], bool] = lambda _: True) -> Iterator[None]:
    """Speaks it while the block runs: of the sentences those that are taken, the others stay English."""
    with catalogue.CATALOGUE.open("rb") as file:
        template, made = read_po(file), Catalog(TAG)
    for message in template:
        if message.id and takes(message):
            both = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            brackets = tuple(f"⟦{text}⟧" for text in both)
            made.add(
                message.id,
                brackets if len(both) > 1 else brackets[0],
                locations=message.locations,
                context=message.context,
            )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(languages, "FOLDER", folder)
        path = languages.LANGUAGES[TAG].catalogue
        path.parent.mkdir(parents=True)
        with path.open("wb") as written:
            write_po(written, made)
        _forget()
        try:
            yield
        finally:
            patched.undo()
            _forget()


def _forget() -> None:
    for read in (languages.spoken, catalogues.of):
        read.cache_clear()  # type: ignore[attr-defined]
