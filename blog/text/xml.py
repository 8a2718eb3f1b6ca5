"""What an XML document may hold."""

from __future__ import annotations

import re

# XML 1.0 section 2.2: not even an entity can say these. A person may have pasted one, or an import brought it.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(document: str) -> str:
    """The document without the characters that would make it unreadable as a whole."""
    return _ILLEGAL.sub("", document)
