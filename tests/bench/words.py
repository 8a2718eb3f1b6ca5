"""The same plausible words on every machine: what bench reporters write."""

from __future__ import annotations

import random

_WORDS = """
about accord according account adviser affairs after again against agency agenda agreement airport alliance already
also ambassador among announced another answer approach archive arms arrived asked assembly assurance at aviation away
balance bank banquet before began behind believed between bilateral board border bridge brief briefing brought
building business cabinet called camera capital car careful caucus cautious ceremony chair chamber change chief city
claim climate close coalition column commission committee common communique concern concluded condition conference
confidence confirmed consul contact convoy council country course crisis crowd current customs daily debate decision
declined defence delay delegation demand denied departure deputy described desk dialogue differences dinner diplomat
direct discussion dispute document door draft during duty early east economy editor embassy emerged energy envoy
evening event exchange expected expert export express extra farewell figure final firm flag flight follow foreign
formal forum four frank friday friendly garden gate general gesture given global goods government great greeted ground
group guard guest guesthouse guidance half hall hand handshake harbour head heard held helped high history honour hope
host hotel hour human hundred import
""".split()  # noqa: SIM905 — a hundred quotation marks are no easier to read


def paragraphs(number: int, characters: int = 560) -> str:
    """Markdown in two paragraphs, of exactly so many characters, different for each number."""
    chance = random.Random(number)
    half = characters // 2 - 1
    return f"{_sentences(chance, half)}\n\n{_sentences(chance, characters - half - 2)}"


def headline(number: int) -> str:
    """A headline of 60 characters, different for each number."""
    return _sentences(random.Random(1_000_000 + number), 60).removesuffix(".") + "s"


def _sentences(chance: random.Random, characters: int) -> str:
    text = ""
    while len(text) < characters:
        text += " ".join(chance.choices(_WORDS, k=chance.randint(8, 16))).capitalize() + ". "
    return text[: characters - 1].rstrip(" .").ljust(characters - 1, "x") + "."
