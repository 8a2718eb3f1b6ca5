"""Frames as an independent implementation reads them: the `websockets` library, and zlib by itself."""

from __future__ import annotations

import zlib
from collections.abc import Generator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, PerMessageDeflate
from websockets.frames import Frame as Parsed
from websockets.frames import Opcode
from websockets.headers import parse_extension
from websockets.streams import StreamReader

from blog.wire import frames
from blog.wire.frames import Frame, ProtocolError, shared_extensions

EDGES = [0, 1, 124, 125, 126, 127, 128, 65_535, 65_536, 200_000]


def decoded(data: bytes, *extensions: PerMessageDeflate) -> Parsed:
    """The one frame that `data` is, and nothing after it."""
    stream = StreamReader()
    stream.feed_data(data)
    stream.feed_eof()
    steps: Generator[None, None, Parsed] = Parsed.parse(
        stream.read_exact, mask=False, max_size=None, extensions=list(extensions)
    )
    try:
        next(steps)
    except StopIteration as done:
        assert not stream.buffer
        return done.value  # type: ignore[no-any-return]
    raise AssertionError("the frame is not complete")


def inflating() -> PerMessageDeflate:
    return PerMessageDeflate(True, True, 15, 15)


@pytest.mark.parametrize("length", EDGES)
def test_a_plain_frame_of_any_length_says_what_was_meant(length: int) -> None:
    text = ("0123456789abcdef" * (length // 16 + 1))[:length]
    frame = decoded(Frame(text).plain)
    assert (frame.opcode, frame.fin, frame.rsv1) == (Opcode.TEXT, True, False)
    assert bytes(frame.data).decode() == text


@pytest.mark.parametrize("length", EDGES)
def test_a_deflated_frame_of_any_length_says_what_was_meant(length: int) -> None:
    text = ("0123456789abcdef" * (length // 16 + 1))[:length]
    assert bytes(decoded(Frame(text).deflated, inflating()).data).decode() == text


@given(st.text(max_size=2_000))
def test_a_frame_of_any_text_can_be_read_in_both_forms(text: str) -> None:
    frame = Frame(text)
    assert bytes(decoded(frame.plain).data).decode() == text
    assert bytes(decoded(frame.deflated, inflating()).data).decode() == text


def test_zlib_itself_inflates_what_was_deflated() -> None:
    text = "The delegations have met. " * 50
    data = Frame(text).deflated
    assert data[0] == 0xC1, "final, text, and the bit that says deflated"
    header = 2 if data[1] < 126 else 4
    assert zlib.decompressobj(wbits=-15).decompress(data[header:] + b"\x00\x00\xff\xff").decode() == text
    assert len(data) < len(text) // 5
    assert not data.endswith(b"\x00\x00\xff\xff"), "RFC 7692 section 7.2.1 has these four bytes taken away"


def test_deflated_frames_need_nothing_of_those_before_them() -> None:
    texts = [f"Update {n}: " + "the delegations have met. " * 20 for n in range(3)]
    one_reader = inflating()
    for text in texts:
        assert bytes(decoded(Frame(text).deflated, one_reader).data).decode() == text
    assert bytes(decoded(Frame(texts[2]).deflated, inflating()).data).decode() == texts[2]


def test_a_small_message_goes_plain_to_everyone() -> None:
    frame = Frame("x" * (frames.MIN_DEFLATED_BYTES - 1))
    assert frame.deflated == frame.plain


def test_a_frame_is_encoded_once() -> None:
    frame = Frame("words " * 100)
    assert frame.plain is frame.plain
    assert frame.deflated is frame.deflated


@pytest.mark.parametrize("code", [frames.POLICY_VIOLATION, frames.SERVICE_RESTART, frames.TRY_AGAIN_LATER])
def test_a_close_frame_carries_its_code(code: int) -> None:
    frame = decoded(frames.close(code))
    assert frame.opcode == Opcode.CLOSE
    assert int.from_bytes(bytes(frame.data)[:2]) == code


@pytest.mark.parametrize(
    "offered",
    [
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=12",
        "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate",
    ],
)
def test_a_browsers_offer_becomes_the_one_that_all_can_share(offered: str) -> None:
    assert shared_extensions(offered) == "permessage-deflate; server_no_context_takeover; client_no_context_takeover"


@pytest.mark.parametrize("offered", ["", "x-webkit-deflate-frame", "permessage-bzip2", "permessage-deflates", ",;,"])
def test_who_does_not_offer_to_inflate_gets_plain_frames(offered: str) -> None:
    assert shared_extensions(offered) == ""


@pytest.mark.parametrize(
    "offered",
    [
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; client_max_window_bits; server_max_window_bits=12",
        'permessage-deflate; server_max_window_bits="9"',
    ],
)
def test_who_can_only_inflate_a_smaller_window_gets_plain_frames(offered: str) -> None:
    assert shared_extensions(offered) == ""


def test_of_two_offers_the_one_that_can_be_met_is_taken() -> None:
    offered = "permessage-deflate; server_max_window_bits=10, permessage-deflate; client_max_window_bits"
    assert shared_extensions(offered) == frames.SHARED_DEFLATE


def test_a_client_that_offers_accepts_what_is_answered() -> None:
    [(_, answered)] = parse_extension(shared_extensions("permessage-deflate; client_max_window_bits"))
    agreed = ClientPerMessageDeflateFactory(client_max_window_bits=True).process_response_params(answered, [])
    assert agreed.remote_no_context_takeover
    text = "words " * 100
    assert bytes(decoded(Frame(text).deflated, agreed).data).decode() == text


def said(opcode: Opcode, payload: bytes) -> bytes:
    return Parsed(opcode, payload).serialize(mask=True, extensions=[])


@pytest.mark.parametrize("length", [0, 1, 125, 126, 4_096])
def test_what_a_page_says_is_read_once_it_is_whole(length: int) -> None:
    stream = said(Opcode.TEXT, b"x" * length)
    for cut in {0, 1, 2, 3, 5, len(stream) // 2, len(stream) - 1} - {len(stream)}:
        assert frames.parse(stream[:cut]) is None
    heard = frames.parse(stream + b"and the next")
    assert heard is not None
    assert (heard.opcode, heard.payload, heard.length) == (1, b"x" * length, len(stream))


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (Parsed(Opcode.TEXT, b"not masked").serialize(mask=False, extensions=[]), frames.PROTOCOL_ERROR),
        (said(Opcode.TEXT, b"x" * 4_097), frames.MESSAGE_TOO_BIG),
        (said(Opcode.TEXT, b"x" * 70_000), frames.MESSAGE_TOO_BIG),
        (bytes([0x89, 0x80 | 126, 0, 126]) + bytes(130), frames.MESSAGE_TOO_BIG),
    ],
)
def test_what_no_page_may_say_names_the_close_code(stream: bytes, code: int) -> None:
    with pytest.raises(ProtocolError) as caught:
        frames.parse(stream)
    assert caught.value.code == code


@given(st.binary(max_size=300))
def test_no_noise_on_the_line_is_more_than_a_protocol_error(noise: bytes) -> None:
    try:
        heard = frames.parse(noise)
    except ProtocolError:
        return
    assert heard is None or 2 <= heard.length <= len(noise)
