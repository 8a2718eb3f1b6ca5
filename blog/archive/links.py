"""Pages as an archive has them: links inside it are relative, and what would lead out of it to nothing is no link."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from blog.archive.addresses import Place, Places, relative

_REFRESH = re.compile(r"(\d+;\s*url=)(.+)")
_IN_CSS = re.compile(r"""url\(["']?([^)"']+)["']?\)""")
_OF_A_LINK = ("href", "rel", "data-filter", "data-goto", "data-share", "target")
# What a browser would load before it is needed: from a folder it may not, and says so.
_AHEAD = ("preload", "modulepreload")


class Links:
    """Rewrites the pages of one archive. `public_url` is what the site's own whole addresses begin with."""

    def __init__(self, places: Places, public_url: str) -> None:
        self._places, self._public_url = places, public_url

    def rewritten(self, page: str, file: str) -> tuple[bytes, list[Place]]:
        """A page as the file of the archive that it will be, and every place that it leads to."""
        document = html.document_fromstring(page)
        found = [place for element in list(document.iter()) for place in self._in(element, file)]
        written = html.tostring(document, encoding="unicode", doctype="<!DOCTYPE html>")
        return f"{written}\n".encode(), found

    def _in(self, element: Any, file: str) -> Iterator[Place]:
        match element.tag:
            case "a":
                yield from self._anchor(element, file)
            case "link":
                yield from self._link(element, file)
            case "script" | "img" | "source":
                yield from self._source(element, file)
            case "meta" if element.get("http-equiv") == "refresh":
                yield from self._refresh(element, file)
            case "form" | "iframe":
                _drop(element)

    def _anchor(self, element: Any, file: str) -> Iterator[Place]:
        address = element.get("href", "")
        if not address.startswith("/") or address.startswith("//"):
            return  # a part of this page, or another site
        parts = urlsplit(address)
        place, anchor = self._places.of(address), parts.fragment
        is_shared = "data-share" in element.attrib
        if place is None:
            element.tag = "span"
            for name in _OF_A_LINK:
                element.attrib.pop(name, None)
            return
        yield place
        if direct := self._places.of_update(address):
            # A permalink is for who passes it on; who is here already goes to where the update stands.
            place, anchor = (place, "") if is_shared else direct
            yield place
        element.set("href", relative(place, anchor, file))

    def _link(self, element: Any, file: str) -> Iterator[Place]:
        relation, address = element.get("rel", ""), element.get("href", "")
        if relation == "canonical":
            return
        own = address.removeprefix(self._public_url)
        place = self._places.of(own) if own.startswith("/") and relation not in _AHEAD else None
        if place:
            yield place
            element.set("href", relative(place, "", file))
        elif own.startswith("/"):
            _drop(element)

    def _source(self, element: Any, file: str) -> Iterator[Place]:
        place = self._places.of(element.get("src", ""))
        if place:
            yield place
            element.set("src", relative(place, "", file))

    def _refresh(self, element: Any, file: str) -> Iterator[Place]:
        found = _REFRESH.fullmatch(element.get("content", ""))
        place = self._places.of(found[2]) if found else None
        if found and place:
            yield place
            element.set("content", found[1] + relative(place, urlsplit(found[2]).fragment, file))


def _drop(element: Any) -> None:
    """Takes an element out, and the line that it had for itself."""
    before, parent, after = element.getprevious(), element.getparent(), element.tail or ""
    said = (parent.text if before is None else before.tail) or ""
    said = said.rstrip() + after if not after.strip() else said + after
    if before is None:
        parent.text = said
    else:
        before.tail = said
    parent.remove(element)


def loaded_by(stylesheet: str, file: str, places: Places) -> Iterator[Place]:
    """What a stylesheet loads from beside itself, by relative addresses, which stay as they are."""
    for address in _IN_CSS.findall(stylesheet):
        if ":" not in address:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(file), address))
            yield places.of_asset(path.removeprefix("static/"))
