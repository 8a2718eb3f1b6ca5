"""The part of a picture that is shown, in pixels of the whole picture (`left top width height`), and its sizes."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST = 16
WIDTHS = (480, 960, 1440, 1920)


@dataclass(frozen=True)
class Box:
    """A rectangle in a picture."""

    left: int
    top: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"

    def within(self, width: int, height: int) -> Box:
        """As much of it as lies in a picture of this size; never nothing."""
        left, top = min(self.left, width - 1), min(self.top, height - 1)
        return Box(left, top, max(1, min(self.width, width - left)), max(1, min(self.height, height - top)))

    def scaled(self, size: tuple[int, int], to: tuple[int, int]) -> tuple[int, int, int, int]:
        """Its edges in the same picture at another size: left, top, right, bottom."""
        across, down = to[0] / size[0], to[1] / size[1]
        left, top = min(round(self.left * across), to[0] - 1), min(round(self.top * down), to[1] - 1)
        right, bottom = round((self.left + self.width) * across), round((self.top + self.height) * down)
        return left, top, min(to[0], max(left + 1, right)), min(to[1], max(top + 1, bottom))


def whole(width: int, height: int) -> Box:
    """All of a picture."""
    return Box(0, 0, width, height)


def widths(width: int) -> list[int]:
    """The widths that are made of a picture of this width: never a wider one."""
    return [each for each in WIDTHS if each <= width] or [width]


def parse(text: str) -> Box | None:
    """The box that a form or a row names; None for all of the picture. Raises ValueError."""
    if not text.strip():
        return None
    left, top, width, height = (int(part) for part in text.split())
    if min(left, top) < 0 or min(width, height) < SMALLEST:
        raise ValueError(text)
    return Box(left, top, width, height)
