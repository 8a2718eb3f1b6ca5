"""Opens files that strangers made in a process of its own, one at a time for each process of the site.

What goes wrong there, readers never notice: the process has a limit of memory (1 GiB) and of time (20 seconds of its
own, 120 in all), and no secret in its environment. The site itself never decodes a picture.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from blog.confined import process
from blog.media import formats
from blog.media.reasons import Reason, Unreadable

_PROGRAM = Path(__file__).parent / "child.py"

_one_at_a_time = Lock()


@dataclass(frozen=True)
class Opened:
    """What a file is, and the pictures that were made of it, by name. Only a picture says something of itself.

    `width` and `height` are those of a picture, or of the picture of a document's first page.
    """

    media_type: str
    width: int | None = None
    height: int | None = None
    colour: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    made: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_picture(self) -> bool:
        return self.media_type in formats.PICTURES.values()


def open_file(data: bytes, crop: str = "") -> Opened:
    """Opens a file and makes the sizes of a picture, or of the part of it that `crop` names. Raises Unreadable."""
    format_name = formats.recognise(data)
    with _one_at_a_time:
        answer = process.run(_PROGRAM, data, format_name, crop)
    head, _, rest = answer.partition(b"\n")
    said: dict[str, Any] = json.loads(head or b"{}")
    if "media_type" not in said:
        raise Unreadable(Reason[said.get("unreadable", Reason.COSTLY.name)])
    made: dict[str, bytes] = {}
    for name, length in said.pop("files"):
        made[name], rest = rest[:length], rest[length:]
    return Opened(**said.pop("said", {}), **said, made=made)
