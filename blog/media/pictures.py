"""Reads a picture, and makes the sizes in which readers get it. Runs in a process with limits (`blog.media.apart`).

A size holds pixels in sRGB and nothing else: no EXIF, no place, no profile.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from blog.media import metadata
from blog.media.crops import WIDTHS, Box, whole, widths
from blog.media.formats import PICTURES
from blog.media.metadata import Said
from blog.media.reasons import Reason, Unreadable

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 16_000
# Up to here WebP is made as small as it gets; a wider one would take twice as long to save two per cent.
SCREEN = 960
QUALITY = {"WEBP": 80, "JPEG": 82}
# A camera writes ten; a file with thousands would keep the decoder busy for an hour.
MOST_SCANS = 100
_ORIENTATION = 0x0112
_TURNED = {5, 6, 7, 8}
_WHITE = (255, 255, 255)

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = None  # checked here, before anything is decoded
warnings.simplefilter("ignore")  # whatever a plug-in has to say about a file


@dataclass(frozen=True)
class Facts:
    """What a picture is; `width` and `height` are those after its orientation was applied."""

    media_type: str
    width: int
    height: int
    colour: str
    said: Said


def read(data: bytes, format_name: str, crop: Box | None = None) -> tuple[Facts, dict[str, bytes]]:
    """Its facts, and the sizes of what the crop leaves by their names: `960.webp`. Raises Unreadable."""
    try:
        return _read(data, format_name, crop)
    except Unreadable:
        raise
    except MemoryError as error:
        raise Unreadable(Reason.COSTLY) from error
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, ArithmeticError) as error:
        raise Unreadable(Reason.DAMAGED) from error  # what Pillow raises for bytes that are not what they promise


def _read(data: bytes, format_name: str, crop: Box | None) -> tuple[Facts, dict[str, bytes]]:
    image = _open(data, format_name)
    width, height = (image.height, image.width) if _orientation(image) in _TURNED else image.size
    said = metadata.read(image)
    box = (crop or whole(width, height)).within(width, height)
    picture = _decoded(image, box, (width, height))
    colour = "#{:02x}{:02x}{:02x}".format(*picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))  # type: ignore[misc]
    sizes = {name: encoded for each in widths(box.width) for name, encoded in _size(picture, each, box)}
    return Facts(PICTURES[format_name], width, height, colour, said), sizes


def _open(data: bytes, format_name: str) -> ImageFile.ImageFile:
    """Opens it without decoding it, and checks what its header promises."""
    if format_name == "JPEG" and data.count(b"\xff\xda") > MOST_SCANS:
        raise Unreadable(Reason.COSTLY)
    try:
        image = Image.open(BytesIO(data), formats=[format_name])
    except UnidentifiedImageError as error:
        raise Unreadable(Reason.DAMAGED) from error
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise Unreadable(Reason.PIXELS)
    return image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 — a damaged EXIF block says nothing of the pixels
        return 1


def _decoded(image: Image.Image, box: Box, size: tuple[int, int]) -> Image.Image:
    """What the box leaves, upright, in sRGB, and no wider than the widest size."""
    scale = min(1.0, WIDTHS[-1] / box.width)
    # A JPEG decodes to an eighth, a quarter or a half at a fraction of the cost and the memory.
    image.draft(None, (round(image.width * scale), round(image.height * scale)))
    image.load()
    orientation = _orientation(image)
    profile = image.info.get("icc_profile")
    image = _simple_mode(image)
    wanted = tuple(max(1, round(side * scale)) for side in size)
    wanted = (wanted[1], wanted[0]) if orientation in _TURNED else wanted
    if wanted[0] < image.width or wanted[1] < image.height:
        image = image.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = _in_srgb(image, profile)
    if orientation in range(2, 9):
        image.getexif()[_ORIENTATION] = orientation
        image = ImageOps.exif_transpose(_marked(image, orientation))
    return image.crop(box.scaled(size, image.size))


def _marked(image: Image.Image, orientation: int) -> Image.Image:
    """The picture with its orientation and nothing else written in it."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    image.info.clear()
    image.info["exif"] = exif.tobytes()
    image._exif = None
    return image


def _simple_mode(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be made smaller: grey, RGB, CMYK, or with transparency."""
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "F":
        return image.convert("L")
    if "transparency" in image.info or image.mode in ("PA", "LA", "La", "RGBa"):
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in the colours of the web, on white where it was transparent."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    image = image.convert("RGB") if alpha else image
    if profile and (converted := _converted(image, profile)):
        image = converted
    image = image.convert("RGB")
    if alpha:
        ground = Image.new("RGB", image.size, _WHITE)
        ground.paste(image, mask=alpha)
        image = ground
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    """The picture from its own profile to sRGB; None where the profile is of no use."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _size(picture: Image.Image, width: int, box: Box) -> Iterator[tuple[str, bytes]]:
    height = max(1, round(box.height * width / box.width))
    made = picture if picture.size == (width, height) else picture.resize((width, height), Image.Resampling.LANCZOS)
    made.info.clear()
    small = {"method": 4 if width <= SCREEN else 2}
    for format_name, ending, options in (("WEBP", "webp", small), ("JPEG", "jpg", _PROGRESSIVE)):
        file = BytesIO()
        made.save(file, format_name, quality=QUALITY[format_name], **options)
        yield f"{width}.{ending}", file.getvalue()


_PROGRESSIVE = {"progressive": True, "optimize": True}
