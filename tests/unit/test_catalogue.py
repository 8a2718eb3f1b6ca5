"""The catalogue of sentences to translate, and what Python does with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from blog import translation
from blog.translation import N_, _, lazy_gettext, ngettext
from tests import catalogue

STALE = "blog/translations/messages.pot is stale: run `make messages`"


def test_the_catalogue_holds_every_marked_sentence_and_no_other(tmp_path: Path) -> None:
    catalogue.write(tmp_path / "messages.pot")
    marked = catalogue.sentences(tmp_path / "messages.pot")
    assert marked == catalogue.sentences(), STALE


def test_a_sentence_is_filled_in() -> None:
    assert _("Page %(page)s", page=2) == "Page 2"
    assert _("100 % sure") == "100 % sure"
    assert N_("A constant") == str(lazy_gettext("A constant")) == "A constant"


def test_a_number_decides_about_the_form() -> None:
    assert [ngettext("%(num)s update", "%(num)s updates", number) for number in (0, 1, 2)] == [
        "0 updates",
        "1 update",
        "2 updates",
    ]


def test_a_catalogue_in_another_language_is_used_for_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    german = Catalog("de")
    german.add("Corrections", "Korrekturen")
    german.add(("%(num)s update", "%(num)s updates"), ("%(num)s Meldung", "%(num)s Meldungen"))
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, german)
    monkeypatch.setattr(translation, "FOLDER", tmp_path)
    translation._catalogue.cache_clear()
    lazy, before = lazy_gettext("Corrections"), translation.language.set("de")
    try:
        assert (_("Corrections"), str(lazy)) == ("Korrekturen", "Korrekturen")
        assert ngettext("%(num)s update", "%(num)s updates", 2) == "2 Meldungen"
        assert _("Itinerary") == "Itinerary"
    finally:
        translation.language.reset(before)
        translation._catalogue.cache_clear()
    assert str(lazy) == "Corrections"
