"""A body in three encodings, and which of them a client gets."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask

from blog.web.encoding import EncodedBody, negotiated_response

BODY = b"body { color: red }\n" * 100


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_body_goes_out_as_the_browser_takes_it_best(accepted: str, coding: str | None) -> None:
    with Flask(__name__).test_request_context(headers={"Accept-Encoding": accepted}):
        answer = negotiated_response(EncodedBody(BODY, "text/css"))
    undo = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert answer.headers.get("Content-Encoding") == coding
    assert undo(answer.get_data()) == BODY
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("body", [EncodedBody(b"short", "text/css"), EncodedBody(BODY, "font/woff2")])
def test_what_compression_does_not_help_goes_out_as_it_is(body: EncodedBody) -> None:
    with Flask(__name__).test_request_context(headers={"Accept-Encoding": "br"}):
        answer = negotiated_response(body)
    assert "Content-Encoding" not in answer.headers
    assert answer.get_data() == body.body
