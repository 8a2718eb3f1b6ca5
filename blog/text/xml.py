"""Keeps XML documents well-formed."""

from __future__ import annotations

import re

# Characters that XML 1.0 (section 2.2) does not allow in any form. They can arrive by pasting or importing.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(document: str) -> str:
    """Removes the characters that would make a whole document unreadable."""
    return _ILLEGAL.sub("", document)
