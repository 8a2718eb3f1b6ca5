"""Security headers: the Content-Security-Policy and related headers for each kind of response."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network

# The directives that allow this site's own resources.
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
# Of SVG files, which contain styles. Opened by itself, such a file has no origin and runs nothing.
OF_DRAWINGS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def policy(ancestors: str, *, site: str = "", frames: str = "") -> str:
    """A `Content-Security-Policy` without `unsafe-*`; `ancestors` are the sites that may frame the page.

    `frames` are the sources of what it shows in frames of its own; none by default.
    `site` names this one for pages in a sandbox: they have no origin, and WebKit then takes nothing for `'self'`.
    """
    named = {name: f"{_POLICY[name]} {site}" for name in _LOADED if site}
    rules = _POLICY | named | ({"frame-src": frames} if frames else {}) | {"frame-ancestors": ancestors}
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def ancestors(allowed: str) -> str:
    """The `frame-ancestors` of embeddable pages: the configured sites, and always this one, for its previews."""
    others = [source for source in allowed.split() if source not in ("'none'", "'self'")]
    return "*" if "*" in others else " ".join(["'self'", *others])


def may_frame(host: str, allowed: str) -> bool:
    """Whether the sources of `frame-ancestors` let a site with this host frame a page, over whatever port."""
    return any(_covers(source, host) for source in allowed.split())


def _covers(source: str, host: str) -> bool:
    """Whether a source covers a host: `*` and schemes such as `https:` cover any, `*.paper.example` its subdomains."""
    if source == "*" or source.endswith(":"):
        return True
    name = source.rpartition("//")[2].partition(":")[0].lower()
    return host.endswith(name[1:]) if name.startswith("*.") else host == name


def of_files(*, over_tls: bool) -> Mapping[str, str]:
    """Headers of static files, without those that only matter for pages."""
    chosen = {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"}
    return chosen | ({"Strict-Transport-Security": _ONLY_TLS} if over_tls else {})


def of_the_desk() -> Mapping[str, str]:
    """Additional headers of the desk's pages. Readers' pages must not send them: browsers would refuse to open those
    from a sandboxed frame, which is how other sites may embed the feed."""
    return {"Cross-Origin-Opener-Policy": "same-origin"}


def for_any_page() -> Mapping[str, str]:
    """Headers (CORS) of public resources that pages of any origin may read. They never depend on a cookie."""
    return {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Poll-After"}


def headers(*, ancestors: str, over_tls: bool, site: str = "", frames: str = "") -> Mapping[str, str]:
    """The security headers of a response. Embeddable pages have no X-Frame-Options; `frames` is as in `policy`."""
    chosen = {
        "Content-Security-Policy": policy(ancestors, site=site, frames=frames),
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
    """The key for rate limits: an IPv4 address, or the /64 of an IPv6 address, which one subscriber usually owns."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((int(parsed), 64), strict=False))
