"""What is taken from a mail, and the program that reads it: a mail may be made to do harm."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from blog.confined import process

_PROGRAM = Path(__file__).parent / "child.py"


class Unreadable(Exception):
    """Nobody can make sense of the mail, or only at too high a cost."""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail; its name is as the sender gave it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """A mail without its history: `text` is Markdown, and `subject` has no `Re:` before it.

    `sender` is what the mail says, which anybody can write.
    """

    sender: str = ""
    subject: str = ""
    text: str = ""
    attachments: tuple[Attachment, ...] = ()


def read(message: bytes) -> Letter:
    """Reads a mail in a process with limits. Raises Unreadable."""
    answer = process.run(_PROGRAM, message)
    head, _, rest = answer.partition(b"\n")
    if not head:
        raise Unreadable
    said = json.loads(head)
    attachments = []
    for name, length in said.pop("attachments"):
        attachments.append(Attachment(name, rest[:length]))
        rest = rest[length:]
    return Letter(**said, attachments=tuple(attachments))


def encoded(letter: Letter) -> bytes:
    """A letter as the program writes it: a line of JSON, and then the attachments."""
    words = {name: getattr(letter, name) for name in ("sender", "subject", "text")}
    head = words | {"attachments": [(each.name, len(each.data)) for each in letter.attachments]}
    return json.dumps(head).encode() + b"\n" + b"".join(each.data for each in letter.attachments)
