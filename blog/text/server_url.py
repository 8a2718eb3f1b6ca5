"""Reads addresses of servers in settings, such as MAIL_URL: `smtps://user:password@smtp.example.org?from=…`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class ServerUrl:
    """The parts of an address. `asked` has the last value of each argument."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    path: str
    asked: Mapping[str, str]


def parse(url: str, ports: Mapping[str, int], arguments: Collection[str], shape: str) -> ServerUrl:
    """The parts of `url`, whose scheme is one of `ports`, which are the usual ones, and whose arguments are known.

    Raises ValueError with `shape`, the sentence that says how it must look.
    """
    try:
        parts = urlsplit(url)
        asked = parse_qs(parts.query, strict_parsing=bool(parts.query))
        port = parts.port or ports.get(parts.scheme, 0)
    except ValueError:
        raise ValueError(shape) from None
    if parts.scheme not in ports or not parts.hostname or asked.keys() - set(arguments):
        raise ValueError(shape)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    last = {name: values[-1] for name, values in asked.items()}
    return ServerUrl(parts.scheme, parts.hostname, port, user, password, unquote(parts.path.strip("/")), last)


def is_this_machine(host: str) -> bool:
    """Whether what is said to this host does not leave the machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
