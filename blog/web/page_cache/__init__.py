"""The page cache: renders a page once per state of what it shows, compresses it once, and serves it before Flask.

A view declares the arguments that its address accepts, and runs only on a cache miss:

    @bp.get("/live/<slug>/corrections")
    @cached_for_visit(arguments=(PAGE_FROM_1,))
    def corrections(slug: str, params: Params) -> str: ...

The cache key leaves out arguments that the address does not declare, and queries that mean the same share a key.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask

from blog import languages
from blog.languages import LANGUAGES
from blog.web import template_loader
from blog.web.page_cache.entries import PageCache
from blog.web.page_cache.middleware import PageCacheMiddleware
from blog.web.page_cache.vocabulary import VisitVocabularies


def init_app(app: Flask) -> None:
    """Creates the cache, and wraps the app in the middleware that answers from it."""
    version = hashlib.sha256(app.extensions["static_files"].digest.encode())
    for source in template_loader.read().values():
        version.update(source.encode())
    for tag in languages.spoken()[1:]:
        version.update(LANGUAGES[tag].catalogue.read_bytes())
    named: Any = app.jinja_env.get_template("layout/_words.html").module
    vocabularies = VisitVocabularies(named.languages)
    cache = app.extensions["page_cache"] = PageCache(app.extensions["wire"].heads, version.hexdigest(), vocabularies)
    app.wsgi_app = PageCacheMiddleware(app.wsgi_app, cache)  # type: ignore[method-assign]
