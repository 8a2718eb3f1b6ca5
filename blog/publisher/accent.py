"""A newsroom's colour in two shades, each of which can be read in one of the two colour schemes.

Contrast is that of WCAG 2.2 (w3.org/TR/WCAG22/#dfn-contrast-ratio). A shade keeps the hue and, as far as screens can
show it, the chroma of the colour in Oklab (bottosson.github.io/posts/oklab); only its lightness changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin

CONTRAST = 4.5
# Of each scheme the ground in `static/css/tokens.css` that is nearest to the text: what can be read there can be read
# on paper. As lightness, chroma, hue.
ON_LIGHT, ON_DARK = (0.965, 0.02, 70.0), (0.25, 0.035, 27.0)
# Red means breaking and nothing else. This near to its hue, a colour with this much chroma is taken for it.
BREAKING_HUE, HUE_DISTANCE, REDDISH_CHROMA = 27.0, 20.0, 0.1
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEP = 0.004

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Accent:
    """The shades as `#rrggbb`. One that could be taken for the red of breaking news is not for links."""

    light: str
    dark: str
    is_for_links: bool

    @property
    def css(self) -> str:
        """The stylesheet that puts it into place."""
        names = ("--accent", "--link") if self.is_for_links else ("--accent",)
        declared = "".join(f"{name}:light-dark({self.light},{self.dark});" for name in names)
        return f"@layer tokens{{:root{{{declared}}}}}\n"


def of(colour: str) -> Accent:
    """The accent for a colour such as `#0a5cad` or `#05a`. Raises ValueError for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"SITE_ACCENT must be a colour such as #0a5cad; it is {colour!r}.")
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    given = _to_lch(tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)))  # type: ignore[arg-type]
    _, chroma, hue = given
    away = abs((hue - BREAKING_HUE + 180) % 360 - 180)
    is_red = chroma >= REDDISH_CHROMA and away <= HUE_DISTANCE
    return Accent(_shade(given, ON_LIGHT, -_STEP), _shade(given, ON_DARK, _STEP), not is_red)


def contrast(one: Triple, other: Triple) -> float:
    """The contrast ratio of two colours, each as red, green and blue from 0 to 1."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _shade(colour: Triple, ground: Triple, step: float) -> str:
    """The colour itself, or as little darker or lighter as it takes to be read on the ground."""
    lightness, chroma, hue = colour
    behind = displayed(ground)
    while contrast(found := _as_shown(displayed((lightness, chroma, hue))), behind) < CONTRAST:
        lightness += step
    return "#" + "".join(f"{round(part * 255):02x}" for part in found)


def _as_shown(rgb: Triple) -> Triple:
    """Rounded as a screen shows it."""
    red, green, blue = (round(part * 255) / 255 for part in rgb)
    return red, green, blue


def displayed(colour: Triple) -> Triple:
    """A colour of lightness, chroma and hue as red, green and blue, with as much of its chroma as sRGB can show."""
    lightness, chroma, hue = min(1.0, max(0.0, colour[0])), colour[1], colour[2]
    rgb = _to_rgb((lightness, chroma, hue))
    while chroma > 0.001 and not all(-0.0005 <= part <= 1.0005 for part in rgb):
        chroma *= 0.97
        rgb = _to_rgb((lightness, chroma, hue))
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    return red, green, blue


def _luminance(rgb: Triple) -> float:
    red, green, blue = map(_linear, rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def _to_lch(rgb: Triple) -> Triple:
    red, green, blue = map(_linear, rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360


def _to_rgb(colour: Triple) -> Triple:
    lightness, chroma, hue = colour
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )
