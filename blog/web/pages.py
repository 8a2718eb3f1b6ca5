"""Pages from memory: rendered once for a state of the visit, compressed once, and never kept past that state."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from flask import Flask, Response, current_app, request

from blog import measures
from blog.web.assets import Encoded, encoded

KEPT = 256
# A cache in front may answer for a second on its own; a withdrawn word is never alive for longer than that.
FRESH = "public, max-age=0, s-maxage=1, must-revalidate"


class Pages:
    """Rendered pages by address and state. Whoever asks for one that is being rendered waits for it."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, str], Encoded] = OrderedDict()
        self._making: dict[tuple[str, str], Lock] = {}

    def get(self, address: str, state: str, make: Callable[[], str], mimetype: str) -> Encoded:
        key = (address, state)
        if page := self._pages.get(key):
            return page
        with self._making.setdefault(key, Lock()):
            if not (page := self._pages.get(key)):
                with measures.PAGE.time():
                    page = self._pages[key] = Encoded(make().encode(), mimetype)
                self._drop_old(address, state)
        self._making.pop(key, None)
        return page

    def _drop_old(self, address: str, state: str) -> None:
        for key in [key for key in self._pages if key[0] == address and key[1] != state]:
            del self._pages[key]
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)


def init_app(app: Flask) -> None:
    app.extensions["pages"] = Pages()


def keep(state: str, make: Callable[[], str], mimetype: str = "text/html") -> Response:
    """Answers a GET from memory. `state` names everything the page depends on besides its address."""
    pages: Pages = current_app.extensions["pages"]
    page = pages.get(request.full_path, state, make, mimetype)
    answer = encoded(page)
    answer.headers["Cache-Control"] = FRESH
    answer.set_etag(hashlib.sha256(f"{request.full_path} {state}".encode()).hexdigest()[:20], weak=True)
    answer.make_conditional(request)
    return answer
