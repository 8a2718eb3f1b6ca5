"""WebSocket frames made once for many readers (RFC 6455), plain and deflated (RFC 7692)."""

from __future__ import annotations

import struct
import zlib
from functools import cached_property
from typing import NamedTuple

FIN_TEXT = 0x81
FIN_TEXT_DEFLATED = 0xC1
FIN_CLOSE = 0x88
FIN_PONG = 0x8A

CLOSE, PING = 0x8, 0x9
LONGEST_SAID = 4096

# With both sides told to keep no context, one deflated frame is right for every reader that takes deflated frames.
OFFER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
SMALLEST_WORTH_DEFLATING = 128

NORMAL = 1000
PROTOCOL_ERROR = 1002
REFUSED = 1008
TOO_BIG = 1009
RESTARTING = 1012
COME_BACK_LATER = 1013

_SYNC_TAIL = b"\x00\x00\xff\xff"


class ProtocolError(Exception):
    """What a page said is not a frame that a page may send; `code` is for its close frame."""

    def __init__(self, code: int) -> None:
        super().__init__(f"close {code}")
        self.code = code


class Said(NamedTuple):
    """A frame from a page: what kind, its payload unmasked, and how many bytes of the stream it was."""

    opcode: int
    payload: bytes
    length: int


class Frame:
    """One text message as bytes for the socket; the deflated form is made when the first reader needs it."""

    def __init__(self, text: str) -> None:
        self._payload = text.encode()

    @cached_property
    def plain(self) -> bytes:
        return _framed(FIN_TEXT, self._payload)

    @cached_property
    def deflated(self) -> bytes:
        """For a reader that negotiated OFFER; small messages go plain, which the extension allows."""
        if len(self._payload) < SMALLEST_WORTH_DEFLATING:
            return self.plain
        compressor = zlib.compressobj(level=6, wbits=-zlib.MAX_WBITS)
        deflated = compressor.compress(self._payload) + compressor.flush(zlib.Z_SYNC_FLUSH)
        return _framed(FIN_TEXT_DEFLATED, deflated.removesuffix(_SYNC_TAIL))


def close(code: int) -> bytes:
    """A close frame with a status code of RFC 6455 section 7.4 or IANA's registry."""
    return _framed(FIN_CLOSE, struct.pack("!H", code))


def pong(payload: bytes) -> bytes:
    """The answer to a ping (RFC 6455 section 5.5.3)."""
    return _framed(FIN_PONG, payload)


def parse(stream: bytes) -> Said | None:
    """The first frame of what a page sent (RFC 6455 section 5.2), or None while it is incomplete.

    Raises ProtocolError for frames that are not masked and for those longer than LONGEST_SAID bytes.
    """
    if len(stream) < 2:
        return None
    opcode, length, start = stream[0] & 0x0F, stream[1] & 0x7F, 2
    if not stream[1] & 0x80:
        raise ProtocolError(PROTOCOL_ERROR)
    if length == 127 or (opcode >= CLOSE and length > 125):
        raise ProtocolError(TOO_BIG)
    if length == 126:
        if len(stream) < 4:
            return None
        length, start = int.from_bytes(stream[2:4]), 4
    if length > LONGEST_SAID:
        raise ProtocolError(TOO_BIG)
    if len(stream) < start + 4 + length:
        return None
    mask, masked = stream[start : start + 4], stream[start + 4 : start + 4 + length]
    payload = bytes(byte ^ mask[index % 4] for index, byte in enumerate(masked))
    return Said(opcode, payload, start + 4 + length)


def reduced_offer(offered: str) -> str:
    """The client's `Sec-WebSocket-Extensions`, reduced to the one form of compression that can be shared.

    Who can only inflate a smaller window (RFC 7692 section 7.1.2.1) could not read shared frames, and gets plain ones.
    """
    return OFFER if any(_can_share(offer) for offer in offered.split(",")) else ""


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
