"""The pictures of the demonstration: flat illustrations, drawn by this project."""

from __future__ import annotations

from blog.demo import faces, maps, rooms, travel

_DRAWN = {
    "american": faces.american,
    "chinese": faces.chinese,
    "hall": rooms.hall,
    "lectern": rooms.lectern,
    "table": rooms.table,
    "papers": rooms.papers,
    "motorcade": travel.motorcade,
    "aircraft": travel.aircraft,
    "landed": travel.landed,
    "route": maps.route,
    "onward": maps.onward,
}


def draw(name: str) -> bytes:
    """The picture of this name as a WebP file. Raises KeyError for an unknown name."""
    return _DRAWN[name]()
