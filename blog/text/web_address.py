"""Web addresses that a browser may follow."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_NOT_IN_AN_ADDRESS = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]")


def host(url: str) -> str:
    """The host of a complete http or https address; empty for anything else, so that no link can run a script."""
    try:
        parts = urlsplit(url)
        is_followable = parts.scheme in ("http", "https") and not _NOT_IN_AN_ADDRESS.search(url)
        return (parts.hostname or "") if is_followable else ""
    except ValueError:  # a bracket that is not part of an IPv6 address
        return ""
