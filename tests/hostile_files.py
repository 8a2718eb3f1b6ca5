"""More than 220 files that somebody may send: pictures, what is none, documents, and names of every kind."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from tests.hostile_pictures import Made, pictures
from tests.media_files import picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NAMES = [
    *("", ".", "..", "...", "/", "a/b/c.jpg", "..\\..\\windows\\system32.jpg", "../../etc/passwd", "a\\b.png"),
    *("CON", "NUL.jpg", "com1.txt", "aux", "-rf.jpg", "--help", "~root.jpg", ".htaccess", ".env", "web.config"),
    *("a" * 300 + ".jpg", "é" * 200 + ".jpg", "😀.jpg", "照片.jpg", "تصویر.jpg", "фото 1.JPG"),
    *("a\u202egnp.exe", "a\u200bb.jpg", "\ufeffbom.jpg", "e\u0301.jpg", "tab\there.jpg", "a b  c.jpg"),
    *(" lead.jpg", "trail.jpg ", "semi;colon.jpg", "quo'te.jpg", "per%00cent.jpg", "%2e%2e%2fetc.jpg"),
    *("a#b.jpg", "a&b.jpg", "a?b.jpg", "a|b.jpg", "a:b.jpg", "a*b.jpg", "$(reboot).jpg", "`id`.jpg", "{{7*7}}.jpg"),
    *("<script>.jpg", "no-ending", "double.jpg.exe", "image.php.jpg", "x.svg", "1"),
]


def files() -> Iterator[Made]:
    """Name, bytes, and whether it is taken."""
    yield from pictures()
    yield from _no_pictures()
    yield from _documents()
    yield from ((name, picture(), True) for name in NAMES)


def _no_pictures() -> Iterator[Made]:
    yield "nothing.jpg", b"", False
    yield "one-byte.jpg", b"\xff", False
    for name, data in (
        ("plain.svg", SVG),
        ("declared.svg", b'<?xml version="1.0"?>\n' + SVG),
        ("doctype.svg", b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">' + SVG),
        ("commented.svg", b"<!-- a drawing -->" + SVG),
        ("marked.svg", b"\xef\xbb\xbf  " + SVG),
        ("prefixed.svg", b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'),
        ("capitals.svg", b"<SVG onload=alert(1)>"),
        ("called-jpeg.jpg", SVG),
    ):
        yield name, data, False
    for kind, ending in (("TIFF", "tif"), ("BMP", "bmp"), ("ICO", "ico"), ("PPM", "ppm"), ("TGA", "tga")):
        yield f"painted.{ending}", _saved(kind), False
    for name, begins in (
        ("big-endian.tif", b"MM\0*"),
        ("layers.psd", b"8BPS\0\x01"),
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        ("phone.heif", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"),
        ("film.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42"),
        ("film.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  "),
        ("camera.cr3", b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom"),
        ("camera.cr2", b"II*\0\x10\0\0\0CR"),
        ("film.webm", b"\x1aE\xdf\xa3"),
        ("sound.ogg", b"OggS\0\x02"),
        ("sound.mp3", b"ID3\x04"),
        ("sound.wav", b"RIFF\x24\0\0\0WAVEfmt "),
        ("a.jp2", b"\0\0\0\x0cjP  \r\n\x87\n"),
        ("a.jxl", b"\xff\x0a\xfa\x7f"),
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0"),
        ("program.exe", b"MZ\x90\0\x03"),
        ("program", b"\x7fELF\x02\x01\x01"),
        ("packed.gz", b"\x1f\x8b\x08\0"),
        ("packed.7z", b"7z\xbc\xaf\x27\x1c"),
        ("packed.rar", b"Rar!\x1a\x07\x01\0"),
        ("packed.bz2", b"BZh91AY&SY"),
        ("base.sqlite", b"SQLite format 3\0"),
        ("font.woff2", b"wOF2\0\x01"),
        ("code.wasm", b"\0asm\x01\0\0\0"),
        ("code.class", b"\xca\xfe\xba\xbe\0\0"),
        ("zeros", b""),
    ):
        yield name, begins + bytes(600), False


def _documents() -> Iterator[Made]:
    yield "communique.pdf", pdf(), True
    yield "wide.pdf", pdf(14_400, 10), True
    yield "communique.docx", docx(), True
    yield "notes.txt", "The ministers met in Wien.\n– In peace.\n".encode(), True
    yield "marked.txt", b"\xef\xbb\xbfA text.", True
    yield "page.html", b"<!doctype html><script>alert(1)</script>", True  # a text like any other, and never a page
    whole = pdf()
    for part in (10, 50, 90):
        yield f"cut-{part}.pdf", whole[: len(whole) * part // 400], False
    yield "head.pdf", b"%PDF-1.7\n" + bytes(400), False
    yield "no-pages.pdf", b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF", False
    yield "macros.docx", docx({"word/vbaProject.bin": b"x"}), False
    yield "many.docx", docx({f"word/media/{number}.xml": b"" for number in range(3000)}), False
    yield "bomb.docx", docx({"word/media/a.xml": bytes(210 * 1024 * 1024)}), False
    yield "sheet.xlsx", _zip({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), False
    yield "plain.zip", _zip({"a.txt": b"a"}), False
    yield "empty.zip", b"PK\x05\x06" + bytes(18), False
    yield "cut.docx", docx()[:-40], False
    yield "noise.docx", b"PK\x03\x04" + bytes(range(256)) * 4, False
    yield "utf-16.txt", "A text".encode("utf-16"), False
    yield "latin.txt", "Grüße aus Köln".encode("latin-1"), False
    yield "nul.txt", b"A text\0with more", False
    yield "bell.txt", b"A text\x07with a bell", False
    yield "blank.txt", b" \n\t\n ", False


def pdf(width: int = 595, height: int = 842) -> bytes:
    """A page with a grey ground."""
    file = BytesIO()
    Image.new("RGB", (max(1, width // 10), max(1, height // 10)), (230, 230, 230)).save(file, "PDF", resolution=7.2)
    return file.getvalue()


def docx(more: dict[str, bytes] | None = None) -> bytes:
    """The parts that a text processor looks for, and others."""
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return _zip({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **(more or {})})


def _zip(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def _saved(kind: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (32, 32), (200, 30, 30)).save(file, kind)
    return file.getvalue()
