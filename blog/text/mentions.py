"""Finds `@name` in a text, and whom it means of the people that it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blog.text.folding import fold

# Not within an address; the full-width sign is one as well.
_SIGN = re.compile(r"(?<![\w@＠.])[@＠](?=\w)")
_WORD = re.compile(r"\w+(?:[.'’-]\w+)*")


@dataclass(frozen=True)
class Person:
    """Somebody who can be mentioned: by the whole name, by a word of it, or by what stands before the @ of `email`."""

    key: int
    name: str
    email: str


@dataclass(frozen=True)
class Mention:
    """An `@name` as it was typed. `people` are those that it may mean: none, one, or several."""

    text: str
    people: tuple[Person, ...]


def split(text: str, people: Sequence[Person]) -> Iterator[str | Mention]:
    """The text in pieces, each a run of words or a mention; joined, they are the text."""
    done = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < done:
            continue
        mention = _mention(text, sign, people)
        if text[done : sign.start()]:
            yield text[done : sign.start()]
        yield mention
        done = sign.start() + len(mention.text)
    if text[done:]:
        yield text[done:]


def _mention(text: str, sign: re.Match[str], people: Sequence[Person]) -> Mention:
    """The longest whole name after the sign; or its first word, which may be part of several names."""
    rest = text[sign.end() :]
    word = _WORD.match(rest)
    typed = word[0] if word else ""
    longest = max((len(person.name) for person in people if _begins_with(rest, person.name)), default=0)
    by_word = tuple(person for person in people if fold(typed) in _handles(person))
    if longest and not (by_word and len(typed) > longest):
        typed = rest[:longest]
        by_word = tuple(person for person in people if person.name.casefold() == typed.casefold())
    return Mention(sign[0] + typed, by_word)


def _begins_with(text: str, name: str) -> bool:
    """Whether the name stands at the beginning of the text, and ends there; scripts without case may write on."""
    after = text[len(name) : len(name) + 1]
    is_whole = not after.isalnum() or name[-1:].lower() == name[-1:].upper()
    return bool(name) and is_whole and text[: len(name)].casefold() == name.casefold()


def _handles(person: Person) -> set[str]:
    return {fold(word) for word in (*person.name.split(), person.email.partition("@")[0])} - {""}
