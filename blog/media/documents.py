"""Checks a document, and draws the first page of a PDF. Runs in a process with limits (`blog.media.apart`)."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from blog.media.formats import DOCX, PDF, TEXT
from blog.media.reasons import Reason, Unreadable

if TYPE_CHECKING:
    from PIL import Image

FIRST_PAGE = "first-page"
PAGE_WIDTH = 960
PAGE_HEIGHT = 1_920
# A long report has some hundreds; more are made to keep a program busy.
MOST_ENTRIES = 2_000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
_BODY, _TYPES, _MACROS = "word/document.xml", "[Content_Types].xml", "word/vbaProject.bin"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read(data: bytes, format_name: str) -> tuple[str, tuple[int, int] | None, dict[str, bytes]]:
    """Its media type, the size of the picture of its first page if there is one, and that. Raises Unreadable."""
    if format_name == "PDF":
        return PDF, *_first_page(data)
    if format_name == "ZIP":
        _check_docx(data)
        return DOCX, None, {}
    _check_text(data)
    return TEXT, None, {}


def _first_page(data: bytes) -> tuple[tuple[int, int], dict[str, bytes]]:
    import pypdfium2 as pdfium  # only PDFs need it
    from pypdfium2 import raw

    try:
        document = pdfium.PdfDocument(data)
        page = document[0]
        width, height = page.get_size()
        scale = min(PAGE_WIDTH / max(width, 1), PAGE_HEIGHT / max(height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
    except pdfium.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Unreadable(Reason.LOCKED if is_locked else Reason.DAMAGED) from error
    except (ValueError, IndexError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    return picture.size, {f"{FIRST_PAGE}.{ending}": _encoded(picture, ending) for ending in ("webp", "jpg")}


def _encoded(picture: Image.Image, ending: str) -> bytes:
    file = BytesIO()
    picture.save(file, "WEBP" if ending == "webp" else "JPEG", quality=80)
    return file.getvalue()


def _check_docx(data: bytes) -> None:
    """Looks at the directory of the archive and unpacks nothing."""
    import zipfile

    try:
        entries = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    names = {entry.filename for entry in entries}
    if not {_BODY, _TYPES} <= names:
        raise Unreadable(Reason.UNKNOWN)
    if _MACROS in names:
        raise Unreadable(Reason.MACROS)
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        raise Unreadable(Reason.COSTLY)


def _check_text(data: bytes) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(Reason.UNKNOWN) from error
    if _CONTROL.search(text):
        raise Unreadable(Reason.UNKNOWN)
    if not text.strip():
        raise Unreadable(Reason.EMPTY)
