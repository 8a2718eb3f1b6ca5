"""The readers of this process, room by room, and who among them gets what."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from blog import metrics
from blog.wire import frames
from blog.wire.log import Cursor
from blog.wire.reader import Reader
from blog.wire.replay import Message, standing

PATIENCE_SECONDS = 20.0


@dataclass(eq=False, slots=True)
class Room:
    """The readers of one visit, and the position that those who keep up have reached."""

    visit_id: int
    head: Cursor
    readers: set[Reader] = field(default_factory=set)


class Hub:
    """Hands frames to readers. A reader that keeps up costs one `send`; no call here ever waits for a socket."""

    def __init__(self) -> None:
        self.rooms: dict[int, Room] = {}
        self.closing = False
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def join(self, visit_id: int, head: Cursor, reader: Reader) -> Room:
        """Puts a reader on the list until it leaves. `head` is where a room that did not exist yet begins."""
        room = self.rooms.get(visit_id)
        if room is None:
            room = self.rooms[visit_id] = Room(visit_id, head)
        room.readers.add(reader)
        self._count += 1
        metrics.READERS.inc()
        reader.listen(lambda gone: self._leave(room, gone))
        return room

    def deliver(self, room: Room, message: Message) -> list[Reader]:
        """Sends a message to all who stand at the room's head and moves the head; returns those who stand elsewhere.

        One that still owes its socket a frame is passed over: it catches up from its own position later.
        """
        before, now = room.head, message.cursor
        room.head = now
        plain, deflated = message.frame.plain, message.frame.deflated
        elsewhere, sent = [], [0, 0]
        for reader in tuple(room.readers):
            if reader.rest:
                continue
            if reader.after is before or reader.after == before:
                reader.after = now
                reader.write(deflated if reader.deflates else plain)
                sent[reader.deflates] += 1
            elif reader.after != now:
                elsewhere.append(reader)
        metrics.FRAMES.inc(sum(sent))
        metrics.BYTES.inc(sent[False] * len(plain) + sent[True] * len(deflated))
        return elsewhere

    def send(self, reader: Reader, message: Message) -> None:
        """Brings one reader to a position of its own."""
        reader.after = message.cursor
        reader.send(message.frame)

    def greet(self, reader: Reader) -> None:
        """Tells a reader that has missed nothing that it is at its position."""
        if not reader.rest:
            reader.send(standing(reader.after).frame)

    def beat(self) -> None:
        """Sends every reader its position: it keeps proxies awake and lets a page notice a dead line."""
        for room in tuple(self.rooms.values()):
            frame = standing(room.head).frame
            for reader in tuple(room.readers):
                if not reader.rest and reader.after == room.head:
                    reader.send(frame)

    def cut_slow(self) -> int:
        """Lets go of readers whose sockets took nothing for too long; they come back with their cursors."""
        limit = monotonic() - PATIENCE_SECONDS
        slow = [reader for reader in self._everyone() if reader.rest and reader.stuck_since < limit]
        for reader in slow:
            reader.dismiss(frames.COME_BACK_LATER)
        metrics.SLOW.inc(len(slow))
        metrics.OWED.set(sum(1 for reader in self._everyone() if reader.rest))
        return len(slow)

    def close(self) -> None:
        """Sends everyone away because the process ends; pages come back by themselves after 1012."""
        self.closing = True
        for reader in self._everyone():
            reader.dismiss(frames.RESTARTING)

    def _leave(self, room: Room, reader: Reader) -> None:
        """Takes a reader from the list, and the room with the last one."""
        if reader in room.readers:
            room.readers.discard(reader)
            self._count -= 1
            metrics.READERS.dec()
        if not room.readers and self.rooms.get(room.visit_id) is room:
            del self.rooms[room.visit_id]

    def _everyone(self) -> list[Reader]:
        return [reader for room in self.rooms.values() for reader in room.readers]
