"""`@name` in a note means a colleague."""

from __future__ import annotations

import pytest

from blog.text.mentions import Mention, Person, split

PEOPLE = [
    Person(1, "Ada Lovelace", "ada.l@example.org"),
    Person(2, "Ada", "countess@example.org"),
    Person(3, "Jürgen Müller", "jm@example.org"),
    Person(4, "Anna Müller", "anna@example.org"),
    Person(5, "李明", "li@example.org"),
    Person(6, "Sean O’Brien", "sean@example.org"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Ada Lovelace, please look", {"@Ada Lovelace": {1}}),
        ("ask @ada lovelace.", {"@ada lovelace": {1}}),
        ("@ada has it", {"@ada": {2}}),
        ("@adam has it", {"@adam": set()}),
        ("(@lovelace)", {"@lovelace": {1}}),
        ("@jurgen and @anna", {"@jurgen": {3}, "@anna": {4}}),
        ("@Müller", {"@Müller": {3, 4}}),
        ("@countess", {"@countess": {2}}),
        ("@ada.l: look", {"@ada.l": {1}}),
        ("＠李明请看", {"＠李明": {5}}),
        ("@O’Brien.", {"@O’Brien": {6}}),
        ("@nobody, @ada", {"@nobody": set(), "@ada": {2}}),
        ("write to ada@example.org or @ home", {}),
        ("@@ada", {}),
        ("", {}),
    ],
)
def test_a_name_after_the_sign_is_looked_up(text: str, found: dict[str, set[int]]) -> None:
    pieces = list(split(text, PEOPLE))
    mentions = [piece for piece in pieces if isinstance(piece, Mention)]
    assert {each.text: {one.key for one in each.people} for each in mentions} == found
    assert "".join(each.text if isinstance(each, Mention) else each for each in pieces) == text
