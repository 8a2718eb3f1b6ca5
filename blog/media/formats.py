"""What a file is by its first bytes; its name says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from blog.media.reasons import Reason, Unreadable

FILE_BYTES = 15 * 1024 * 1024
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
# Pillow's names of the formats that are taken, with their media types.
PICTURES: Mapping[str, str] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "GIF": "image/gif",
}
_BEGINNINGS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
)
# What is often sent and never taken, with the name that people know it by.
_REFUSED = (
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
    (b"II\x1a\x00\x00\x00HEAPCCDR", "raw"),
    (b"IIRO", "raw"),
    (b"IIU\x00", "raw"),
    (b"FUJIFILMCCD-RAW", "raw"),
    (b"8BPS", "Photoshop"),
    (b"BM", "BMP"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"%!PS", "PostScript"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"OggS", "video"),
    (b"ID3", "sound"),
)
# The brands of ISO containers (`ftyp`), of which only AVIF is a picture that is taken.
_BRANDS = {
    "AVIF": ("avif", "avis"),
    "HEIC": ("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "mif2"),
    "raw": ("crx ",),
    "video": ("isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "qt  ", "avc1", "M4V ", "3gp4", "3gp5", "dash"),
}
_SVG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:\w+:)?svg\b", re.DOTALL | re.IGNORECASE
)


def recognise(data: bytes) -> str:
    """`JPEG`, `PNG`, `WEBP`, `AVIF`, `GIF`, `PDF`, `ZIP`, or `` for what may be a text. Raises Unreadable."""
    if not data:
        raise Unreadable(Reason.EMPTY)
    if len(data) > FILE_BYTES:
        raise Unreadable(Reason.LARGE)
    if found := next((name for begins, name in _BEGINNINGS if data.startswith(begins)), None):
        return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    found = _brand(data) or next((name for begins, name in _REFUSED if data.startswith(begins)), "")
    if found == "AVIF":
        return found
    if _SVG.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        found = "SVG"
    if found:
        raise Unreadable(Reason.FORMAT, found)
    return ""


def _brand(data: bytes) -> str:
    """What an ISO container holds, by its brands in the order of the file; `` for anything else."""
    if data[4:8] != b"ftyp":
        return ""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[at : at + 4].decode("latin-1") for at in (8, *range(16, length, 4))]
    known = [name for brand in brands for name, members in _BRANDS.items() if brand in members]
    # AVIF files also name `mif1`, which is the general brand.
    return "AVIF" if "AVIF" in known else next(iter(known), "video")
