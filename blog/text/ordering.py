"""The order of names in a language, as its readers look them up.

Why no library does it: docs/decisions/13-scripts.md.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex
from anyascii import anyascii

from blog.text.folding import fold
from blog.translation import language

# The script that a language's own names are in, which stand before all others. Japanese has Latin names before its own.
_OWN = {"zh": "Han", "ko": "Hangul", "he": "Hebrew", "el": "Greek"}
_OWN |= dict.fromkeys(("ar", "fa", "ur"), "Arabic") | dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk"), "Cyrillic")
# Where letters are not in the order of their numbers in Unicode, or one with a mark is a letter of its own.
_ALPHABETS = {
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقكگلمنوهي",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "sv": "abcdefghijklmnopqrstuvwxyzåäö",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
_BREAK, _DIGIT, _FIRST, _LATIN, _OTHER, _HAN = range(6)
_AFTER_ALPHABET = 1000
_HIRAGANA, _KATAKANA = range(0x3041, 0x3097), range(0x30A1, 0x30F7)
_BETWEEN_KANA = 0x60

Place = tuple[tuple[int, str, int], ...]


@lru_cache(maxsize=4096)
def place(name: str, lang: str) -> tuple[Place, str]:
    """What to sort a name by. Case, accents, punctuation and vowel marks decide nothing; `lang` is a language tag.

    Chinese is in the order of pinyin, and by radicals where the tag says that it is traditional.
    """
    primary, *parts = lang.lower().split("-")
    by_sound = primary == "zh" and not {"hant", "tw", "hk", "mo"} & set(parts)
    letters = unicodedata.normalize("NFKC", name).casefold()
    return tuple(one for letter in letters if (one := _weight(letter, primary, by_sound))), name


def place_here(name: str) -> tuple[Place, str]:
    """The same in the language of the request."""
    return place(name, language.get())


@lru_cache(maxsize=4096)
def _weight(letter: str, primary: str, by_sound: bool) -> tuple[int, str, int] | None:
    """The script, then the sound, then the letter; None for what decides nothing."""
    if letter.isspace() or letter == "-":
        return _BREAK, "", 0
    if letter.isdecimal():
        return _DIGIT, "", unicodedata.decimal(letter)
    if not letter.isalpha():
        return None
    if regex.match(r"\p{Han}", letter):
        return _FIRST if primary == "zh" else _HAN, anyascii(letter).lower() if by_sound else "", ord(letter)
    if ord(letter) in _KATAKANA or ord(letter) in _HIRAGANA:
        return _OTHER, "", ord(letter) - _BETWEEN_KANA * (ord(letter) in _KATAKANA)
    alphabet = _ALPHABETS.get(primary, "")
    base = letter if letter in alphabet else fold(letter)[:1]
    if not base:
        return None
    at = alphabet.find(base)
    return _rank(base, primary), "", at if at >= 0 else _AFTER_ALPHABET + ord(base)


def _rank(letter: str, primary: str) -> int:
    own = _OWN.get(primary, "Latin")
    if regex.match(rf"\p{{{own}}}", letter):
        return _FIRST
    return _LATIN if regex.match(r"\p{Latin}", letter) else _OTHER
