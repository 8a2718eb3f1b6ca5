"""Pages that are kept: rendered once for a state of what they show, compressed once, answered before Flask.

A view says what its address may be asked, and is only called when no page of the present state is kept:

    @bp.get("/live/<slug>/corrections")
    @cached_for_visit(arguments=(PAGE_FROM_1,))
    def corrections(slug: str, asked: Asked) -> str: ...

What an address does not read is no part of a page's name, and what means the same has the same name.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask

from blog.web import template_loader
from blog.web.page_cache.entries import PageCache
from blog.web.page_cache.middleware import AnswerFromCache
from blog.web.page_cache.vocabulary import VisitWords


def init_app(app: Flask) -> None:
    """Makes the cache, and puts what answers from it before Flask."""
    version = hashlib.sha256(app.extensions["static_files"].digest.encode())
    for source in template_loader.read().values():
        version.update(source.encode())
    named: Any = app.jinja_env.get_template("layout/_words.html").module
    words = VisitWords(named.languages)
    cache = app.extensions["page_cache"] = PageCache(app.extensions["wire"].heads, version.hexdigest(), words)
    app.wsgi_app = AnswerFromCache(app.wsgi_app, cache)  # type: ignore[method-assign]
