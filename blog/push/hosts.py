"""Which services a browser's subscription may name: strangers send them, and the site posts there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

# Those of Chrome and its relatives, Firefox, Safari and Edge.
DEFAULT = "fcm.googleapis.com updates.push.services.mozilla.com web.push.apple.com *.notify.windows.com"
_HOST = re.compile(r"(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)


def parse(text: str) -> tuple[str, ...]:
    """The hosts in PUSH_HOSTS; `*.` before one means all below it. Raises ValueError."""
    found = tuple(text.lower().split())
    if wrong := [host for host in found if not _HOST.fullmatch(host)]:
        raise ValueError(
            "PUSH_HOSTS lists hosts such as push.example.org or *.push.example.org with spaces between them; "
            f"{wrong[0]!r} is neither."
        )
    return found


def service_of(endpoint: str, hosts: Sequence[str]) -> str | None:
    """The host among these that an endpoint belongs to; None for any other address, and for what is not `https`."""
    try:
        parts = urlsplit(endpoint)
        host, is_usual = parts.hostname or "", parts.port in (None, 443)
    except ValueError:
        return None
    if parts.scheme != "https" or not is_usual or "@" in parts.netloc or not endpoint.isascii():
        return None
    if not endpoint.isprintable() or " " in endpoint:
        return None
    return next((known for known in hosts if _covers(known, host)), None)


def _covers(known: str, host: str) -> bool:
    return host.endswith(known.removeprefix("*")) if known.startswith("*.") else host == known
