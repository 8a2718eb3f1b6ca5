"""Draws link preview pictures, 1200 by 630 pixels, in the site's colours and fonts."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, PngImagePlugin
from PIL.ImageDraw import Draw, ImageDraw

from blog.web.syndication.preview.cards import Card, Leg
from blog.web.syndication.preview.lettering import SANS, SERIF, cut, face, fitted
from blog.web.syndication.preview.signs import sign

WIDTH, HEIGHT = 1200, 630
EDGE = 72
INNER = WIDTH - 2 * EDGE
HEAD_LINE, FOOT_LINE = 122, 536
# The light scheme of `static/css/tokens.css`, as sRGB.
PAPER, INK, QUIET, HAIRLINE, RULE = "#fcfcf9", "#151b24", "#4f5660", "#d9d7d3", "#7c8088"
LIVE, RED = "#006e3b", "#c50516"
STANDINGS = {
    "official": "#1d4d87",
    "confirmed": "#0c5c3c",
    "reported": QUIET,
    "unverified": "#784e14",
    "disputed": "#78377c",
}
TINTS = ("", "#215da5", "#9a6a17", "#007979", "#7d418a")
SIZES = (88, 78, 70, 62, 56, 50)
LEADING = 1.14
STATUS_WIDTH = 220
COLOURS = 64


def draw(card: Card) -> bytes:
    """Draws a PNG, with its text as metadata too."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    on = Draw(picture)
    _head(on, card)
    _middle(on, card)
    if card.legs:
        _line_of_stops(on, card.legs)
    elif card.foot or card.standing:
        _foot(picture, on, card)
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Title", card.headline)
    info.add_itxt("Description", card.said)
    file = BytesIO()
    # Few colours suffice and take a third of the bytes. Octree is five times as fast as Pillow's default; the whole
    # picture takes some 15 ms.
    few = picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, "PNG", pnginfo=info)
    return file.getvalue()


def _head(on: ImageDraw, card: Card) -> None:
    """The accent, the name of the site and the status of the visit."""
    if card.accent:
        on.rectangle([0, 0, WIDTH, 9], card.accent)
    large, room = face(SERIF, 650, 44), INNER - STATUS_WIDTH
    large.draw(on, EDGE, 92, cut(card.site, large, room, 1)[0] if card.site else "", INK)
    if card.status:
        label, small = card.status_word, face(SANS, 500, 28)
        colour = LIVE if card.status == "live" else QUIET
        left = WIDTH - EDGE - small.length(label)
        small.draw(on, left, 90, label, colour)
        _dot(on, left - 24, 80, 8, colour, filled=card.status == "live")
    on.line([(EDGE, HEAD_LINE), (WIDTH - EDGE, HEAD_LINE)], HAIRLINE, 2)


def _middle(on: ImageDraw, card: Card) -> None:
    """The headline as large as fits between the lines, with the kicker above and the lead below."""
    top, bottom = HEAD_LINE + 34, FOOT_LINE - 30
    if card.kicker:
        face(SANS, 500, 28).draw(on, EDGE, top + 24, card.kicker, QUIET)
        top += 56
    left, width = (EDGE + 32, INNER - 32) if card.tint else (EDGE, INNER)
    size, lines = _sized(card, width, bottom - top)
    large = face(SERIF, card.weight, size)
    baseline = top + size * 0.8
    if card.tint:
        on.rectangle([EDGE, top + 4, EDGE + 5, top + size * LEADING * len(lines)], TINTS[card.tint])
    for line in lines:
        large.draw(on, left, baseline, line, INK)
        baseline += size * LEADING
    room = int((bottom - baseline) // 46) + 1
    if card.lead and room > 0:
        text = face(SERIF, 400, 34)
        for number, line in enumerate(cut(card.lead, text, width, min(room, 3))):
            text.draw(on, left, baseline - size * LEADING + 74 + number * 46, line, QUIET)


def _sized(card: Card, width: int, height: int) -> tuple[int, list[str]]:
    """The largest size in which the headline fits, and its lines; else the smallest, with an ellipsis."""
    room = height - (96 if card.lead else 0)
    for size in SIZES:
        if lines := fitted(card.headline, face(SERIF, card.weight, size), width, _most(size, room)):
            return size, lines
    return SIZES[-1], cut(card.headline, face(SERIF, card.weight, SIZES[-1]), width, _most(SIZES[-1], room))


def _most(size: int, room: int) -> int:
    return max(1, int(room / (size * LEADING)))


def _line_of_stops(on: ImageDraw, legs: tuple[Leg, ...]) -> None:
    """The stops on one line, as at the top of the live page."""
    on.line([(EDGE, FOOT_LINE), (WIDTH - EDGE, FOOT_LINE)], HAIRLINE, 2)
    small, share = face(SANS, 500, 28), INNER / len(legs)
    for number, leg in enumerate(legs):
        left = EDGE + number * share
        colour = INK if leg.phase == "now" else QUIET
        _dot(on, left + 8, FOOT_LINE, 8, LIVE if leg.phase == "now" else RULE, filled=leg.phase != "ahead")
        words = cut(f"{leg.city} {leg.days}".strip(), small, share - 24, 1)[0]
        small.draw(on, left, FOOT_LINE + 54, words, colour)


def _foot(picture: Image.Image, on: ImageDraw, card: Card) -> None:
    """The standing, the source, and otherwise the visit."""
    on.line([(EDGE, FOOT_LINE), (WIDTH - EDGE, FOOT_LINE)], HAIRLINE, 2)
    small, left = face(SANS, 500, 28), float(EDGE)
    baseline = FOOT_LINE + 54
    if card.standing:
        colour = STANDINGS[card.standing]
        picture.paste(colour, (int(left), baseline - 29), sign(card.standing, 34))
        left = small.draw(on, left + 44, baseline, card.standing_word, colour) + 28
    words = card.source or card.foot
    if words:
        small.draw(on, left, baseline, cut(words, small, WIDTH - EDGE - left, 1)[0], INK if card.source else QUIET)


def _dot(on: ImageDraw, x: float, y: float, radius: float, colour: str, *, filled: bool) -> None:
    on.circle((x, y), radius, fill=colour if filled else PAPER, outline=colour, width=3)
