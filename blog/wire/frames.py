"""WebSocket frames made once for many readers (RFC 6455), plain and deflated (RFC 7692)."""

from __future__ import annotations

import struct
import zlib
from functools import cached_property

FIN_TEXT = 0x81
FIN_TEXT_DEFLATED = 0xC1
FIN_CLOSE = 0x88

# With both sides told to keep no context, one deflated frame is right for every reader that takes deflated frames.
OFFER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
SMALLEST_WORTH_DEFLATING = 128

REFUSED = 1008
RESTARTING = 1012
COME_BACK_LATER = 1013

_SYNC_TAIL = b"\x00\x00\xff\xff"


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


def reduced_offer(offered: str) -> str:
    """The client's `Sec-WebSocket-Extensions`, reduced to the one form of compression that can be shared."""
    wants = any(offer.strip().split(";")[0].strip() == "permessage-deflate" for offer in offered.split(","))
    return OFFER if wants else ""


def _framed(first: int, payload: bytes) -> bytes:
    length = len(payload)
    if length < 126:
        return struct.pack("!BB", first, length) + payload
    if length < 1 << 16:
        return struct.pack("!BBH", first, 126, length) + payload
    return struct.pack("!BBQ", first, 127, length) + payload
