"""What every answer says to the browser about trust: the content security policy and its companions."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network

# What a page of ours may load of this site.
_LOADED = frozenset({"script-src", "style-src", "img-src", "font-src", "connect-src"})
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
_ONLY_TLS = "max-age=31536000"


def policy(ancestors: str, *, site: str = "", shows_frames: bool = False) -> str:
    """A `Content-Security-Policy` without `unsafe-*`; `ancestors` are the sites that may frame the page.

    `site` names this one for pages in a sandbox: they have no origin, and WebKit then takes nothing for `'self'`.
    """
    named = {name: f"{_POLICY[name]} {site}" for name in _LOADED if site}
    rules = _POLICY | named | ({"frame-src": "'self'"} if shows_frames else {}) | {"frame-ancestors": ancestors}
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def ancestors(allowed: str) -> str:
    """Those who may frame a page: the sites that a setting names, and always this one, to show what it gives away."""
    others = [source for source in allowed.split() if source not in ("'none'", "'self'")]
    return "*" if "*" in others else " ".join(["'self'", *others])


def of_files(*, over_tls: bool) -> Mapping[str, str]:
    """The headers of a stylesheet, a script, a font or a picture: what only pages obey would weigh more than some of
    them. A picture that is opened by itself may do nothing."""
    chosen = {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"}
    return chosen | ({"Strict-Transport-Security": _ONLY_TLS} if over_tls else {})


def of_the_desk() -> Mapping[str, str]:
    """What the desk's pages say besides. Readers' pages do not: browsers show an error in their place when they are
    opened from a frame whose sandbox its windows inherit, which is how other sites embed the feed."""
    return {"Cross-Origin-Opener-Policy": "same-origin"}


def for_any_page() -> Mapping[str, str]:
    """The headers of what a page of any origin, or of none, may ask for and read. It is public, and knows no cookie."""
    return {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Poll-After"}


def headers(*, ancestors: str, over_tls: bool, site: str = "", shows_frames: bool = False) -> Mapping[str, str]:
    """The headers of one answer. A page that other sites may frame carries no X-Frame-Options; one that shows our
    own pages in frames says so."""
    chosen = {
        "Content-Security-Policy": policy(ancestors, site=site, shows_frames=shows_frames),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    if ancestors == "'none'":
        chosen["X-Frame-Options"] = "DENY"
    if over_tls:
        chosen["Strict-Transport-Security"] = _ONLY_TLS
    return chosen


def network(address: str) -> str:
    """Whom limits count: an IPv4 address, or the /64 of an IPv6 one, which a single subscriber has whole."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((int(parsed), 64), strict=False))
