"""Whether a text names somebody, in whatever spelling."""

from __future__ import annotations

import pytest

from blog.text.name_finding import names_in_text


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
    ],
)
def test_a_name_is_found(text: str, name: str) -> None:
    assert names_in_text(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [("They went north.", "Ada Nord"), ("A gang of two", "Qin Gang"), ("Nordic air", "Ada Nord"), ("", "A")],
)
def test_other_words_are_no_name(text: str, name: str) -> None:
    assert not names_in_text(text, name)
