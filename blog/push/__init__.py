"""Web Push (RFC 8030): which services are believed, the site's key, and a process that encrypts and sends."""

from __future__ import annotations

from dataclasses import dataclass

from blog.push import hosts, vapid
from blog.push.hosts import DEFAULT as DEFAULT_HOSTS
from blog.push.vapid import new_key

__all__ = ["DEFAULT_HOSTS", "PushSettings", "from_settings", "new_key"]


@dataclass(frozen=True)
class PushSettings:
    """The key with which the site signs what it sends, and the hosts of the services it sends to."""

    key: vapid.Key
    hosts: tuple[str, ...]


def from_settings(key: str, services: str) -> PushSettings | None:
    """Checks PUSH_KEY and PUSH_HOSTS. None without a key. Raises ValueError with a sentence that says what to do."""
    known = hosts.parse(services)
    return PushSettings(vapid.read(key), known) if key else None
