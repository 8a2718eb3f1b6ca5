"""Converts HTML to plain text and shortens text at word boundaries."""

from __future__ import annotations

import html
import re

import nh3
import regex

from blog.text.graphemes import cut
from blog.text.lone_addresses import all_left_out

_BLOCK_END = re.compile(r"</(?:p|li|h\d|blockquote|tr|pre)>|<br\s*/?>")
_CELL_END = re.compile(r"</t[hd]>")
_ITEM = re.compile(r"<li\b[^>]*>")
# Chinese and Japanese have no spaces between words, so a line break between them is no space either.
_WIDE = r"[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
LINE_END = re.compile(rf"(?<={_WIDE})<br\s*/?>\s*(?={_WIDE})")
_SPACE = re.compile(r"\s+")
# Nor is one needed between their sentences: a full stop is as wide as a character.
_AFTER_STOP = re.compile(rf"(?<=[。！？；])([”’」』）]?) (?={_WIDE}|[“‘])")
# What does not stand before an ellipsis: a comma, a dash, a bracket that opens for words that are cut off.
_LOOSE = " ,;:.–—，、；：。・·،؛۔\u200e\u200f([{（【〔「『《〈“‘„«‹"
# Not the point of an initial or of a title before a name, nor one before a small letter.
_SENTENCE_END = regex.compile(
    r"""(?<!\b(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sen|Rep|Gov|No|vs))[.!?…؟۔]+["'”’»)\]]*(?=\s+[^\p{Ll}\s])"""
    r"""|[。！？]+["'”’»」』）]*"""
)
# A full stop or its like, and what may close behind it: „…!“, « … ! », 「…。」.
_ENDED = regex.compile(r"""[.!?…。！？؟۔](?:\s*["'\p{Pi}\p{Pf}\p{Pe}])*$""")


def plain(markup: str) -> str:
    """The text of an HTML fragment on one line."""
    markup = LINE_END.sub("", markup)
    words = _SPACE.sub(" ", html.unescape(nh3.clean(_BLOCK_END.sub(" ", markup), tags=set()))).strip()
    return _AFTER_STOP.sub(r"\1", words)


def excerpt(markup: str, most: int = 160) -> str:
    """The text of an HTML fragment, shortened to `most` characters with an ellipsis. Addresses alone on a line are left
    out, unless there is nothing else."""
    return shortened(plain(all_left_out(markup)) or plain(markup), most)


def shortened(text: str, most: int = 160) -> str:
    """Plain text on one line, shortened to `most` characters with an ellipsis. "growth <3 %" is text, not markup.

    Text without spaces (Chinese, Japanese) is cut between characters as readers count them.
    """
    words = _SPACE.sub(" ", text).strip()
    if len(words) <= most:
        return words
    begun = cut(words, most - 1)
    if " " in begun[most // 2 :]:
        begun = begun.rsplit(" ", 1)[0]
    return begun.rstrip(_LOOSE) + "…"


def first_sentence(markup: str) -> str:
    """The first sentence of an HTML fragment's first paragraph, or all of that paragraph."""
    paragraph = lines(markup).split("\n")[0].removeprefix("• ")
    end = _SENTENCE_END.search(paragraph)
    return paragraph[: end.end()] if end else paragraph


def lines(markup: str) -> str:
    """The text of an HTML fragment, one line for each block, with a bullet before list items."""
    broken = _BLOCK_END.sub("\n", _CELL_END.sub(" · ", _ITEM.sub("• ", _SPACE.sub(" ", markup))))
    words = html.unescape(nh3.clean(broken, tags=set()))
    return "\n".join(line for part in words.split("\n") if (line := part.strip(" ·")))


def ends_as_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, perhaps with quotation marks or brackets behind its full stop."""
    return _ENDED.search(text.rstrip()) is not None
