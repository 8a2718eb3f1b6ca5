"""Reads one mail: who wrote what, without signature and history, and with which files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from blog.inbox import html, plain, quoting
from blog.inbox.charsets import HEADER_CHARACTERS, decoded, header_text
from blog.inbox.letters import Attachment, Letter, Unreadable

# Nobody sends more by hand.
MOST_PARTS, MOST_DEPTH = 200, 20
# What only proves who has sent a mail, or repeats it in another form.
_NO_FILES = {
    *("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"),
    *("application/pgp-keys", "message/delivery-status", "text/x-amp-html"),
}
# The parser of the package takes very long for headers that are made for it.
_SLOW = re.compile(
    rb"^content-(?:type|disposition|transfer-encoding):(?:[^\r\n]|\r?\n[ \t]){%d}" % HEADER_CHARACTERS,
    re.IGNORECASE | re.MULTILINE,
)
# Smaller pictures inside a page are logos and lines.
DECORATION_BYTES = 10_000


@dataclass
class _Found:
    """What has been found so far. The text of a mail that is attached to this one is `forwarded`."""

    is_reply: bool
    is_forward: bool
    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    parts: int = 0


def read(message: bytes) -> Letter:
    """The letter in a mail. Raises Unreadable."""
    if _SLOW.search(message):
        raise Unreadable
    parsed = BytesParser(policy=policy.default).parsebytes(message)
    subject, is_forward = quoting.without_prefixes(_header(parsed, "subject"))
    found = _Found(bool(_header(parsed, "in-reply-to")) and not is_forward, is_forward)
    _collect(parsed, found, depth=0)
    return Letter(
        sender=_header(parsed, "from"),
        subject=" ".join(subject.split()),
        text="\n\n".join(text for text in found.texts if text.strip()),
        attachments=tuple(found.attachments),
    )


def _header(message: EmailMessage, name: str) -> str:
    """The first header of this name, decoded; empty without one. The parser of the package is slow on hostile ones."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    return header_text(raw).strip()


def _collect(part: EmailMessage, found: _Found, *, depth: int, in_page: bool = False) -> None:
    found.parts += 1
    if found.parts > MOST_PARTS or depth > MOST_DEPTH:
        raise Unreadable
    kind = _kind(part)
    if kind == "multipart/alternative":
        _collect_best(part, found, depth)
    elif kind == "message/rfc822":
        _collect_forwarded(part, found, depth)
    elif part.is_multipart():
        for each in _children(part):
            _collect(each, found, depth=depth + 1, in_page=in_page or kind == "multipart/related")
    elif kind in ("text/plain", "text/html") and not _is_file(part):
        found.texts.append(_text(part, found))
    elif kind not in _NO_FILES:
        _collect_file(part, found, in_page=in_page)


def _collect_best(part: EmailMessage, found: _Found, depth: int) -> None:
    """Takes the plain text of several versions, or the page where there is none, and the pictures of both."""
    before = len(found.texts)
    children = sorted(_children(part), key=lambda each: _kind(each) != "text/plain")
    for each in children:
        said = len(found.texts)
        _collect(each, found, depth=depth + 1)
        if any(text.strip() for text in found.texts[before:said]):
            del found.texts[said:]


def _collect_forwarded(part: EmailMessage, found: _Found, depth: int) -> None:
    """Takes a mail that is attached as a file: its subject and its text follow those of this one."""
    for each in _children(part):
        inner = _Found(is_reply=False, is_forward=True, parts=found.parts)
        _collect(each, inner, depth=depth + 1)
        found.parts = inner.parts
        found.texts += [_header(each, "subject"), *inner.texts]
        found.attachments += inner.attachments


def _collect_file(part: EmailMessage, found: _Found, *, in_page: bool) -> None:
    data = _bytes(part)
    if data and not (in_page and _kind(part).startswith("image/") and len(data) < DECORATION_BYTES):
        found.attachments.append(Attachment(_name(part), data))


def _text(part: EmailMessage, found: _Found) -> str:
    data, charset = _bytes(part), _parameter(part, "charset")
    if _kind(part) == "text/html":
        page = decoded(data, charset or html.charset_in(data))
        text = html.to_markdown(page, is_forward=found.is_forward)
    else:
        text = decoded(data, charset).replace("\r\n", "\n").replace("\r", "\n")
        is_flowed = _parameter(part, "format").lower() == "flowed"
        deletes = _parameter(part, "delsp").lower() == "yes"
        text = plain.unflowed(text, deletes_spaces=deletes) if is_flowed else plain.unwrapped(text)
    return quoting.own_words(text, is_reply=found.is_reply, is_forward=found.is_forward)


def _children(part: EmailMessage) -> Iterator[EmailMessage]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (each for each in payload if isinstance(each, EmailMessage))


def _is_file(part: EmailMessage) -> bool:
    return _disposition(part) == "attachment" or bool(_name(part))


def _bytes(part: EmailMessage) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _kind(part: EmailMessage) -> str:
    return _header_value(part.get_content_type) or "application/octet-stream"


def _parameter(part: EmailMessage, name: str) -> str:
    return _header_value(lambda: part.get_param(name))


def _disposition(part: EmailMessage) -> str:
    return _header_value(part.get_content_disposition)


def _name(part: EmailMessage) -> str:
    return _header_value(lambda: header_text(part.get_filename() or ""))[:255]


def _header_value(read: Callable[[], object]) -> str:
    """What a header says; nothing where it breaks the rules, because such a header may raise anything."""
    try:
        return str(read() or "")
    except Exception:  # noqa: BLE001 — as above
        return ""
