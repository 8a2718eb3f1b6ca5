"""Mails that are made to do harm are refused, or read within the limits of a process of their own."""

from __future__ import annotations

import pytest

from blog.inbox import child, letters
from blog.inbox.letters import Unreadable


def nested(depth: int) -> bytes:
    parts = (b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (each, each) for each in range(depth))
    return b"".join(parts) + b"\r\nText"


def inside(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + b"\r\nText"


REFUSED = {
    "ten thousand parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 10_000,
    "nested 5,000 times": nested(5_000),
    "nested 30 times": nested(30),
    "a mail in a mail in a mail": inside(500),
    "a header that is slow to parse": b"Content-Type: text/plain; " + b"a*0=b;" * 50_000 + b"\r\n\r\nText",
}
READ = {
    "nothing": b"",
    "no header": b"\r\n\r\nText",
    "a million header lines": b"X: y\r\n" * 300_000 + b"\r\nText",
    "a header of megabytes": b"Subject: " + b"=?utf-8?q?" * 300_000 + b"\r\n\r\nText",
    "quotation marks without end": b"From: " + b'"' * 1_000_000 + b"\r\n\r\nText",
    "ten thousand addresses": b"To: " + b"a@example.org, " * 10_000 + b"\r\n\r\nText",
    "a page nested 5,000 times": b"Content-Type: text/html\r\n\r\n" + b"<blockquote>" * 5_000 + b"Text",
    "a page of unclosed marks": b"Content-Type: text/html\r\n\r\n" + b"<" * 200_000 + b"Text",
    "a set that unpacks": b"Content-Type: text/plain; charset=zlib\r\n\r\nText",
    "NUL and controls": b"Subject: a\x00b\r\n\r\n\x00\x01\x1bText",
    "half of base64": b"Content-Transfer-Encoding: base64\r\n\r\nVGV4dA",
    "a boundary that never comes": b"Content-Type: multipart/mixed; boundary=x\r\n\r\nText",
    "lines without end": b"\r\n\r\n" + b"x" * 3_000_000,
    "quotations without end": b"Subject: Re: x\r\nIn-Reply-To: <a@b>\r\n\r\n" + b"On Friday:\n> x\n" * 20_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_nobody_sends_by_hand_is_refused(name: str) -> None:
    with pytest.raises(Unreadable):
        letters.read(REFUSED[name])


@pytest.mark.parametrize("name", READ)
def test_what_is_only_odd_is_read(name: str) -> None:
    found = letters.read(READ[name])
    f"{found.sender}{found.subject}{found.text}".encode()


def test_the_program_has_limits() -> None:
    assert (child.MEMORY_BYTES, child.CPU_SECONDS) == (1024**3, 10)
