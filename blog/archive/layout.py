"""Maps the addresses of a visit to the files of its archive."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from blog.queries.filters import Filter

INDEX = "index.html"
STATIC = "static/"

_FILTERS = tuple(field.name for field in fields(Filter))
_ID = "[0-9a-z]+"
# The paths below a visit's address, each with the query arguments that are archived: one filter, and a page.
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
_MEDIA = re.compile("/media/([0-9a-f]{32})/([^/]+)")
_SIZE = re.compile(r"\d+\.(?:webp|jpg)")
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
# Safe as the name of a folder and in an address.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass(frozen=True)
class ArchivedFile:
    """A file of the archive: its path inside, and the address of its content on the site."""

    path: str
    address: str


@dataclass(frozen=True)
class Layout:
    """The files of one visit's archive. `pages` has the page number of each update; None is the front page."""

    slug: str
    pages: Mapping[str, int | None]

    def of(self, address: str) -> ArchivedFile | None:
        """The file for an address of this site; None for what is not archived or on another site."""
        parts = urlsplit(address)
        if parts.netloc or not parts.path.startswith("/"):
            return None
        if parts.path.startswith("/static/"):
            return self.of_asset(parts.path.split("/", 3)[-1])
        if found := _MEDIA.fullmatch(parts.path):
            return ArchivedFile(media_path(found[1], unquote(found[2])), parts.path)
        params = dict(parse_qsl(parts.query, keep_blank_values=True))
        folder = self._folder(parts.path, params)
        if folder is None:
            return None
        path = self.visit if parts.path == "/" else parts.path
        query = f"?{urlencode(sorted(params.items()))}" if params else ""
        is_file = "." in posixpath.basename(folder)
        return ArchivedFile(folder if is_file else posixpath.join(folder, INDEX), path + query)

    def of_update(self, address: str) -> tuple[ArchivedFile, str] | None:
        """For a permalink, the file with the update and the anchor in it."""
        found = _UPDATE.fullmatch(urlsplit(address).path.removeprefix(self.visit))
        if found is None or found[1] not in self.pages:
            return None
        page = self.pages[found[1]]
        file = self.of(self.visit + (f"?page={page}" if page else ""))
        return (file, f"u-{found[1]}") if file else None

    def of_asset(self, name: str) -> ArchivedFile:
        """The file for a static file. An archive holds one release of them, so their names need no hashes."""
        return ArchivedFile(f"{STATIC}{name}", f"/{STATIC}{name}")

    @property
    def visit(self) -> str:
        return f"/live/{self.slug}"

    def _folder(self, path: str, params: Mapping[str, str]) -> str | None:
        if path in ("/", "/standing"):
            return None if params else path[1:]
        if path != self.visit and not path.startswith(f"{self.visit}/"):
            return None
        below = path.removeprefix(self.visit)
        for page, arguments in _PAGES:
            if page.fullmatch(below) and params.keys() <= set(arguments):
                folders = _folders(params)
                return None if folders is None else posixpath.join(below[1:], *folders)
        return None


def media_path(file_id: str, name: str) -> str:
    """Where a picture in one of its sizes lies in an archive, or a document, whose name may have any letters."""
    if _SIZE.fullmatch(name):
        return f"media/{file_id}/{name}"
    ending = posixpath.splitext(name)[1].lower()
    return f"media/{file_id}/document{ending if _ENDING.fullmatch(ending) else ''}"


def relative_link(target: ArchivedFile, anchor: str, seen_from: str) -> str:
    """The relative link to a file from the file `seen_from`."""
    fragment = f"#{anchor}" if anchor else ""
    if target.path == seen_from and fragment:
        return fragment
    return posixpath.relpath(target.path, posixpath.dirname(seen_from) or ".") + fragment


def _folders(params: Mapping[str, str]) -> list[str] | None:
    """The query as folders: `?topic=iran&page=2` is topic/iran/page/2. None for several filters or unsafe values."""
    filters = [name for name in _FILTERS if name in params]
    if len(filters) > 1 or not all(_NAME.fullmatch(value) for value in params.values()):
        return None
    names = [*filters, *(name for name in params if name not in filters)]
    parts = [[name] if name == "key" else [name, params[name]] for name in names]
    return [part for pair in parts for part in pair]
