"""WebSocket frames encoded once for many readers (RFC 6455), plain and compressed (RFC 7692)."""

from __future__ import annotations

import struct
import zlib
from functools import cached_property
from typing import NamedTuple

FIN_TEXT = 0x81
FIN_TEXT_DEFLATED = 0xC1
FIN_CLOSE = 0x88
FIN_PING = 0x89
FIN_PONG = 0x8A

CLOSE, PING = 0x8, 0x9
MAX_CLIENT_PAYLOAD_BYTES = 4096

# Without context takeover on either side, one compressed frame is valid for every reader that negotiated compression.
SHARED_DEFLATE = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
MIN_DEFLATED_BYTES = 128

NORMAL = 1000
PROTOCOL_ERROR = 1002
POLICY_VIOLATION = 1008
MESSAGE_TOO_BIG = 1009
SERVICE_RESTART = 1012
TRY_AGAIN_LATER = 1013

_SYNC_TAIL = b"\x00\x00\xff\xff"


class ProtocolError(Exception):
    """The client sent an invalid frame; `code` is the status for the close frame."""

    def __init__(self, code: int) -> None:
        super().__init__(f"close {code}")
        self.code = code


class ClientFrame(NamedTuple):
    """A frame from the client: its opcode, its unmasked payload, and how many bytes of the stream it took."""

    opcode: int
    payload: bytes
    length: int


class Frame:
    """One text message encoded for the socket; compressed only when the first reader needs it."""

    def __init__(self, text: str) -> None:
        self._payload = text.encode()

    @cached_property
    def plain(self) -> bytes:
        return _framed(FIN_TEXT, self._payload)

    def bytes_for(self, deflates: bool) -> bytes:
        """The bytes for a reader that negotiated compression, or for one that did not."""
        return self.deflated if deflates else self.plain

    @cached_property
    def deflated(self) -> bytes:
        """For readers that negotiated SHARED_DEFLATE; small messages stay plain, which the extension allows."""
        if len(self._payload) < MIN_DEFLATED_BYTES:
            return self.plain
        compressor = zlib.compressobj(level=6, wbits=-zlib.MAX_WBITS)
        deflated = compressor.compress(self._payload) + compressor.flush(zlib.Z_SYNC_FLUSH)
        return _framed(FIN_TEXT_DEFLATED, deflated.removesuffix(_SYNC_TAIL))


def close(code: int) -> bytes:
    """A close frame with a status code from RFC 6455 section 7.4 or IANA's registry."""
    return _framed(FIN_CLOSE, struct.pack("!H", code))


def ping() -> bytes:
    """Asks for a pong, which a browser sends by itself (RFC 6455 section 5.5.2)."""
    return _framed(FIN_PING, b"")


def pong(payload: bytes) -> bytes:
    """The answer to a ping (RFC 6455 section 5.5.3)."""
    return _framed(FIN_PONG, payload)


def parse(stream: bytes) -> ClientFrame | None:
    """Parses the first frame in the bytes received from a client (RFC 6455 section 5.2); None while incomplete.

    Raises ProtocolError for unmasked frames and payloads longer than MAX_CLIENT_PAYLOAD_BYTES.
    """
    if len(stream) < 2:
        return None
    opcode, length, start = stream[0] & 0x0F, stream[1] & 0x7F, 2
    if not stream[1] & 0x80:
        raise ProtocolError(PROTOCOL_ERROR)
    if length == 127 or (opcode >= CLOSE and length > 125):
        raise ProtocolError(MESSAGE_TOO_BIG)
    if length == 126:
        if len(stream) < 4:
            return None
        length, start = int.from_bytes(stream[2:4]), 4
    if length > MAX_CLIENT_PAYLOAD_BYTES:
        raise ProtocolError(MESSAGE_TOO_BIG)
    if len(stream) < start + 4 + length:
        return None
    mask, masked = stream[start : start + 4], stream[start + 4 : start + 4 + length]
    payload = bytes(byte ^ mask[index % 4] for index, byte in enumerate(masked))
    return ClientFrame(opcode, payload, start + 4 + length)


def shared_extensions(offered: str) -> str:
    """Reduces the client's `Sec-WebSocket-Extensions` to the one kind of compression that readers can share.

    Clients that limit the window (RFC 7692 section 7.1.2.1) cannot inflate shared frames and get plain ones.
    """
    return SHARED_DEFLATE if any(_can_share(offer) for offer in offered.split(",")) else ""


def _can_share(offer: str) -> bool:
    name, *parameters = (part.strip() for part in offer.split(";"))
    return name == "permessage-deflate" and not any(word.startswith("server_max_window_bits") for word in parameters)


def _framed(first: int, payload: bytes) -> bytes:
    length = len(payload)
    if length < 126:
        return struct.pack("!BB", first, length) + payload
    if length < 1 << 16:
        return struct.pack("!BBH", first, 126, length) + payload
    return struct.pack("!BBQ", first, 127, length) + payload
