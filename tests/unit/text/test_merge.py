"""Merging two wordings: both changes where they lie apart, both wordings where they touch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog import languages
from blog.text.merge import has_two_wordings, merge, merge_without_base
from blog.translation import speaking

BASE = "The talks lasted two days. Both sides will meet again.\n\nNo date was given."


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (
            "The talks lasted three days. Both sides will meet again.\n\nNo date was given.",
            "The talks lasted two days. Both sides will meet again in Tokyo.\n\nNo date was given.",
            "The talks lasted three days. Both sides will meet again in Tokyo.\n\nNo date was given.",
        ),
        (BASE, "The talks are over.", "The talks are over."),
        ("One more line.\n\n" + BASE, BASE + "\n\nThe end.", "One more line.\n\n" + BASE + "\n\nThe end."),
        (BASE.replace("two", "three"), BASE.replace("two", "three"), BASE.replace("two", "three")),
    ],
)
def test_changes_that_lie_apart_are_both_made(mine: str, theirs: str, merged: str) -> None:
    assert merge(BASE, mine, theirs) == (merged, True)
    assert merge(BASE, theirs, mine) == (merged, True)


def test_words_apart_in_one_sentence_are_both_changed() -> None:
    assert merge("one two three", "ONE two three", "one two THREE") == ("ONE two THREE", True)
    assert merge("会谈持续了两天。", "会谈持续了三天。", "双方会谈持续了两天。") == ("双方会谈持续了三天。", True)


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ("They met three days.", "They met two weeks.", "They met ⟦yours: three days⟧ ⟦theirs: two weeks⟧."),
        ("They met two days, and parted.", "They met two days in Rome.", None),
        ("They met.", "They met two whole weeks.", None),
        ("They met four days.", "They met three days.", "They met ⟦yours: four⟧ ⟦theirs: three⟧ days."),
    ],
)
def test_where_changes_touch_both_wordings_are_kept_and_marked(mine: str, theirs: str, merged: str | None) -> None:
    text, is_clean = merge("They met two days.", mine, theirs)
    assert not is_clean
    assert has_two_wordings(text)
    assert merged in (None, text)


def test_marks_of_every_language_are_found_by_every_other() -> None:
    for text in map(_in, languages.spoken()):
        assert has_two_wordings(text)
        assert "four⟧" in text
    assert "⟦andere Fassung:⟧" in _in("de")
    assert not has_two_wordings("⟦Rome⟧ was quiet: nobody came.")


def _in(tag: str) -> str:
    with speaking(tag):
        return merge("They met two days.", "They met four days.", "They met days.").text


def test_without_a_common_text_nothing_of_either_is_lost() -> None:
    long = "Both sides will meet again in the spring."
    assert merge_without_base(f"New. {long}", f"{long} The end.") == (f"New. {long} The end.", True)
    text, is_clean = merge_without_base("They met on Monday.", "They met on Tuesday.")
    assert (text, is_clean) == ("They met on ⟦yours: Monday⟧ ⟦theirs: Tuesday⟧.", False)


WORDS = st.lists(st.sampled_from(["one", "two", " ", "\n", ".", "会", "١"]), max_size=8).map("".join)


@given(WORDS, WORDS, WORDS)
def test_whoever_changed_nothing_gets_the_others_text(base: str, mine: str, theirs: str) -> None:
    assert merge(base, base, theirs) == (theirs, True)
    assert merge(base, mine, base) == (mine, True)
    assert merge(base, mine, mine) == (mine, True)
    assert merge(base, mine, theirs).is_clean is not has_two_wordings(merge(base, mine, theirs).text)
