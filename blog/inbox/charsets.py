"""Decodes the text of mails, whose senders often name another character set than they use."""

from __future__ import annotations

import binascii
import re
from email.quoprimime import header_decode

# What senders say, and what they mean: larger sets under old names, and names that Python does not know.
_MEANT = {
    **dict.fromkeys(("", "ascii", "us-ascii", "ansi_x3.4-1968", "utf8", "utf-8", "unicode"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ks_c_5601", "ksc5601"), "cp949"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8", "windows-1255"), "cp1255"),
    **dict.fromkeys(("iso-8859-6-i", "windows-1256"), "cp1256"),
    **dict.fromkeys(("iso-2022-jp", "iso-2022-jp-1", "csiso2022jp"), "iso2022_jp_ext"),
}
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
# No subject is longer; what is, was written to be slow to read.
HEADER_CHARACTERS = 10_000


def decoded(data: bytes, charset: str) -> str:
    """The text of some bytes. UTF-8 is recognised under any name; what fits nothing shows as U+FFFD."""
    name = charset.strip().strip("'\"").lower().partition("*")[0]
    meant = _MEANT.get(name, name)
    # ISO-2022 has no byte that UTF-8 would not take.
    for each in (meant, "utf-8") if meant.startswith("iso2022") or meant == "utf-7" else ("utf-8", meant):
        try:
            return _storable(data.decode(each))
        except (UnicodeError, LookupError, ValueError):
            continue
    try:
        return _storable(data.decode("cp1252" if meant == "utf-8" else meant, "replace"))
    except (UnicodeError, LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _storable(text: str) -> str:
    """Without the halves of characters that UTF-7 can produce, which no database takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def header_text(raw: str) -> str:
    """A header as people read it: with encoded words (RFC 2047) decoded, also where they split a character."""
    raw = re.sub(r"\r?\n[ \t]*", " ", raw[:HEADER_CHARACTERS])
    text, at, pending = "", 0, (b"", "")
    for word in _WORD.finditer(raw):
        between, charset, data = raw[at : word.start()], word[1].lower(), _word_bytes(word)
        if between.strip() or not at:
            text, pending = text + decoded(*pending) + _plain(between), (data, charset)
        elif pending[1] == charset:
            pending = pending[0] + data, charset
        else:
            text, pending = text + decoded(*pending), (data, charset)
        at = word.end()
    return text + decoded(*pending) + _plain(raw[at:])


def _word_bytes(word: re.Match[str]) -> bytes:
    if word[2] in "qQ":
        return header_decode(word[3]).encode("latin-1", "replace")
    try:
        return binascii.a2b_base64(word[3].encode("ascii", "replace") + b"==")
    except binascii.Error:
        return word[0].encode("ascii", "replace")


def _plain(text: str) -> str:
    """What was sent without being encoded, as bytes that the parser has hidden in surrogates."""
    return decoded(text.encode("utf-8", "surrogateescape"), "")
