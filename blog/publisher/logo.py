"""A newsroom's logo: an SVG or PNG file, read and checked once when the site starts."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

MOST_KIBIBYTES = 256
MOST_PIXELS = 4096
_PNG, _SVG = b"\x89PNG\r\n\x1a\n", "{http://www.w3.org/2000/svg}"
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "handler", "audio", "video"})
# What a style or an attribute may load: a part of the same file, or a picture inside it.
_ELSEWHERE = re.compile(r"@import|url\(\s*[\"']?(?!#|data:image/(?:png|jpeg|webp);)", re.IGNORECASE)
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg|webp);")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")
_SQUARE = 1.1


@dataclass(frozen=True)
class Logo:
    """The file, its name among the static files, and its size in pixels."""

    name: str
    body: bytes
    width: int
    height: int
    # Whether it has other colours for the dark scheme; if not, it stands on a light ground there.
    knows_dark: bool

    @property
    def is_square(self) -> bool:
        """Whether it can serve as an icon."""
        return max(self.width, self.height) <= _SQUARE * min(self.width, self.height)

    @property
    def is_drawing(self) -> bool:
        """Whether it is an SVG, which some formats do not take."""
        return self.name.endswith(".svg")


def read(path: str) -> Logo:
    """Reads the file. Raises ValueError with one sentence that says what to do."""
    try:
        body = Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"SITE_LOGO names {path}, which cannot be read: {error.strerror}.") from error
    if len(body) > MOST_KIBIBYTES * 1024:
        raise ValueError(f"SITE_LOGO names {path}, which is too large: give a file of at most {MOST_KIBIBYTES} KiB.")
    return _png(path, body) if body.startswith(_PNG) else _svg(path, body)


def _png(path: str, body: bytes) -> Logo:
    if len(body) < 33 or body[12:16] != b"IHDR" or b"IEND" not in body[-12:]:
        raise ValueError(f"SITE_LOGO names {path}, which is a damaged PNG: save it again.")
    width, height = struct.unpack(">II", body[16:24])
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise ValueError(f"SITE_LOGO names {path}: its sides must be at most {MOST_PIXELS} pixels.")
    return Logo("publisher/logo.png", body, width, height, knows_dark=False)


def _svg(path: str, body: bytes) -> Logo:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"SITE_LOGO names {path}, which is neither an SVG nor a PNG file.") from error
    if root.tag != f"{_SVG}svg":
        raise ValueError(f"SITE_LOGO names {path}, which is neither an SVG nor a PNG file.")
    if found := next(_refused(root), ""):
        raise ValueError(f"SITE_LOGO names {path}, which contains {found}: save it as a plain SVG without it.")
    size = _size(root)
    if size is None:
        raise ValueError(f"SITE_LOGO names {path}, which does not say its size: give it a viewBox.")
    return Logo("publisher/logo.svg", body, *size, knows_dark=b"prefers-color-scheme" in body)


def _refused(root: Any) -> Iterator[str]:
    """What runs or loads something from elsewhere. A picture never does, but one can open the file by itself."""
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(dtd.iterentities()):
        yield "entities"
    for element in [*root.itersiblings(preceding=True), *root.iter()]:
        if element.tag is etree.Comment:
            continue
        if not isinstance(element.tag, str):
            yield "a processing instruction or an entity"
            continue
        name = etree.QName(element).localname
        if name in _ACTIVE:
            yield f"<{name}>"
        if name == "style" and _ELSEWHERE.search("".join(element.itertext())):
            yield "a style that loads another file"
        for attribute, value in element.attrib.items():
            local = etree.QName(attribute).localname
            if local.lower().startswith("on"):
                yield local
            elif (local in ("href", "src") and not _INSIDE.match(value)) or _ELSEWHERE.search(value):
                yield f"a reference to {value[:60]!r}"


def _size(root: Any) -> tuple[int, int] | None:
    """Width and height: from `viewBox`, else from the attributes of these names."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sides = box[2:] if len(box) == 4 else (root.get("width", ""), root.get("height", ""))
    found = [float(length[1]) for side in sides if (length := _LENGTH.fullmatch(side))]
    if len(found) != 2 or min(found) <= 0:
        return None
    scale = 1 if min(found) >= 1 else 1000
    return max(1, round(found[0] * scale)), max(1, round(found[1] * scale))
