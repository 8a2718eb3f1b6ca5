"""Pictures that are odd, damaged or hostile, made here: each with whether it may be shown."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

from tests.media_files import picture

Made = tuple[str, bytes, bool]
GPS = 0x8825
ORIENTATION = 0x0112


def pictures() -> Iterator[Made]:
    """Name, bytes, and whether it is shown."""
    for makers in (_odd, _turned, _cut, _damaged, _disguised, _bombs):
        yield from makers()


def _odd() -> Iterator[Made]:
    """Rare kinds of every format, all of which are pictures."""
    for mode in ("RGB", "L", "CMYK"):
        yield f"{mode}.jpg", picture(mode=mode), True
        yield f"{mode}-progressive.jpg", picture(200, 150, mode=mode, progressive=True), True
    for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "I;16"):
        yield f"{mode}.png".replace(";", "-"), _deep() if mode == "I;16" else picture(kind="PNG", mode=mode), True
    for mode in ("RGB", "RGBA"):
        yield f"{mode}.webp", picture(kind="WEBP", mode=mode), True
        yield f"{mode}-lossless.webp", picture(kind="WEBP", mode=mode, lossless=True), True
        yield f"{mode}.avif", picture(kind="AVIF", mode=mode), True
    for mode in ("L", "P", "RGB"):
        yield f"{mode}.gif", picture(kind="GIF", mode=mode), True
    for kind, ending in (("GIF", "gif"), ("WEBP", "webp"), ("PNG", "png"), ("AVIF", "avif")):
        yield f"moving.{ending}", _moving(kind), True
    yield (
        "with-profile.jpg",
        picture(icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
        True,
    )
    yield "with-wrong-profile.jpg", picture(icc_profile=b"no profile at all"), True
    yield "cmyk-with-wrong-profile.jpg", picture(mode="CMYK", icc_profile=b"x" * 500), True
    yield "transparent-index.png", _transparent(), True
    for width, height in ((1, 1), (1, 4000), (4000, 1), (3, 16_000), (16_000, 3), (481, 1), (5000, 5000), (8000, 5000)):
        yield f"{width}x{height}.png", picture(width, height, "PNG", mode="L"), True
    yield "commented.jpg", picture(comment=b"<script>alert(1)</script>" * 100), True


def _turned() -> Iterator[Made]:
    """Every orientation, those that do not exist, and a place."""
    for orientation in (*range(10), 255):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        exif.get_ifd(GPS)[1] = "N"
        yield f"turned-{orientation}.jpg", picture(exif=exif.tobytes()), True
    yield "wrong-exif.jpg", picture(exif=b"Exif\0\0" + b"\xff" * 200), True
    yield "short-exif.png", picture(kind="PNG", exif=b"Exif\0\0MM\0*"), True


def _cut() -> Iterator[Made]:
    """Files that end too early."""
    wholes = {
        "jpg": picture(300, 200),
        "progressive.jpg": picture(300, 200, progressive=True),
        "png": picture(300, 200, "PNG"),
        "webp": picture(300, 200, "WEBP"),
        "avif": picture(300, 200, "AVIF"),
        "gif": picture(300, 200, "GIF"),
    }
    for ending, whole in wholes.items():
        for part in (0.1, 0.3, 0.5, 0.7):
            yield f"cut-{int(part * 100)}.{ending}", whole[: int(len(whole) * part)], False
        yield f"begun.{ending}", whole[:12], False


def _damaged() -> Iterator[Made]:
    """Files whose bytes are not what they promise."""
    for kind, ending in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif"), ("GIF", "gif")):
        whole = picture(120, 80, kind)
        yield f"zeros-behind-the-head.{ending}", whole[:20] + bytes(len(whole) - 20), False
        yield f"noise-behind-the-head.{ending}", whole[:16] + _noise(len(whole)), False
        yield f"head-alone-and-text.{ending}", whole[:8] + b"This is no picture. " * 20, False
    yield "no-data.png", _png(64, 48, []), False
    yield "wrong-checksum.png", picture(kind="PNG").replace(b"IEND\xaeB`\x82", b"IEND\0\0\0\0")[:-30], False
    yield "no-pixels.png", _png(0, 0, [zlib.compress(b"")]), False
    yield "too-little.png", _png(400, 300, [zlib.compress(b"\0" * 100)]), False


def _disguised() -> Iterator[Made]:
    """Pictures that are something else as well. What readers get are the pixels."""
    page = b"<html><script>alert(document.cookie)</script></html>"
    for kind, ending in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif")):
        yield f"page-at-the-end.{ending}.html", picture(kind=kind) + page, True
        yield (
            f"archive-at-the-end.{ending}",
            picture(kind=kind) + b"PK\x03\x04" + bytes(200) + b"PK\x05\x06" + bytes(18),
            True,
        )
    yield "called-a-page.html", picture(), True
    yield "called-a-program.php", picture(kind="PNG"), True
    yield "said-to-be-png.png", picture(kind="GIF"), True
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<svg onload=alert(1)>")
    info.add_itxt("XML:com.adobe.xmp", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')
    yield "entities.png", picture(kind="PNG", pnginfo=info), True
    yield "xmp-bomb.jpg", picture(xmp=_entity_bomb()), True


def _bombs() -> Iterator[Made]:
    """Few bytes that ask for much memory or time."""
    yield "sixty-megapixels.jpg", _plain(10_000, 6_000, "JPEG"), False
    yield "sixty-megapixels.png", _png(10_000, 6_000, [zlib.compress(bytes(1000))]), False
    yield "huge.png", _png(2**31 - 1, 2**31 - 1, [zlib.compress(b"")]), False
    yield "long.png", _png(40_000, 10, [zlib.compress(bytes(400_010))], grey=True), False
    frame = b"\x2c" + bytes(4) + b"\xff\xff\xff\xff\0\x02\x02L\x01\0;"
    yield "huge.gif", b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + frame, False
    yield "huge.webp", _huge_webp(), False
    yield "forty-megapixels.png", _plain(8_000, 5_000, "PNG"), True
    yield "forty-megapixels-progressive.jpg", _plain(8_000, 5_000, "JPEG", progressive=True, subsampling=0), True
    yield "forty-megapixels.webp", _plain(8_000, 5_000, "WEBP", method=0), True
    scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + b"\0"
    yield "thousands-of-scans.jpg", picture()[:-2] + scan * 5_000 + b"\xff\xd9", False
    text = zlib.compress(bytes(60_000_000), 9)
    yield "text-bomb.png", _png(8, 8, [zlib.compress(bytes(8 * 25))], [(b"zTXt", b"Comment\0\0" + text)]), False
    yield "profile-bomb.png", _png(8, 8, [zlib.compress(bytes(8 * 25))], [(b"iCCP", b"a\0\0" + text)]), False
    yield "endless.png", _png(8, 8, [zlib.compress(bytes(60_000_000), 9)]), True


def _plain(width: int, height: int, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(file, kind, **options)
    return file.getvalue()


def _deep() -> bytes:
    """16 bits of grey."""
    file = BytesIO()
    image = Image.new("I;16", (64, 48), 40_000)
    image.save(file, "PNG")
    return file.getvalue()


def _moving(kind: str) -> bytes:
    file = BytesIO()
    first, *rest = (Image.new("RGB", (60, 40), (shade, 0, 0)) for shade in (0, 100, 200))
    first.save(file, kind, save_all=True, append_images=rest, duration=100)
    return file.getvalue()


def _transparent() -> bytes:
    file = BytesIO()
    image = Image.new("P", (60, 40), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.save(file, "PNG", transparency=0)
    return file.getvalue()


def _noise(length: int) -> bytes:
    """The same bytes in every run."""
    return bytes((number * 7919 + number // 3) % 251 for number in range(length))


def _png(
    width: int, height: int, data: list[bytes], before: list[tuple[bytes, bytes]] | None = None, *, grey: bool = False
) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0 if grey else 2, 0, 0, 0)
    chunks = [(b"IHDR", head), *(before or []), *((b"IDAT", each) for each in data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def _huge_webp() -> bytes:
    """An extended header that promises 16,383 by 16,383 pixels, before a picture of 64 by 48."""
    whole = picture(kind="WEBP", lossless=True)[12:]
    side = (16_383 - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + bytes(4) + side + side + whole
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    return f"<!DOCTYPE x [{levels}]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&e8;</x:xmpmeta>".encode()
