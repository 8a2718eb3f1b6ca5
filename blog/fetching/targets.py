"""Decides which addresses may be fetched: public ones on the Web's own ports, and nothing inside a network."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from blog.fetching.errors import FetchFailed

MAX_URL_CHARACTERS = 2_000
MAX_ADDRESSES = 4
WEB_PORTS = frozenset({80, 443})
NO_ADDRESS = "it is not a complete address"

IpAddress = IPv4Address | IPv6Address

# What Python's `is_global` lets through, or did in one of its releases.
_REFUSED = [
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),  # the last is a cloud's own service
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),  # tunnels to IPv4, and examples
    )
]
# All other IPv6 addresses are local, mapped to IPv4 (NAT64 too), or not given out.
_PUBLIC_IPV6 = ip_network("2000::/3")


@dataclass(frozen=True)
class Target:
    """An address with the IP addresses that its name had when they were checked: only these are connected to."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        is_usual = self.port == {"http": 80, "https": 443}[self.scheme]
        return name if is_usual else f"{name}:{self.port}"


def resolve(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    try:
        address: IpAddress = ip_address(text)
    except ValueError:  # with the name of an interface, such as fe80::1%eth0
        return False
    if isinstance(address, IPv6Address) and (address not in _PUBLIC_IPV6 or address.scope_id):
        return False
    return address.is_global and not any(address in network for network in _REFUSED)


@dataclass(frozen=True)
class Policy:
    """Which addresses may be fetched. Only tests replace the parts: no setting lets the fetcher into a network."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    is_allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] = WEB_PORTS
    schemes: frozenset[str] = frozenset({"http", "https"})

    def target(self, url: str) -> Target:
        """Checks an address and resolves its name, once. Raises FetchFailed."""
        scheme, host, port, path = self._parts(url)
        try:
            addresses = tuple(self.resolve(host, port))[:MAX_ADDRESSES]
        except (OSError, UnicodeError) as error:
            raise FetchFailed(f"{host} cannot be resolved") from error
        if not addresses:
            raise FetchFailed(f"{host} has no address")
        if not all(map(self.is_allowed, addresses)):
            raise FetchFailed(f"{host} is not on the public internet", is_final=True)
        return Target(scheme, host, port, path, addresses)

    def _parts(self, url: str) -> tuple[str, str, int, str]:
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".").encode("idna" if not parts.netloc.isascii() else "ascii").decode()
            port = {"http": 80, "https": 443}.get(parts.scheme, 0) if parts.port is None else parts.port
        except (ValueError, UnicodeError) as error:
            raise FetchFailed(NO_ADDRESS, is_final=True) from error
        if parts.scheme not in self.schemes:
            starts = " or ".join(f"{scheme}://" for scheme in sorted(self.schemes, reverse=True))
            raise FetchFailed(f"it must begin with {starts}", is_final=True)
        if parts.username is not None or "@" in parts.netloc:
            raise FetchFailed("it must have no name or password in it", is_final=True)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        is_whole = host and len(url) <= MAX_URL_CHARACTERS and path.isascii() and path.isprintable() and " " not in path
        if not is_whole:
            raise FetchFailed(NO_ADDRESS, is_final=True)
        if port not in self.ports:
            allowed = " and ".join(map(str, sorted(self.ports)))
            raise FetchFailed(f"port {port} is not allowed, only {allowed}", is_final=True)
        return parts.scheme, host, port, path
