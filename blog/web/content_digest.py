"""What a page says, in sixteen letters: by them a page that is open learns whether the site says the same by now."""

from __future__ import annotations

import re
from hashlib import sha256

# A sentence that only counts what stands elsewhere: nobody has to be told that it counts one more.
_PASSING = re.compile(r"<p [^>]*\bdata-passing\b.*?</p>", re.DOTALL)
LETTERS = 16


def digest(main: str) -> str:
    """The same for the same words and addresses, whatever else happened in the visit."""
    return sha256(_PASSING.sub("", main).encode()).hexdigest()[:LETTERS]
