"""The pictures of the demonstration: flat illustrations, drawn by this project."""

from __future__ import annotations

from blog.demo import faces, rooms, travel

_DRAWN = {
    "american": faces.american,
    "chinese": faces.chinese,
    "hall": rooms.hall,
    "lectern": rooms.lectern,
    "table": rooms.table,
    "motorcade": travel.motorcade,
    "aircraft": travel.aircraft,
    "route": travel.route,
}


def draw(name: str) -> bytes:
    """The picture of this name as a WebP file. Raises KeyError for an unknown name."""
    return _DRAWN[name]()
