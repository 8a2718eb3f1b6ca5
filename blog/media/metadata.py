"""Reads what a picture says of itself in IPTC and XMP: its alt text, its caption and its credit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageFile
from PIL.IptcImagePlugin import getiptcinfo

if TYPE_CHECKING:
    from lxml import etree

MOST_XMP_BYTES = 512 * 1024
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
# IPTC's numbers of what is written about a picture.
_BYLINE, _CREDIT, _CAPTION, _CHARACTERS = (2, 80), (2, 110), (2, 120), (1, 90)
_UTF8 = b"\x1b%G"


@dataclass(frozen=True)
class Said:
    """What a picture says of itself; empty where it says nothing."""

    alt: str = ""
    caption: str = ""
    credit: str = ""


def read(image: ImageFile.ImageFile) -> Said:
    """Reads both, of which XMP is the newer one and wins. What cannot be read says nothing."""
    iptc, xmp = Said(), Said()
    with suppress(Exception):  # anything may be written there, and nothing depends on it
        iptc = _from_iptc(image)
    with suppress(Exception):
        xmp = _from_xmp(image)
    return Said(xmp.alt, xmp.caption or iptc.caption, xmp.credit or iptc.credit)


def _from_iptc(image: ImageFile.ImageFile) -> Said:
    fields: dict[tuple[int, int], Any] = getiptcinfo(image) or {}
    is_utf8 = fields.get(_CHARACTERS) == _UTF8

    def text(key: tuple[int, int]) -> str:
        value = fields.get(key, b"")
        raw = b", ".join(value) if isinstance(value, list) else bytes(value)
        return _decoded(raw, is_utf8=is_utf8)

    return Said(caption=text(_CAPTION), credit=_credit(text(_BYLINE), text(_CREDIT)))


def _decoded(raw: bytes, *, is_utf8: bool) -> str:
    """Old programs write the code page of their computer, and many write UTF-8 without saying so."""
    if is_utf8:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _from_xmp(image: Image.Image) -> Said:
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    raw = raw.encode() if isinstance(raw, str) else bytes(raw)
    if not raw or len(raw) > MOST_XMP_BYTES:
        return Said()
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(raw.strip(b"\0 \n\r\t"), parser)
    return Said(
        alt=_value(root, f"{_IPTC}AltTextAccessibility"),
        caption=_value(root, f"{_DC}description"),
        credit=_credit(_value(root, f"{_DC}creator"), _value(root, f"{_PHOTOSHOP}Credit")),
    )


def _value(root: etree._Element, name: str) -> str:
    """A property's text: its own, or that of its list; several names have commas between them."""
    if (element := root.find(f".//{name}")) is not None:
        items = [str(item.text or "") for item in element.iter(f"{_RDF}li")]
        if element.tag == f"{_DC}creator":
            return ", ".join(items) or str(element.text or "")
        return next((item for item in items if item), str(element.text or ""))
    holder = next((each for each in root.iter(f"{_RDF}Description") if name in each.attrib), None)
    return str(holder.attrib[name]) if holder is not None else ""


def _credit(who: str, agency: str) -> str:
    """The photographer and the agency, as they are printed under a picture."""
    who, agency = who.strip(), agency.strip()
    return " / ".join(dict.fromkeys(filter(None, (who, agency))))
