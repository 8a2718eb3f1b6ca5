"""Where each address of a visit lies in its archive; what has no place in it has none."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode, urlsplit

from blog.queries.filters import Filter

INDEX = "index.html"
STATIC = "static/"

_FILTERS = tuple(field.name for field in fields(Filter))
_ID = "[0-9a-z]+"
# What lies below a visit's address, and what may be asked of it: one filter, and then a page.
_PAGES: tuple[tuple[re.Pattern[str], Collection[str]], ...] = (
    (re.compile(""), (*_FILTERS, "page")),
    (re.compile("/(?:itinerary|people)"), ()),
    (re.compile("/corrections"), ("page",)),
    (re.compile("/readouts"), ("topic",)),
    (re.compile(f"/updates/{_ID}"), ()),
    (re.compile(f"/updates/{_ID}/history"), ("before",)),
    (re.compile(r"/[\w-]+\.[a-z]+"), ()),
)
_UPDATE = re.compile(f"/updates/({_ID})")
# As a folder's name: nothing that a file system or an address would take for something else.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass(frozen=True)
class Place:
    """A file of the archive, and the address at which the site has what belongs into it."""

    file: str
    address: str


@dataclass(frozen=True)
class Places:
    """The places of one visit. `pages` has the page on which each update stands; None is the first one."""

    slug: str
    pages: Mapping[str, int | None]

    def of(self, address: str) -> Place | None:
        """The place of an address of this site; None for what is not archived, or lies elsewhere."""
        parts = urlsplit(address)
        if parts.netloc or not parts.path.startswith("/"):
            return None
        if parts.path.startswith("/static/"):
            return self.of_asset(parts.path.split("/", 3)[-1])
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        folder = self._folder(parts.path, asked)
        if folder is None:
            return None
        path = self.visit if parts.path == "/" else parts.path
        question = f"?{urlencode(sorted(asked.items()))}" if asked else ""
        is_file = "." in posixpath.basename(folder)
        return Place(folder if is_file else posixpath.join(folder, INDEX), path + question)

    def of_update(self, address: str) -> tuple[Place, str] | None:
        """For a permalink: the page on which the update stands, and the anchor there."""
        found = _UPDATE.fullmatch(urlsplit(address).path.removeprefix(self.visit))
        if found is None or found[1] not in self.pages:
            return None
        page = self.pages[found[1]]
        place = self.of(self.visit + (f"?page={page}" if page else ""))
        return (place, f"u-{found[1]}") if place else None

    def of_asset(self, name: str) -> Place:
        """The place of a file of `static/`: an archive holds one release of it, without hashes in the names."""
        return Place(f"{STATIC}{name}", f"/{STATIC}{name}")

    @property
    def visit(self) -> str:
        return f"/live/{self.slug}"

    def _folder(self, path: str, asked: Mapping[str, str]) -> str | None:
        if path in ("/", "/standing"):
            return None if asked else path[1:]
        if path != self.visit and not path.startswith(f"{self.visit}/"):
            return None
        below = path.removeprefix(self.visit)
        for page, arguments in _PAGES:
            if page.fullmatch(below) and asked.keys() <= set(arguments):
                named = _named(asked)
                return None if named is None else posixpath.join(below[1:], *named)
        return None


def relative(place: Place, anchor: str, seen_from: str) -> str:
    """The address of a place, as it is written in the file `seen_from`."""
    fragment = f"#{anchor}" if anchor else ""
    if place.file == seen_from and fragment:
        return fragment
    return posixpath.relpath(place.file, posixpath.dirname(seen_from) or ".") + fragment


def _named(asked: Mapping[str, str]) -> list[str] | None:
    """What is asked as names of folders: `?topic=iran&page=2` is topic/iran/page/2."""
    filters = [name for name in _FILTERS if name in asked]
    if len(filters) > 1 or not all(_NAME.fullmatch(value) for value in asked.values()):
        return None
    names = [*filters, *(name for name in asked if name not in filters)]
    parts = [[name] if name == "key" else [name, asked[name]] for name in names]
    return [part for pair in parts for part in pair]
