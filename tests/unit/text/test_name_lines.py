"""Pasted lists of speakers: whatever parts the name from the title, and whatever marks the lines of a list."""

from __future__ import annotations

import pytest

from blog.text import name_lines


@pytest.mark.parametrize(
    ("line", "name", "title"),
    [
        ("Qin Gang, Foreign Minister", "Qin Gang", "Foreign Minister"),
        (
            "James Steinberg, Deputy Secretary, State Department",
            "James Steinberg",
            "Deputy Secretary, State Department",
        ),
        ("Qin Gang\tForeign Minister", "Qin Gang", "Foreign Minister"),
        ("Smith, John\tEnvoy", "Smith, John", "Envoy"),
        ("秦刚，外交部发言人", "秦刚", "外交部发言人"),
        ("秦刚：发言人", "秦刚", "发言人"),
        ("محمد، الوزير", "محمد", "الوزير"),
        ("Anne-Marie Slaughter – Director", "Anne-Marie Slaughter", "Director"),
        ("Anne-Marie Slaughter - Director", "Anne-Marie Slaughter", "Director"),
        ("Wang—Minister", "Wang", "Minister"),
        ("- Wang, Minister", "Wang", "Minister"),
        ("• Wang, Minister", "Wang", "Minister"),
        ("12. Wang, Minister", "Wang", "Minister"),
        ("1、秦刚，发言人", "秦刚", "发言人"),
        ("Wang", "Wang", ""),
        (", Minister", "", "Minister"),
    ],
)
def test_a_line_is_a_name_and_a_title(line: str, name: str, title: str) -> None:
    assert list(name_lines.parse(line)) == [(line.strip(), name, title)]


def test_blank_lines_mean_nobody() -> None:
    assert list(name_lines.parse("\r\nA, B\n\n  \n- C, D\n")) == [("A, B", "A", "B"), ("- C, D", "C", "D")]
