"""Translates the sentences people read; English is the source language, so each sentence is its own key.

Wrap a sentence where it is made: `_("Nothing was changed.")`, `_("Choose one of %(words)s.", words=…)`, and
`ngettext("%(num)s update", "%(num)s updates", count)` where a number decides. The result is a plain `str` in the
language of the request, so every layer may use this and none has to know the language. A constant is made before there
is a request: mark it with `N_()` and translate it where it is used, `_(CONSTANT)`. Translate literals only, never an
f-string, and do not build a sentence from parts: other languages put them in another order. Words that mean two things
get a context, `pgettext("person", "Name")`.

Templates have the same `_()`, `ngettext()` and `pgettext()`, and `{% trans %}`; what an imported template sets is made
once for all requests, so it is `lazy_gettext()` or `lazy_pgettext()`. Scripts have `gettext()` of
`static/js/messages.js`. `make messages` collects all sentences in `translations/messages.pot`; how they are translated,
docs/languages.md says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from blog import catalogues
from blog.languages import ENGLISH

language: ContextVar[str] = ContextVar("language", default=ENGLISH)
# The language that links of the page carry: the one that was chosen in place of the page's own, or "".
carried: ContextVar[str] = ContextVar("carried", default="")


@contextmanager
def speaking(own: str, chosen: str = "") -> Iterator[None]:
    """Makes sentences in the language that was chosen, which links carry, or else in the page's own."""
    before = language.set(chosen or own), carried.set(chosen)
    try:
        yield
    finally:
        language.reset(before[0])
        carried.reset(before[1])


def gettext(sentence: str, **values: object) -> str:
    """The sentence in the language of the request, with every `%(name)s` filled in."""
    translated = lookup(sentence)
    return translated % values if values else translated


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form of the sentence that `num` asks for, with `%(num)s` and the other values filled in."""
    return lookup_plural(one, many, num) % {"num": num, **values}


def pgettext(context: str, sentence: str) -> str:
    """The sentence in the meaning of a context, a word or two that tell translators which one is meant."""
    spoken = language.get()
    return sentence if spoken == ENGLISH else catalogues.of(spoken).pgettext(context, sentence)


def gap() -> str:
    """What parts two sentences, or a label from its value: a space, which Chinese and Japanese do without."""
    return gettext("%(first)s %(second)s", first="", second="")


def N_(sentence: str) -> str:  # noqa: N802 — gettext's name for it
    """Marks a constant for the catalogue, and returns it unchanged."""
    return sentence


_ = gettext


class lazy_gettext:  # noqa: N801 — used as a function
    """A sentence that is translated whenever it is shown."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    def __str__(self) -> str:
        return lookup(self._sentence)


class lazy_pgettext:  # noqa: N801 — used as a function
    """A sentence with a context that is translated whenever it is shown."""

    def __init__(self, context: str, sentence: str) -> None:
        self._of = context, sentence

    def __str__(self) -> str:
        return pgettext(*self._of)


def lookup(sentence: str) -> str:
    """The sentence in the language of the request, with its `%(name)s` still in it."""
    spoken = language.get()
    return sentence if spoken == ENGLISH else catalogues.of(spoken).gettext(sentence)


def lookup_plural(one: str, many: str, num: int) -> str:
    """The form that `num` asks for, with its `%(name)s` still in it."""
    spoken = language.get()
    if spoken == ENGLISH:
        return one if num == 1 else many
    return catalogues.of(spoken).ngettext(one, many, num)
