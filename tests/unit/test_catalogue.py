"""The catalogue of sentences to translate, and what Python does with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from blog import catalogues, gettext_file, languages
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
    assert not [catalogue.key_of(one) for one in catalogue.missing(tag)]
    assert catalogue.is_current(tag), f"run `make messages`: the catalogue of {tag} is stale"


@pytest.mark.parametrize("tag", languages.spoken()[1:])
def test_our_reader_finds_in_a_catalogue_what_babels_finds(tag: str) -> None:
    entries = gettext_file.read(languages.LANGUAGES[tag].catalogue.read_text(encoding="utf-8"))
    assert [(one.context, one.sentence, one.forms, one.places) for one in entries if one.sentence] == [
        (
            one.context or "",
            one.id[0] if one.pluralizable else one.id,
            catalogue.forms_of(one),
            [at for at, _ in one.locations],
        )
        for one in catalogue.messages(tag)
    ]


def test_lines_that_are_broken_escaped_marked_or_obsolete_are_read_as_gettext_means_them() -> None:
    text = (
        'msgid ""\nmsgstr "Language: de\\n"\n#. for translators\n#: a.py b.py\n#: c.py\n#, python-format, fuzzy\n'
        'msgctxt "x"\nmsgid ""\n"one \\"two\\"\\n"\n"three\\\\n"\nmsgstr "vier"\n\n#~ msgid "old"\n#~ msgstr "alt"\n'
        '\nmsgid "five"\nmsgid_plural "fives"\nmsgstr[0] "fünf"\nmsgstr[1] ""\n"fünfe"'
    )
    header, one, two = gettext_file.read(text)
    assert header.forms == ("Language: de\n",)
    assert (one.context, one.sentence, one.forms) == ("x", 'one "two"\nthree\\n', ("vier",))
    assert (one.places, one.is_fuzzy) == (["a.py", "b.py", "c.py"], True)
    assert (two.sentence, two.plural, two.forms, two.is_fuzzy) == ("five", True, ("fünf", "fünfe"), False)


def test_a_sentence_that_lacks_one_of_its_forms_is_said_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        'msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=(n > 1)\\n"\n\n'
        'msgid "day"\nmsgid_plural "days"\nmsgstr[0] "den"\nmsgstr[1] "dny"\n'
    )
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: text)
    found = catalogues.of.__wrapped__("ru")
    assert found.ngettext("day", "days", 5) == "days"
    assert [found.form(1), found.form(5)] == [0, 1]


@pytest.mark.parametrize("tag", languages.spoken()[1:])
def test_a_translation_has_the_values_and_the_markup_of_its_sentence(tag: str) -> None:
    assert not catalogue.odd(tag)
