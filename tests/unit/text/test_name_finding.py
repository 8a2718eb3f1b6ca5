"""Whether a text names somebody, in whatever spelling."""

from __future__ import annotations

import pytest

from blog.text import name_finding
from blog.text.folding import fold
from blog.text.name_finding import SearchedText, Wanted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("So says ADA NORD today.", "Ada Nord"),
        ("Mr Nord’s view", "Ada Nord"),
        ("see https://example.org/ada-nord/view", "Ada Nord"),
        ("Jose Nunez spoke", "José Núñez"),
        ("James Steinberg said", "James B. Steinberg"),
        ("a deputy secretary of state", "Deputy Secretary of State"),
        ("秦刚表示遗憾", "秦刚"),
        ("Dai told us so.", "dai bingguo"),
        ("قال الوزير عبدالله اليوم", "عبدالله الخالد"),
    ],
)
def test_a_name_is_found(text: str, name: str) -> None:
    assert SearchedText(text).has(Wanted(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [("They went north.", "Ada Nord"), ("A gang of two", "Qin Gang"), ("Nordic air", "Ada Nord"), ("", "A")],
)
def test_other_words_are_no_name(text: str, name: str) -> None:
    assert not SearchedText(text).has(Wanted(name))


def test_a_text_is_folded_once_for_all_names(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []
    monkeypatch.setattr(name_finding, "fold", lambda text: folded.append(text) or fold(text))
    text = SearchedText("They spoke of Trade and of Tibet.")
    for number in range(50):
        assert not text.has(Wanted(f"Ada Nord {number}"))
    assert sum("spoke" in text for text in folded) == 1


def test_a_title_is_found_as_a_whole() -> None:
    title = Wanted("Spokesman, Foreign Ministry", is_title=True)
    assert SearchedText("the spokesman, foreign ministry, said").has(title)
    assert not SearchedText("The Foreign Ministry has denied this.").has(title)
