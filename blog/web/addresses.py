"""Addresses of the site: paths on its pages, and PUBLIC_URL before those that leave it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask


class Site(Flask):
    """A Flask that never believes the Host header.

    Pages are kept in memory and in caches: one request with a forged host would put its address into everybody's page.
    """

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """As Flask's, but an address with a host has the host of PUBLIC_URL; a socket's is a path as any other."""
        built = super().url_for(endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=False, **values)
        path = urlsplit(built)._replace(scheme="", netloc="").geturl()
        return f"{self.config['PUBLIC_URL']}{path}" if _external else path
