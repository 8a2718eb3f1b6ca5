"""The name of an uploaded file, cleaned: it is shown, and is the last part of an address."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 120
# What file systems, addresses and headers read as something else.
_SPECIAL = re.compile(r'[<>:"|?*%#&;{}\[\]`^~$!+=@\s]+')
_ENDING = re.compile(r"\.\w{1,8}$", re.ASCII)
ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
}


def clean(name: str, media_type: str, otherwise: str) -> str:
    """A file name without a path and without what is invisible or special; its ending is that of what the file is."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(each for each in last if unicodedata.category(each)[0] != "C" or each.isspace())
    stem = _SPECIAL.sub("-", _ENDING.sub("", visible)).strip("-. _'")[:MOST_CHARACTERS].strip("-. _'")
    return f"{stem or otherwise}{ENDINGS[media_type]}"
