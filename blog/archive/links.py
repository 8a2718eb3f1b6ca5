"""Rewrites pages for an archive: links within it become relative, and links to what is not archived become text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from blog.archive.layout import ArchivedFile, Layout, relative_link

# The serializer knows the void elements of HTML 4.
_END_OF_SOURCE = "</source>"
_REFRESH = re.compile(r"(\d+;\s*url=)(.+)")
_IN_CSS = re.compile(r"""url\(["']?([^)"']+)["']?\)""")
_LINK_ATTRIBUTES = ("href", "rel", "data-filter", "data-goto", "data-share", "target")
# Browsers may not preload from a local folder, and report an error.
_PRELOADS = ("preload", "modulepreload")


class Links:
    """Rewrites the pages of one archive. `public_url` is the prefix of the site's absolute addresses."""

    def __init__(self, layout: Layout, public_url: str) -> None:
        self._layout, self._public_url = layout, public_url

    def rewritten(self, page: str, file: str) -> tuple[bytes, list[ArchivedFile]]:
        """The rewritten page for a file of the archive, and the files it links to."""
        document = html.document_fromstring(page)
        found = [target for element in list(document.iter()) for target in self._in(element, file)]
        written = html.tostring(document, encoding="unicode", doctype="<!DOCTYPE html>")
        return f"{written.replace(_END_OF_SOURCE, '')}\n".encode(), found

    def _in(self, element: Any, file: str) -> Iterator[ArchivedFile]:
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

    def _anchor(self, element: Any, file: str) -> Iterator[ArchivedFile]:
        address = element.get("href", "")
        if not address.startswith("/") or address.startswith("//"):
            return  # an anchor on this page, or another site
        parts = urlsplit(address)
        target, anchor = self._layout.of(address), parts.fragment
        is_shared = "data-share" in element.attrib
        if target is None:
            element.tag = "span"
            for name in _LINK_ATTRIBUTES:
                element.attrib.pop(name, None)
            return
        yield target
        if direct := self._layout.of_update(address):
            # Shared links keep the permalink; all others go straight to the page with the update.
            target, anchor = (target, "") if is_shared else direct
            yield target
        element.set("href", relative_link(target, anchor, file))

    def _link(self, element: Any, file: str) -> Iterator[ArchivedFile]:
        relation, address = element.get("rel", ""), element.get("href", "")
        if relation == "canonical":
            return
        own = address.removeprefix(self._public_url)
        target = self._layout.of(own) if own.startswith("/") and relation not in _PRELOADS else None
        if target:
            yield target
            element.set("href", relative_link(target, "", file))
        elif own.startswith("/"):
            _drop(element)

    def _source(self, element: Any, file: str) -> Iterator[ArchivedFile]:
        target = self._layout.of(element.get("src", ""))
        if target:
            yield target
            element.set("src", relative_link(target, "", file))
        if sizes := element.get("srcset"):
            yield from self._sizes(element, sizes, file)

    def _sizes(self, element: Any, sizes: str, file: str) -> Iterator[ArchivedFile]:
        """The files of `srcset`, each an address and a width, and the same as JPEG, for whoever imports them."""
        written = []
        for address, width in (size.split() for size in sizes.split(",")):
            if target := self._layout.of(address):
                yield from filter(None, (target, self._layout.of(address.replace(".webp", ".jpg"))))
                written.append(f"{relative_link(target, '', file)} {width}")
        element.set("srcset", ", ".join(written))

    def _refresh(self, element: Any, file: str) -> Iterator[ArchivedFile]:
        found = _REFRESH.fullmatch(element.get("content", ""))
        target = self._layout.of(found[2]) if found else None
        if found and target:
            yield target
            element.set("content", found[1] + relative_link(target, urlsplit(found[2]).fragment, file))


def _drop(element: Any) -> None:
    """Removes an element, and its line if that has nothing else."""
    before, parent, after = element.getprevious(), element.getparent(), element.tail or ""
    said = (parent.text if before is None else before.tail) or ""
    said = said.rstrip() + after if not after.strip() else said + after
    if before is None:
        parent.text = said
    else:
        before.tail = said
    parent.remove(element)


def stylesheet_files(stylesheet: str, file: str, layout: Layout) -> Iterator[ArchivedFile]:
    """The files that a stylesheet loads by relative addresses, which need no rewriting."""
    for address in _IN_CSS.findall(stylesheet):
        if ":" not in address:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(file), address))
            yield layout.of_asset(path.removeprefix("static/"))
