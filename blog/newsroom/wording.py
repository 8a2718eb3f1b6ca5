"""Checks words that somebody typed: choices, lengths, whether they show anything, whether their links are whole."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from blog.text import markdown
from blog.text.cleaning import one_line
from blog.text.graphemes import cut
from blog.text.visible import is_blank
from blog.translation import N_, _, ngettext

Choice = TypeVar("Choice", bound=StrEnum)
NOTHING_VISIBLE = N_("Readers would see only a blank here. Write some text, or clear the field.")


def visible(text: str) -> str:
    """The text, or an empty string if it has no visible character."""
    return "" if is_blank(text) else text


def visible_line(text: str) -> str:
    """The text cleaned as one line, or an empty string if it has no visible character."""
    return visible(one_line(text))


def check_choice(errors: dict[str, str], field: str, enum: type[Choice], text: str, default: Choice) -> Choice:
    """The choice that a text names, or the default for none. Adds a sentence to `errors` if it names no choice."""
    try:
        return enum(text.strip() or default)
    except ValueError:
        errors[field] = _("Choose one of %(words)s.", words=", ".join(enum))
        return default


def check_markdown(errors: dict[str, str], field: str, text: str, most: int) -> str:
    """Renders a Markdown text, which may be empty.

    Adds a sentence to `errors` if it is too long (which is checked before parsing), shows nothing, or has a link
    without a full address.
    """
    if check_length(errors, field, _("The text"), text, most) or is_blank(text):
        return ""
    read = markdown.read(text)
    if read.is_blank:
        errors[field] = _(NOTHING_VISIBLE)
    for address in read.unfinished_links[:1]:
        sentence = _("Write the link %(address)s in full, beginning with https://.", address=cut(address, 80))
        errors.setdefault(field, sentence)
    return read.html


def check_length(errors: dict[str, str], field: str, what: str, text: str, most: int) -> bool:
    """Whether a text exceeds its limit; if so, adds a sentence to `errors`. `what` is the subject: `The headline`."""
    over = len(text) - most
    if over > 0:
        errors[field] = ngettext(
            "%(what)s is %(over)s character too long (maximum %(most)s). Your text is kept.",
            "%(what)s is %(over)s characters too long (maximum %(most)s). Your text is kept.",
            over,
            what=what,
            over=format(over, ","),
            most=format(most, ","),
        )
    return over > 0
