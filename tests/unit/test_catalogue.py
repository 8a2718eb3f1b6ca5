"""The catalogue of sentences to translate, and what Python does with it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from blog import catalogues, languages
from blog.catalogues import key_of
from blog.translation import N_, _, lazy_gettext, lazy_pgettext, ngettext, pgettext, speaking
from tests import catalogue, pseudo

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


def test_another_language_is_used_for_what_its_catalogue_has(tmp_path: Path) -> None:
    lazy = lazy_gettext("Corrections")
    with pseudo.spoken(tmp_path, lambda message: message.id != "Itinerary"), speaking("en", "de"):
        assert (_("Corrections"), str(lazy)) == ("⟦Corrections⟧", "⟦Corrections⟧")
        assert ngettext("%(num)s minute", "%(num)s minutes", 2) == "⟦2 minutes⟧"
        assert _("Itinerary") == "Itinerary"
    assert str(lazy) == "Corrections"


def test_words_that_mean_two_things_are_told_apart_by_their_context(tmp_path: Path) -> None:
    lazy = lazy_pgettext("person", "Name")
    with pseudo.spoken(tmp_path, lambda message: message.context == "person"), speaking("en", "de"):
        assert (pgettext("person", "Name"), str(lazy), _("Name")) == ("⟦Name⟧", "⟦Name⟧", "Name")
    assert (pgettext("person", "Name"), str(lazy)) == ("Name", "Name")


def test_what_is_fuzzy_counts_as_missing(tmp_path: Path) -> None:
    with pseudo.spoken(tmp_path):
        path = languages.LANGUAGES["de"].catalogue
        marked = path.read_text().replace('msgid "Itinerary"', '#, fuzzy\nmsgid "Itinerary"')
        path.write_text(marked)
        catalogues.of.cache_clear()
        with speaking("de"):
            assert (_("Itinerary"), _("Corrections")) == ("Itinerary", "⟦Corrections⟧")
        assert [one.id for one in catalogue.missing("de")] == ["Itinerary"]


@pytest.mark.parametrize(
    ("tag", "best"),
    [("de", "de"), ("de-AT", "de"), ("DE", "de"), ("pt", "en"), ("zh-TW", "en"), ("", "en"), ("x" * 999, "en")],
)
def test_a_language_that_is_not_spoken_falls_back_to_english(tmp_path: Path, tag: str, best: str) -> None:
    with pseudo.spoken(tmp_path):
        assert languages.best(tag) == best
        assert languages.asked(tag, "de") == ("" if best == "de" or not tag else best)


@pytest.mark.parametrize("tag", languages.spoken()[1:])
def test_every_sentence_that_readers_meet_is_translated(tag: str) -> None:
    assert not [key_of(one) for one in catalogue.missing(tag)]
    assert catalogue.is_current(tag), f"run `make messages`: the catalogue of {tag} is stale"


def test_a_sentence_that_lacks_one_of_its_forms_is_said_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=(n > 1)\\n"\n\n'
        b'msgid "day"\nmsgid_plural "days"\nmsgstr[0] "den"\nmsgstr[1] "dny"\n'
    )
    monkeypatch.setattr(Path, "open", lambda *_, **__: BytesIO(text))
    found = catalogues.of.__wrapped__("ru")
    assert found.ngettext("day", "days", 5) == "days"
    assert [found.form(1), found.form(5)] == [0, 1]


@pytest.mark.parametrize("tag", languages.spoken()[1:])
def test_a_translation_has_the_values_and_the_markup_of_its_sentence(tag: str) -> None:
    assert not catalogue.odd(tag)
