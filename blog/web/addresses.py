"""Builds URLs: paths within the site, and PUBLIC_URL in front of external ones, whatever the Host header says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from blog import translation
from blog.web import languages
from blog.web.page_cache.arguments import UI
from blog.web.template_loader import SharedGlobals


class Site(Flask):
    """A Flask app that ignores the Host header when it builds URLs.

    Pages are cached: one request with a forged Host would put its address into everybody's page.
    """

    jinja_environment = SharedGlobals

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
        """Like Flask's, but external URLs begin with PUBLIC_URL, and URLs of sockets are paths like all others.

        Links from one page to another carry the language that the reader has chosen; addresses for other sites do not.
        """
        if (chosen := translation.carried.get()) and not _external and languages.carries(endpoint):
            values.setdefault(UI, chosen)
        built = super().url_for(endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=False, **values)
        path = urlsplit(built)._replace(scheme="", netloc="").geturl()
        return f"{self.config['PUBLIC_URL']}{path}" if _external else path
