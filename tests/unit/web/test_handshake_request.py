"""The short way to read a handshake never understands one otherwise than gunicorn does."""

from __future__ import annotations

from gunicorn.config import Config
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader
from gunicorn.http.wsgi import create
from hypothesis import given
from hypothesis import strategies as st

from blog.web import handshake_request
from blog.web.handshake_request import MOST_BYTES

USUAL = (
    "GET /live/talks/ws?after=ab1:7&from=frame HTTP/1.1",
    "Host: live.example.org",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64)",
    "Upgrade: websocket",
    "Connection:keep-alive, Upgrade",
    "Sec-WebSocket-Version: \t13 ",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "X-Forwarded-For: 192.0.2.7, 10.0.0.1",
)
# What a change of the usual request may put anywhere.
PIECES = (
    *(
        "\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        ":",
        "\0",
        "\x7f",
        "\xe9",
        "_",
        "-",
        "#",
        "%2F",
        "//",
        "?",
        ";",
        "/..",
        "HTTP/1.0",
    ),
    *("\r\nHost: other", "\r\nContent-Length: 5", "\r\nTransfer-Encoding: chunked", "\r\nExpect: 100-continue"),
    *("\r\nX_Odd: 1", "\r\n folded", "\r\nUpgrade: h2c", "\r\n\r\nrest", "\r\nX-Empty:", "http://other", "\r\n: none"),
)
KEYS = ("REQUEST_METHOD", "SERVER_PROTOCOL", "PATH_INFO", "QUERY_STRING")


def request(*lines: str) -> bytes:
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def of_gunicorn(received: bytes) -> dict[str, str]:
    """The same keys as gunicorn's parser and its WSGI give them; raises for what it refuses."""
    config, peer = Config(), ("192.0.2.1", 5000)
    message = Request(config, IterUnreader([received]), peer)
    assert not message.body.read()
    _, environ = create(message, None, peer, ("127.0.0.1", 8000), config)
    return {key: value for key, value in environ.items() if key in KEYS or key.startswith("HTTP_")}


def test_a_usual_handshake_is_read_as_gunicorn_reads_it() -> None:
    assert handshake_request.read(request(*USUAL)) == of_gunicorn(request(*USUAL))


@given(st.lists(st.tuples(st.integers(0, len(request(*USUAL))), st.sampled_from(PIECES)), min_size=1, max_size=3))
def test_what_is_read_of_any_other_is_what_gunicorn_reads(changes: list[tuple[int, str]]) -> None:
    text = request(*USUAL).decode("latin-1")
    for place, piece in changes:
        text = text[:place] + piece + text[place:]
    received = text.encode("latin-1")
    environ = handshake_request.read(received)
    assert environ is None or environ == of_gunicorn(received)


def test_what_is_not_whole_or_not_alone_is_left() -> None:
    whole = request(*USUAL)
    long = request(*USUAL, "X-Long: " + "x" * MOST_BYTES)
    assert [handshake_request.read(each) for each in (b"", whole[:-1], whole + b"\x81", long[:MOST_BYTES])] == [
        None
    ] * 4
