"""What was found at an address, as clean and short plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date

from blog.text.cleaning import one_line
from blog.text.excerpt import shortened
from blog.text.tags import is_language
from blog.text.visible import is_blank

TITLE_CHARACTERS, SITE_CHARACTERS, AUTHOR_CHARACTERS, EXCERPT_CHARACTERS = 200, 100, 100, 300
# A page may put a megabyte into one field; what is beyond this is not looked at.
_MOST_LOOKED_AT = 2_000
# Half of a character, which no database stores, and marks that would turn the order of the text around them.
_HARMFUL = re.compile("[\ud800-\udfff\ufeff\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Found:
    """The words of a card. `player` is the id of the post in the player of its provider."""

    title: str = ""
    site: str = ""
    author: str = ""
    dated: date | None = None
    excerpt: str = ""
    lang: str = ""
    provider: str = ""
    player: str = ""

    def filled_from(self, other: Found) -> Found:
        """These words, with those of another source where there are none."""
        missing = {field.name: getattr(other, field.name) for field in fields(self) if not getattr(self, field.name)}
        return replace(self, **missing)

    def cleaned(self) -> Found:
        """The same on single lines, cut to their lengths, without an excerpt that only repeats the title."""
        title, excerpt = words(self.title, TITLE_CHARACTERS), words(self.excerpt, EXCERPT_CHARACTERS)
        return replace(
            self,
            title=title,
            site=words(self.site, SITE_CHARACTERS),
            author=words(self.author, AUTHOR_CHARACTERS),
            excerpt="" if excerpt == title else excerpt,
            lang=self.lang if is_language(self.lang) else "",
        )


def words(text: str, most: int) -> str:
    """Foreign text on one line, shortened to `most` characters; empty if it shows nothing."""
    line = one_line(_HARMFUL.sub("", text[:_MOST_LOOKED_AT]))
    return "" if is_blank(line) else shortened(line, most)
